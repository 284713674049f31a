import { createHash } from 'node:crypto';
import { type EndpointGate, openGate } from '#gate';
import { type Clock, type Files, type Logger, type OpenFile, rankOf, type World } from '#kernel';
import {
  type BankAudio,
  type Channel,
  type ChannelEvents,
  newKeyPair,
  type Order,
  type PlanEntry,
  parseMessage,
  type Report,
  type SpeakerMessage,
  signOrder,
  speakerMessage,
} from '#link';
import { type Agent, createAgent, type Decoder, type Played, type Sink, type StationDoor, type Track } from '#speaker';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** What came out of the loudspeaker, by the station's clock. */
export interface Heard {
  readonly broadcastId: string;
  readonly fromMs: number;
  readonly at: number;
  ms: number;
}

/** A promise that never comes: what a dead program awaits. */
const NEVER = new Promise<never>(() => {});

/** One life of the agent's process. Dead, it does nothing more: no disk, no timer, no frame, no sound. */
export class Life {
  dead: boolean;
  /** Disk operations done so far, and at which one it dies, before or after it is carried out. */
  operations = 0;
  dieAt: { readonly operation: number; readonly when: 'before' | 'after' } | null = null;
  readonly onDeath: Array<() => void> = [];

  constructor() {
    this.dead = false;
  }

  die(): void {
    this.dead = true;
    for (const tell of this.onDeath.splice(0)) tell();
  }

  async guard<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.dead) return NEVER;
    this.operations += 1;
    const isLast = this.dieAt?.operation === this.operations;
    if (isLast && this.dieAt?.when === 'before') {
      this.die();
      return NEVER;
    }
    const result = await work();
    if (isLast) this.die();
    return this.dead ? NEVER : result;
  }
}

function mortalFiles(files: Files, life: Life, beforeSync: () => Promise<unknown>): Files {
  const handle = (file: OpenFile): OpenFile => ({
    read: (buffer, position) => life.guard(() => file.read(buffer, position)),
    write: (bytes, position) => life.guard(() => file.write(bytes, position)),
    truncate: (bytes) => life.guard(() => file.truncate(bytes)),
    sync: () => life.guard(() => beforeSync().then(() => file.sync())),
    size: () => life.guard(() => file.size()),
    close: () => life.guard(() => file.close()),
  });
  return {
    read: (path) => life.guard(() => files.read(path)),
    replace: (path, bytes) => life.guard(() => files.replace(path, bytes)),
    swap: (path, bytes) => life.guard(() => files.swap(path, bytes)),
    open: (path, mode) => life.guard(async () => handle(await files.open(path, mode))),
    move: (from, to) => life.guard(() => files.move(from, to)),
    remove: (path) => life.guard(() => files.remove(path)),
    size: (path) => life.guard(() => files.size(path)),
    list: (folder) => life.guard(() => files.list(folder)),
    makeFolder: (folder) => life.guard(() => files.makeFolder(folder)),
    removeFolder: (folder) => life.guard(() => files.removeFolder(folder)),
    freeBytes: (folder) => life.guard(() => files.freeBytes(folder)),
  };
}

/** The station, as far as a speaker can see it. */
export class FakeStation {
  readonly clock: VirtualClock;
  readonly keys = newKeyPair();
  readonly audio = new Map<string, Uint8Array>();
  readonly claims: string[] = [];
  readonly downloads: Array<{ sha256: string; fromByte: number }> = [];
  /** Every report with a number, as often as it came. */
  readonly received: Array<{ seq: number; report: Report }> = [];
  readonly mentioned: Report[] = [];
  readonly heartbeats: Array<Extract<SpeakerMessage, { type: 'heartbeat' }>> = [];
  readonly hellos: Array<Extract<SpeakerMessage, { type: 'hello' }>> = [];
  isReachable: boolean;
  acknowledges: boolean;
  answers: boolean;
  /** The station's clock against the speaker's wall clock. */
  aheadMs = 0;
  delayMs = 0;
  epoch = 1;
  seq = 0;
  /** What is told at each join of the rules of the house; null: nothing. */
  house: Extract<Order, { order: 'house' }> | null = { order: 'house', gate: openGate(ZONE), bank: [] };
  /** How a download is given; the whole rest unless told. */
  serve: ((bytes: Uint8Array, fromByte: number) => AsyncIterable<Uint8Array> | { status: number }) | null = null;
  #open: { events: ChannelEvents; joined: boolean; life: Life } | null = null;
  #questions = 0;

  constructor(clock: VirtualClock) {
    this.clock = clock;
    this.isReachable = true;
    this.acknowledges = true;
    this.answers = true;
  }

  now(): number {
    return this.clock.wallMs() + this.aheadMs;
  }

  get isJoined(): boolean {
    return this.#open?.joined ?? false;
  }

  /** The reports of one broadcast, each number once, in order. */
  told(broadcastId: string): string[] {
    const bySeq = new Map(this.received.map(({ seq, report }) => [seq, report]));
    return [...bySeq.entries()]
      .sort(([a], [b]) => a - b)
      .filter(([, report]) => report.broadcastId === broadcastId)
      .map(([, report]) => ('reason' in report ? `${report.event}:${report.reason}` : report.event));
  }

  ended(broadcastId: string): Extract<Report, { event: 'ended' }> | undefined {
    for (const { report } of this.received) {
      if (report.event === 'ended' && report.broadcastId === broadcastId) return report;
    }
    return undefined;
  }

  door(life: Life): StationDoor {
    return {
      connect: async (events) => {
        if (life.dead) return NEVER;
        return this.isReachable ? this.#accept(events, life) : null;
      },
      claim: async (code, publicKey) => {
        if (!this.isReachable) return { refused: 'unreachable' };
        if (this.claims.includes(code) || code !== 'GOOD-CODE') return { refused: 'claim_wrong' };
        this.claims.push(code);
        return publicKey ? { endpointId: 'end_1', stationKey: this.keys.publicKey } : { refused: 'claim_wrong' };
      },
      stream: async () => null,
      download: async (sha256, fromByte) => {
        if (life.dead) return NEVER;
        const bytes = this.audio.get(sha256);
        if (!this.isReachable) return { status: 0 };
        this.downloads.push({ sha256, fromByte });
        if (!bytes) return { status: 404 };
        return this.serve ? this.serve(bytes, fromByte) : chunks(bytes.subarray(fromByte));
      },
    };
  }

  #accept(events: ChannelEvents, life: Life): Channel {
    const talk = { events, joined: false, life };
    this.#open = talk;
    life.onDeath.push(() => {
      if (this.#open === talk) this.#open = null;
    });
    this.#questions += 1;
    this.#say(talk, { type: 'challenge', nonce: `nonce ${this.#questions}` });
    return {
      send: (frame) => {
        if (!life.dead && this.#open === talk) this.#hear(talk, String(frame));
      },
      close: () => {
        if (this.#open !== talk) return;
        this.#open = null;
        if (!life.dead) events.closed();
      },
      bufferedBytes: () => 0,
    };
  }

  #hear(talk: { events: ChannelEvents; joined: boolean; life: Life }, frame: string): void {
    const message = parseMessage(speakerMessage, frame);
    if (!message) throw new Error(`speaker sent a frame that is no message: ${frame}`);
    if (!this.answers) return;
    switch (message.type) {
      case 'hello':
        this.hellos.push(message);
        talk.joined = true;
        this.#say(talk, { type: 'welcome', endpointId: 'end_1', audioToken: 'token', heartbeatMs: 15_000 });
        if (this.house) this.order(this.house);
        return;
      case 'time':
        this.#say(talk, { type: 'time', echoMonoMs: message.monoMs, stationAt: this.now() + this.delayMs / 2 });
        return;
      case 'heartbeat':
        this.heartbeats.push(message);
        return;
      case 'report':
        if (message.seq === 0) this.mentioned.push(message.report);
        else this.received.push(message);
        if (message.seq > 0 && this.acknowledges) this.#say(talk, { type: 'ack', seq: message.seq });
    }
  }

  #say(talk: { events: ChannelEvents; life: Life }, message: object): void {
    this.#deliver(talk, JSON.stringify(message));
  }

  #deliver(talk: { events: ChannelEvents; life: Life }, frame: string): void {
    const arrive = () => {
      if (this.#open === talk && !talk.life.dead) talk.events.text(frame);
    };
    if (this.delayMs === 0) queueMicrotask(arrive);
    else void this.clock.sleep(this.delayMs).then(arrive);
  }

  /** One frame, word for word. */
  raw(frame: string): void {
    if (this.#open) this.#deliver(this.#open, frame);
  }

  order(
    order: Order,
    change: { to?: string; expiresAt?: number; seq?: number; epoch?: number; key?: string } = {},
  ): string {
    this.seq += 1;
    const { to = 'end_1', expiresAt = this.now() + 3_600_000, seq = this.seq, epoch = this.epoch } = change;
    const frame = JSON.stringify(signOrder(change.key ?? this.keys.privatePem, { to, epoch, seq, expiresAt, order }));
    this.raw(frame);
    return frame;
  }

  plan(...entries: PlanEntry[]): string {
    return this.order({ order: 'plan', entries });
  }

  start(broadcastId: string, startAt: number): string {
    return this.order({ order: 'start', broadcastId, startAt }, { to: '*' });
  }

  stop(
    broadcastId: string,
    reason: 'stopped_by_operator' | 'pre_empted' | 'rule_changed' = 'stopped_by_operator',
  ): string {
    return this.order({ order: 'stop', broadcastId, reason }, { to: '*' });
  }

  /** New rules of the house; what was not said of them stays. */
  tellHouse(change: Partial<{ gate: EndpointGate | null; bank: BankAudio[] }>): string {
    this.house = { ...(this.house ?? { order: 'house', gate: null, bank: [] }), ...change };
    return this.order(this.house);
  }

  /** The line is cut: both sides notice. */
  cut(): void {
    this.isReachable = false;
    const talk = this.#open;
    this.#open = null;
    if (talk && !talk.life.dead) talk.events.closed();
  }

  /** Audio that this station has, and the item that names it. */
  audioOf(text: string, durationMs: number): Extract<PlanEntry['items'][number], { kind: 'audio' }> {
    const bytes = Buffer.from(text.padEnd(1_000, '.'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.audio.set(sha256, bytes);
    return { kind: 'audio', sha256, bytes: bytes.length, durationMs };
  }
}

export async function* chunks(bytes: Uint8Array, size = 256): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A loudspeaker that knows by arithmetic what was heard. */
function analyticSink(clock: VirtualClock, life: Life, now: () => number, heard: Heard[]): Sink {
  const mortal = mortalClock(clock, life);
  return {
    name: 'analytic',
    start: async () => {},
    stop: async () => {},
    async play(track: Track, startMonoMs, { signal, fadeOutAtMonoMs, onProgress }): Promise<Played> {
      const durationMs = track.frames / 48;
      await mortal.sleep(startMonoMs - clock.monoMs(), signal);
      const quiet = { renderedMs: 0, gapsMs: 0, startedMonoMs: null, endedMonoMs: clock.monoMs() };
      const leftMs = () => (fadeOutAtMonoMs() ?? Number.POSITIVE_INFINITY) - clock.monoMs();
      if (signal.aborted || leftMs() <= 0) return { ...quiet, reason: 'stopped' };
      const startedMonoMs = clock.monoMs();
      const sound: Heard = { broadcastId: track.broadcastId, fromMs: track.fromMs, at: now(), ms: 0 };
      heard.push(sound);
      const play = { isOver: false as boolean };
      life.onDeath.push(() => {
        if (!play.isOver) sound.ms = Math.min(durationMs, clock.monoMs() - startedMonoMs);
      });
      while (durationMs - sound.ms > 0.001 && !signal.aborted && leftMs() > 0.001) {
        onProgress({ renderedMs: sound.ms, gapsMs: 0, startedMonoMs });
        await mortal.sleep(Math.min(100, durationMs - sound.ms, leftMs()), signal);
        sound.ms = Math.min(durationMs, clock.monoMs() - startedMonoMs);
      }
      play.isOver = true;
      const reason = durationMs - sound.ms > 0.001 ? 'stopped' : 'complete';
      return { renderedMs: sound.ms, gapsMs: 0, startedMonoMs, endedMonoMs: clock.monoMs(), reason };
    },
  };
}

function mortalClock(clock: VirtualClock, life: Life): Clock {
  return {
    wallMs: () => clock.wallMs(),
    // A new process does not know the monotonic clock of the last one, but this machine's goes on.
    monoMs: () => clock.monoMs(),
    sleep: async (ms, signal) => {
      if (life.dead) return NEVER;
      const slept = await clock.sleep(ms, signal);
      return life.dead ? NEVER : slept;
    },
  };
}

export const START_AT = Date.UTC(2026, 0, 5, 22, 0, 0);
export const FOLDER = '/var/speaker';
export const ZONE = 'Asia/Ho_Chi_Minh';

/** A village: a disk that stays, a loudspeaker that remembers what it played, and agents that live and die. */
export class Village {
  readonly clock: VirtualClock;
  readonly station: FakeStation;
  readonly files: MemoryFiles;
  readonly heard: Heard[] = [];
  readonly lines: string[] = [];
  /** Why agents ended themselves. */
  readonly deaths: string[] = [];
  /** Whoever logs such a fact meets a broken program. */
  broken: RegExp | null = null;
  readonly random = new SeededRandom(7);
  life = new Life();
  agent: Agent | null = null;
  /** How decoding ends; well unless told. */
  decode: Decoder['decode'];
  decodings = 0;
  /** How long the disk takes to make something durable. */
  syncMs = 0;

  constructor(wallMs = START_AT) {
    this.clock = new VirtualClock({ wallMs });
    this.station = new FakeStation(this.clock);
    this.files = new MemoryFiles();
    this.decode = async (source, target) => {
      const bytes = await this.files.read(source);
      if (!bytes) return { ok: false, why: 'damaged' };
      const file = await this.files.open(target, 'write');
      await file.write(bytes, 0);
      await file.sync();
      await file.close();
      return { ok: true };
    };
  }

  world(life: Life): World {
    const info = (fact: string) => {
      if (this.broken?.test(fact)) throw new Error('a broken program');
    };
    const warn = (fact: string) => {
      this.lines.push(fact);
      info(fact);
    };
    return {
      clock: mortalClock(this.clock, life),
      random: this.random,
      files: mortalFiles(this.files, life, () => (this.syncMs > 0 ? this.clock.sleep(this.syncMs) : Promise.resolve())),
      processes: {
        start: () => {
          throw new Error('no process in this village');
        },
      },
      logger: { info, warn, error: warn } satisfies Logger,
    };
  }

  /** Switches the agent on, and waits until it is linked when the station can be reached. */
  async on(options: { dieAt?: Life['dieAt']; claimCode?: string } = {}): Promise<void> {
    const life = new Life();
    life.dieAt = options.dieAt ?? null;
    this.life = life;
    this.agent = createAgent({
      world: this.world(life),
      door: this.station.door(life),
      sink: analyticSink(this.clock, life, () => this.station.now(), this.heard),
      decoder: {
        decode: (source, target, durationMs, signal) => {
          this.decodings += 1;
          return life.guard(() => this.decode(source, target, durationMs, signal));
        },
      },
      ffmpegPath: 'ffmpeg',
      folder: FOLDER,
      claimCode: options.claimCode ?? 'GOOD-CODE',
      died: (why) => {
        this.deaths.push(why);
        life.die();
      },
    });
    const started = this.agent.start();
    started.catch(() => {});
    await this.clock.settle(30);
    if (this.station.isReachable && !life.dead) await this.clock.advance(1_000);
  }

  /** The process is killed. The disk keeps what was synced, or, without `powerCut`, everything. */
  async kill(powerCut = false): Promise<void> {
    this.life.die();
    if (powerCut) this.files.crash();
    await this.clock.settle(4);
  }

  /** An entry of the plan: silence and sound, so that audio matters. */
  entry(id: string, plannedAt: number, change: Partial<PlanEntry> = {}): PlanEntry {
    const durationMs = change.durationMs ?? 20_000;
    return {
      broadcastId: id,
      level: 'scheduled',
      plannedAt,
      notAfter: plannedAt + 300_000,
      acceptedAt: START_AT - 86_400_000,
      interruption: 'resume',
      kind: 'bulletin',
      cutInAfterMs: change.level === undefined || rankOf(change.level) > rankOf('live_commune') ? null : 0,
      endBy: null,
      precedence: 0,
      bulletinId: `bul_${id}`,
      isOpenEnded: false,
      gainDb: 0,
      durationMs,
      items: [{ kind: 'silence', durationMs: 1_000 }, this.station.audioOf(`audio of ${id}`, durationMs - 1_000)],
      ...change,
    };
  }

  /** Milliseconds of that broadcast that were heard, and how many of them more than once. */
  sums(broadcastId: string): { ms: number; twiceMs: number } {
    const pieces = this.heard
      .filter((one) => one.broadcastId === broadcastId)
      .map((one) => [one.fromMs, one.fromMs + one.ms]);
    const ms = pieces.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
    let covered = 0;
    let until = 0;
    for (const [from = 0, to = 0] of pieces.sort(([a = 0], [b = 0]) => a - b)) {
      covered += Math.max(0, to - Math.max(from, until));
      until = Math.max(until, to);
    }
    return { ms, twiceMs: ms - covered };
  }
}
