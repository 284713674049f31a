import type { FeedBook } from '#feed';
import { type Bilingual, type Fetch, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { openDoor } from './door.ts';
import { tellFact } from './facts.ts';
import type { RelayPorts } from './ports.ts';
import { probe } from './probe.ts';
import type { Probe } from './probe-result.ts';
import { RelayDesk } from './relay-desk.ts';
import type { RunState } from './relay-run.ts';
import { checkDates, type RelayInput } from './relay-source.ts';
import {
  insertRelay,
  type KeptRelay,
  listRelays,
  mustFindRelay,
  retireRelay,
  updateRelay,
  writeProbe,
} from './relay-store.ts';
import { readUrl } from './url-rules.ts';
import { isForbidden, type Problem, tellTrouble, trouble } from './words.ts';

/** Whoever tries sources may hold so many connections at once. */
const MOST_PROBES = 3;

export interface RelayNeeds {
  readonly world: World;
  readonly store: Store;
  /** Null: sources are kept and checked for reach, nothing is relayed. */
  readonly ffmpegPath: string | null;
  readonly feeds: FeedBook;
  readonly fetch: Fetch;
  readonly ports: RelayPorts;
  readonly zone: string;
  /** Ports on which this station answers: no source may lead back to it. */
  readonly ownPorts: readonly number[];
}

/** How a source stands on the air. */
export interface RelayStanding {
  readonly state: RunState;
  readonly problem: Bilingual | null;
}

export type Relay = ReturnType<typeof createRelay>;

/** The room that takes the programmes of others. Writes throw RELAY_URL, RELAY_NEEDS_END_DATE, RELAY_IN_USE, NOT_FOUND. */
export function createRelay({ world, store, ffmpegPath, feeds, fetch, ports, zone, ownPorts }: RelayNeeds) {
  const over = new AbortController();
  const underWay = new Map<string, Promise<Probe>>();

  /** One try of one address at a time, whoever asks. */
  function tryOut({ url, privateAllowed }: Pick<RelayInput, 'url' | 'privateAllowed'>): Promise<Probe> {
    const key = `${privateAllowed} ${url}`;
    const running = underWay.get(key);
    if (running) return running;
    const { clock, processes } = world;
    const door = openDoor(fetch, clock, { privateAllowed, ownPorts });
    const work = probe({ clock, processes, ffmpegPath, door, url, signal: over.signal }).finally(() =>
      underWay.delete(key),
    );
    underWay.set(key, work);
    return work;
  }

  async function check(relay: KeptRelay): Promise<Probe> {
    const found = await tryOut(relay);
    // It may have been given another address in the meantime.
    const isSame = await mustFindRelay(store.db, relay.id).then(
      (now) => now.url === relay.url,
      () => false,
    );
    if (isSame && !over.signal.aborted) await store.transact((tx) => writeProbe(tx, relay.id, found));
    return found;
  }

  /** Refuses what may not be saved; answers what a try of it found. A source that is down now may be saved. */
  async function examine(input: RelayInput): Promise<Probe> {
    checkDates(input);
    const read = readUrl(input.url, { privateAllowed: input.privateAllowed, ownPorts });
    if ('rule' in read) throw refused(read.rule);
    if (underWay.size >= MOST_PROBES) throw new StationError('RELAY_BUSY');
    const found = await tryOut(input);
    if (found.problem !== null && isForbidden(found.problem)) throw refused(found.problem);
    return found;
  }

  function noteAllowed(relay: KeptRelay, by: string | null): void {
    if (!relay.privateAllowed) return;
    const text = tellFact('private_allowed', { name: relay.name, by: by ?? '—' });
    ports.note({ fact: 'private_allowed', at: world.clock.wallMs(), relayId: relay.id, broadcastIds: [], text });
  }

  const desk = new RelayDesk({ world, db: store.db, ffmpegPath, feeds, fetch, ports, zone, ownPorts, check });
  return {
    start: (): void => desk.start(),
    async stop(): Promise<void> {
      over.abort();
      await desk.stop();
      await Promise.all(underWay.values());
    },
    /** Broadcasts were accepted, stopped or moved. */
    wake: (): void => desk.wake(),

    list: (): Promise<KeptRelay[]> => listRelays(store.db),

    /** How a source stands that is open now; null when it is not. */
    standing(relayId: string): RelayStanding | null {
      const found = desk.stateOf(relayId);
      return found ? { state: found.state, problem: found.trouble && tellTrouble(found.trouble) } : null;
    },

    /** Tries the address, then keeps the source. Takes up to 15 s. */
    async add(
      input: RelayInput,
      by: string | null,
      remember: (tx: Executor, relay: KeptRelay) => Promise<void>,
    ): Promise<KeptRelay> {
      const found = await examine(input);
      const relay = await store.transact(async (tx) => {
        const made = await insertRelay(tx, world, input, found);
        await remember(tx, made);
        return made;
      });
      noteAllowed(relay, by);
      return relay;
    },

    /** Changes a source; one that is open begins anew. Takes up to 15 s when the address is another. */
    async change(id: string, input: RelayInput, by: string | null): Promise<KeptRelay> {
      const before = await mustFindRelay(store.db, id);
      const isSame = before.url === input.url && before.privateAllowed === input.privateAllowed;
      if (isSame) checkDates(input);
      const found = isSame ? before.probe : await examine(input);
      const relay = await store.transact((tx) => updateRelay(tx, id, input, found));
      if (!before.privateAllowed) noteAllowed(relay, by);
      await desk.changed(id);
      return relay;
    },

    /** What stands in for sources may be something else now: those that are open are looked at. */
    fallbackChanged: (): Promise<void> => desk.fallbackChanged(),

    /** Takes a source out of use; RELAY_IN_USE while a broadcast is to hear it. */
    async retire(id: string): Promise<void> {
      await mustFindRelay(store.db, id);
      if (ports.upcoming().some((one) => one.streamId === id)) throw new StationError('RELAY_IN_USE');
      await store.transact((tx) => retireRelay(tx, id, world.clock.wallMs()));
      await desk.changed(id);
    },

    /** Tries a source now and keeps what was found. Takes up to 15 s. */
    async probe(id: string): Promise<KeptRelay> {
      const relay = await mustFindRelay(store.db, id);
      if (underWay.size >= MOST_PROBES) throw new StationError('RELAY_BUSY');
      return { ...relay, probe: await check(relay) };
    },
  };
}

function refused(problem: Problem): StationError {
  return new StationError('RELAY_URL', { problem: tellTrouble(trouble(problem)) });
}
