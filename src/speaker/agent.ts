import { posix } from 'node:path';
import type { World } from '#kernel';
import type { ClockEstimate, OrderPayload, Report } from '#link';
import { AirDesk } from './air-desk.ts';
import { AudioShelf } from './audio-shelf.ts';
import type { Decoder } from './decoder.ts';
import { type Identity, identify } from './identity.ts';
import { LinkClient } from './link-client.ts';
import { Memory } from './memory.ts';
import { Placement } from './placement.ts';
import { Player } from './player.ts';
import type { Sink } from './sink.ts';
import type { StationDoor } from './station-door.ts';
import { StationTime } from './station-time.ts';
import { StreamBook } from './stream-book.ts';

export interface AgentParts {
  readonly world: World;
  readonly door: StationDoor;
  readonly sink: Sink;
  readonly decoder: Decoder;
  /** What decodes streams as they come. */
  readonly ffmpegPath: string;
  /** Absolute; everything that the agent keeps lies below it. */
  readonly folder: string;
  readonly claimCode?: string;
  /**
   * Called once when a part of the agent died of a fault of the program: it is silent and its link closed, as far as
   * still possible. Linked and silent it would be believed alive, so the process has to end and be started anew.
   */
  died(why: string): void;
}

/** An agent that died gets so long to fall silent in order. */
const LAST_BREATH_MS = 5_000;

/** The village agent: keeps the plan and its audio, and plays on time, with or without the station. */
export interface Agent {
  /**
   * Finds or claims its identity, reads its memory and begins to work. Throws CLAIM_WRONG or LINK_REFUSED, when there is
   * no identity and none to be had.
   */
  start(): Promise<void>;
  /** Takes what sounds off the air, in such a way that it can go on after a start, and returns when all is quiet. */
  stop(): Promise<void>;
  /** What the agent knows of itself; null before it started. */
  status(): AgentStatus | null;
}

export interface AgentStatus {
  readonly endpointId: string;
  readonly isLinked: boolean;
  readonly playing: string | null;
  readonly clock: ClockEstimate | null;
  /** Reports that the station does not have yet. */
  readonly unreported: number;
  /** Frames from the station that were not obeyed, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

interface Parts {
  readonly link: LinkClient;
  readonly placement: Placement;
  readonly streams: StreamBook;
  readonly desk: AirDesk;
  readonly memory: Memory;
  readonly time: StationTime;
  readonly identity: Identity;
}

export function createAgent(parts: AgentParts): Agent {
  const { world, sink, folder } = parts;
  const over = new AbortController();
  let working: Parts | null = null;
  let running: Array<Promise<void>> = [];

  async function stop(): Promise<void> {
    over.abort();
    await Promise.all(running);
    if (!working) return;
    await sink.stop();
    await working.memory.close();
  }

  async function die(why: string): Promise<void> {
    const stopping = stop().catch((error: unknown) =>
      world.logger.error('not stopped in order', { why: String(error) }),
    );
    await Promise.race([stopping, world.clock.sleep(LAST_BREATH_MS)]);
    parts.died(why);
  }

  return {
    async start() {
      await world.files.makeFolder(folder);
      const { door, claimCode } = parts;
      const found = await identify(world, door, folder, claimCode || null, over.signal);
      if (!found) return;
      if (found.fresh) await Memory.erase(world.files, folder);
      working = await assemble(parts, found.identity);
      const { link, placement, streams, desk, time } = working;
      await sink.start(time);
      const logged = (name: string, loop: Promise<void>) =>
        loop.catch((error: unknown) => {
          const isDying = over.signal.aborted;
          world.logger.error(`${name} died`, { why: error instanceof Error ? error.stack : String(error) });
          if (!isDying) void die(`${name}: ${error}`);
        });
      running = [
        logged('link', link.run(over.signal)),
        logged('placement', placement.run(over.signal)),
        logged('streams', streams.run(over.signal)),
        logged('air desk', desk.run(over.signal)),
      ];
    },
    stop,
    status() {
      if (!working) return null;
      const { identity, link, desk, time, memory } = working;
      return {
        endpointId: identity.endpointId,
        isLinked: link.isUp,
        playing: desk.playing,
        clock: time.estimate,
        unreported: memory.known.outbox.size,
        refused: link.refused,
      };
    },
  };
}

/** Everything in its place, introduced to each other; nothing works yet. */
async function assemble(parts: AgentParts, identity: Identity): Promise<Parts> {
  const { world, door, sink, decoder, folder, ffmpegPath } = parts;
  const { clock, files, logger } = world;
  const memory = await Memory.open(files, folder, logger, clock);
  const shelf = new AudioShelf(files, posix.join(folder, 'audio'));
  await shelf.open();
  const time = new StationTime(clock, memory);
  const owner = {
    obeyed({ order }: OrderPayload) {
      desk.look();
      streams.look();
      if (order.order === 'plan' || order.order === 'house') placement.planned(order.order);
      else if (order.order === 'start' || order.order === 'now') placement.look();
    },
    changed() {
      if (link.isUp) placement.linked();
      streams.look();
      desk.look();
    },
    async portrait() {
      const freeBytes = await files.freeBytes(folder).catch(() => 0);
      return { playing: desk.playing, freeBytes, sink: sink.name };
    },
  };
  const link: LinkClient = new LinkClient({ world, door, identity, memory, time, owner });
  const tell = (report: Report) => link.tell(report);
  const placement: Placement = new Placement({
    ...{ world, door, decoder, shelf, memory, time, tell },
    audioToken: () => link.audioToken,
    changed: () => desk.look(),
  });
  const audioToken = () => link.audioToken;
  const streams: StreamBook = new StreamBook({ world, door, time, ffmpegPath, audioToken, memory });
  const mention = (report: Report) => link.mention(report);
  const player = new Player({ clock, logger, sink, shelf, streams, memory, time, tell, mention });
  const desk: AirDesk = new AirDesk({
    ...{ clock, logger, memory, time, player, tell },
    station: () => ({ isUp: link.isUp, heardMonoMs: link.heardMonoMs }),
    isPlaced: (entry) => placement.isPlaced(entry),
    damaged: () => placement.look(),
  });
  return { link, placement, streams, desk, memory, time, identity };
}
