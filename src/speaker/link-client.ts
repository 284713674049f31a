import type { Logger, World } from '#kernel';
import {
  type Channel,
  judgeOrder,
  type OrderPayload,
  parseMessage,
  type Report,
  type SignedOrder,
  type SpeakerMessage,
  type StationMessage,
  signText,
  stationMessage,
} from '#link';
import { Backoff } from './backoff.ts';
import type { Identity } from './identity.ts';
import type { Memory } from './memory.ts';
import { Outbox } from './outbox.ts';
import type { StationDoor } from './station-door.ts';
import type { StationTime } from './station-time.ts';

const AGENT_VERSION = '0.1.0';

const HANDSHAKE_MS = 10_000;
const DEFAULT_HEARTBEAT_MS = 15_000;
/** A link on which nothing came for so many heartbeats is dead. */
const SILENT_HEARTBEATS = 3;
const BURST = 8;
const BURST_EVERY_MS = 100;
const TIME_EVERY_MS = 5_000;
/** The first heartbeat waits for the burst, so that it can tell how good the clock is. */
const FIRST_BEAT_MS = 1_000;
/** A link that held so long starts its back-off anew. */
const STEADY_MS = 10_000;
const MOST_BEGUN = 10_000;

/** What the speaker says of itself with every heartbeat. */
export interface SelfPortrait {
  readonly playing: string | null;
  readonly freeBytes: number;
  readonly sink: string;
}

export interface LinkOwner {
  /** An order that is the station's own, addressed to us, newer than all before, and in time. It is in memory already. */
  obeyed(payload: OrderPayload): void;
  /** The link came up or went down, or the station's clock became known. */
  changed(): void;
  portrait(): Promise<SelfPortrait>;
}

interface Talk {
  readonly channel: Channel;
  readonly over: AbortController;
  /** Monotonic times of questions that wait for an answer. */
  readonly asked: Set<number>;
  audioToken: string | null;
  heartbeatMs: number;
}

/** Keeps the conversation with the station going, judges every order, and hands over what stands. */
export class LinkClient {
  readonly #world: World;
  readonly #logger: Logger;
  readonly #door: StationDoor;
  readonly #identity: Identity;
  readonly #memory: Memory;
  readonly #time: StationTime;
  readonly #owner: LinkOwner;
  readonly #outbox: Outbox;
  #talk: Talk | null = null;
  #heardMonoMs: number;
  #audioToken: string | null = null;
  /** Frames that were not obeyed, by reason. */
  readonly refused: Record<string, number> = {};

  constructor(parts: {
    world: World;
    door: StationDoor;
    identity: Identity;
    memory: Memory;
    time: StationTime;
    owner: LinkOwner;
  }) {
    this.#world = parts.world;
    this.#logger = parts.world.logger;
    this.#door = parts.door;
    this.#identity = parts.identity;
    this.#memory = parts.memory;
    this.#time = parts.time;
    this.#owner = parts.owner;
    this.#outbox = new Outbox(parts.memory, parts.world.clock, (message) => this.#send(message));
    this.#heardMonoMs = parts.world.clock.monoMs();
  }

  /** True between the station's welcome and the end of that connection. */
  get isUp(): boolean {
    return this.#talk !== null && this.#talk.audioToken !== null;
  }

  /** When the station was last heard, by the monotonic clock; the start of the program when it never was. */
  get heardMonoMs(): number {
    return this.#heardMonoMs;
  }

  /** The latest key to the station's audio, or null before the first welcome. */
  get audioToken(): string | null {
    return this.#audioToken;
  }

  /** Puts a report on its way: durably first, then over the link, again and again until the station has it. */
  async tell(report: Report): Promise<void> {
    await this.#memory.tell(report, this.#time.nowMs() ?? this.#world.clock.wallMs());
    if (this.isUp) this.#outbox.send();
  }

  /** Says something in passing: lost when the link is down. */
  mention(report: Report): void {
    if (this.isUp) this.#send({ type: 'report', seq: 0, report });
  }

  /** Connects, talks, reconnects, until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#world;
    const backoff = new Backoff(this.#world.random, 300, 15_000);
    while (!signal.aborted) {
      const startedMonoMs = clock.monoMs();
      await this.#converse(signal);
      if (clock.monoMs() - startedMonoMs >= STEADY_MS) backoff.reset();
      await clock.sleep(backoff.nextMs(), signal);
    }
  }

  async #converse(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = () => over.abort();
    signal.addEventListener('abort', end);
    // Frames may come before `connect` has returned.
    const early: string[] = [];
    let hear = (frame: string): void => void early.push(frame);
    const connecting = this.#door.connect({ text: (frame) => hear(frame), closed: end });
    const channel = await Promise.race([connecting, aborted(over.signal)]);
    // Given up while it was being opened: whatever comes of it is closed.
    if (!channel) void connecting.then((late) => late?.close());
    if (channel) {
      const talk: Talk = { channel, over, asked: new Set(), audioToken: null, heartbeatMs: DEFAULT_HEARTBEAT_MS };
      this.#talk = talk;
      hear = (frame) => this.#hear(talk, frame);
      for (const frame of early) hear(frame);
      await this.#watch(talk);
      const wasUp = this.isUp;
      this.#talk = null;
      channel.close();
      if (wasUp) {
        this.#logger.warn('link to the station was lost');
        this.#owner.changed();
      }
    }
    signal.removeEventListener('abort', end);
  }

  /** Returns when the talk is over: closed by either side, or silent for too long. */
  async #watch(talk: Talk): Promise<void> {
    const { clock } = this.#world;
    let heardMonoMs = clock.monoMs();
    for (;;) {
      const silentMs = talk.audioToken === null ? HANDSHAKE_MS : talk.heartbeatMs * SILENT_HEARTBEATS;
      const leftMs = heardMonoMs + silentMs - clock.monoMs();
      if (leftMs <= 0) talk.over.abort();
      if (!(await clock.sleep(Math.max(1, leftMs), talk.over.signal))) return;
      if (talk.audioToken !== null) heardMonoMs = Math.max(heardMonoMs, this.#heardMonoMs);
    }
  }

  #hear(talk: Talk, frame: string): void {
    if (talk.over.signal.aborted) return;
    if (talk.audioToken !== null) this.#heardMonoMs = this.#world.clock.monoMs();
    const message = parseMessage(stationMessage, frame);
    if (message) this.#answer(talk, message);
    else this.#refuse('malformed');
  }

  #answer(talk: Talk, message: StationMessage): void {
    switch (message.type) {
      case 'challenge':
        this.#send({
          type: 'hello',
          endpointId: this.#identity.endpointId,
          signature: signText(this.#identity.privatePem, 'hello', message.nonce),
          agentVersion: AGENT_VERSION,
          epoch: this.#memory.known.mark.epoch,
          begun: [...this.#memory.known.begun.keys()].slice(-MOST_BEGUN),
        });
        return;
      case 'welcome':
        if (message.endpointId !== this.#identity.endpointId || talk.audioToken !== null) {
          talk.over.abort();
          return;
        }
        talk.audioToken = message.audioToken;
        talk.heartbeatMs = Math.max(1_000, message.heartbeatMs);
        this.#audioToken = message.audioToken;
        this.#heardMonoMs = this.#world.clock.monoMs();
        this.#logger.info('link to the station is up');
        void this.#askTime(talk);
        void this.#beat(talk);
        this.#outbox.sendAgain();
        this.#owner.changed();
        return;
      case 'time': {
        if (!talk.asked.delete(message.echoMonoMs)) return;
        const wasSynced = this.#time.isSynced;
        this.#time.heard(message.echoMonoMs, message.stationAt);
        if (!wasSynced) this.#owner.changed();
        return;
      }
      case 'ack':
        this.#outbox.acked(message.seq);
        return;
      case 'signed':
        this.#judge(message);
    }
  }

  #judge(signed: SignedOrder): void {
    const verdict = judgeOrder(signed, {
      endpointId: this.#identity.endpointId,
      stationKey: this.#identity.stationKey,
      mark: this.#memory.known.mark,
      stationNowMs: this.#time.isSynced ? this.#time.nowMs() : null,
    });
    if (!verdict.ok) {
      this.#refuse(verdict.why);
      return;
    }
    void this.#memory.add({ is: 'obeyed', mark: verdict.mark, order: verdict.payload.order, at: this.#time.nowMs() });
    this.#owner.obeyed(verdict.payload);
  }

  #refuse(why: string): void {
    const count = (this.refused[why] ?? 0) + 1;
    this.refused[why] = count;
    // A flood of bad frames must not become a flood of lines.
    if (Number.isInteger(Math.log10(count))) this.#logger.warn('frame from the station was not obeyed', { why, count });
  }

  async #askTime(talk: Talk): Promise<void> {
    const { clock } = this.#world;
    for (let asked = 1; !talk.over.signal.aborted; asked++) {
      const monoMs = clock.monoMs();
      // What was not answered for long will not be.
      for (const old of talk.asked) if (old < monoMs - 60_000) talk.asked.delete(old);
      talk.asked.add(monoMs);
      this.#send({ type: 'time', monoMs });
      await clock.sleep(asked < BURST ? BURST_EVERY_MS : TIME_EVERY_MS, talk.over.signal);
    }
  }

  async #beat(talk: Talk): Promise<void> {
    const { clock } = this.#world;
    for (let waitMs = FIRST_BEAT_MS; ; waitMs = talk.heartbeatMs) {
      if (!(await clock.sleep(waitMs, talk.over.signal))) return;
      const portrait = await this.#owner.portrait();
      if (talk.over.signal.aborted) return;
      this.#send({
        type: 'heartbeat',
        ...portrait,
        clockOffsetMs: this.#time.aheadMs(),
        clockErrorMs: this.#time.estimate?.errorMs ?? 86_400_000,
      });
      this.#outbox.send();
    }
  }

  #send(message: SpeakerMessage): void {
    this.#talk?.channel.send(JSON.stringify(message));
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
