/**
 * A whole commune on a virtual clock: the real station, real village agents, simulated cables between them, and ears at
 * the loudspeakers. What the ears heard is the only witness; tests never ask the station what it believes was played.
 */

import { createHash } from 'node:crypto';
import { begin } from '#approval';
import { type AsRunLine, readAsRun } from '#asrun';
import { readSettings } from '#config';
import type { OpenWire } from '#delivery';
import { registerEndpoint } from '#endpoint';
import { type GateRules, OPEN_RULES } from '#gate';
import {
  type Clock,
  civilOf,
  type Interruption,
  type Kind,
  type Level,
  type Logger,
  type Processes,
  type World,
} from '#kernel';
import type { ChannelEvents } from '#link';
import type { Ffmpeg } from '#media';
import { addArea, addGateVersion, putZone } from '#place';
import { addBulletin, putProgramme } from '#programme';
import {
  type Agent,
  createAgent,
  type Decoder,
  type Sink,
  type StationDoor,
  type StreamEvents,
  type Track,
} from '#speaker';
import { buildStation, type Station } from '#station';
import { type Executor, openStore, type Store } from '#store';
import { approveFramesIn, approveIn, changeIn, EDITOR } from './approval.ts';
import { FakeCopies } from './fake-copies.ts';
import { MemoryFiles } from './memory-files.ts';
import { MortalClock } from './mortal-clock.ts';
import { noWires } from './no-wires.ts';
import { SeededRandom } from './seeded-random.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Something that came out of a loudspeaker. */
export interface Heard {
  readonly broadcastId: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Where in the running order it began. */
  readonly fromMs: number;
  /** The marks of the recordings that began to sound; read by attentive ears only. */
  readonly marks: readonly number[];
}

const FFMPEG: Ffmpeg = { path: 'ffmpeg', version: 'test', source: 'path', hasOpus: true, hasMp3: true };
const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

function worldOf(
  clock: Clock,
  random: SeededRandom,
  files: MemoryFiles,
  logger: Logger,
  encoders: Processes | null = null,
): World {
  const ended = Promise.resolve({ kind: 'not_started', message: 'no processes in this world' } as const);
  const child = { ended, kill: () => undefined, endInput: () => undefined, write: async () => undefined };
  return { clock, random, files, logger, processes: encoders ?? { start: () => child } };
}

/** Writes a token in place of samples: the mark of the recording, which attentive ears read, and silence after it. */
const decoder: (files: MemoryFiles) => Decoder = (files) => ({
  async decode(source, target) {
    const text = Buffer.from((await files.read(source)) ?? []).toString();
    const mark = Number(/^mark (\d+)/.exec(text)?.[1] ?? 0);
    await files.replace(target, new Uint8Array(new Int16Array([mark]).buffer));
    return { ok: true };
  },
});

const FRAMES_PER_MS = 48;
/** The marks in what came out between two instants of a track. */
async function marksIn(track: Track, fromMs: number, toMs: number): Promise<number[]> {
  const [from, to] = [Math.round(fromMs * FRAMES_PER_MS), Math.round(toMs * FRAMES_PER_MS)];
  const samples = new Int16Array(Math.max(0, to - from));
  // What lacks is silence.
  await track.read(from, samples, 0);
  const marks: number[] = [];
  for (const sample of samples) if (sample !== 0) marks.push(sample);
  return marks;
}

/** An ear at the loudspeaker: notes when which broadcast sounded, by the one true clock. */
function earSink(clock: Clock, trueWall: () => number, heard: Heard[], isAttentive: boolean): Sink {
  return {
    name: 'ear',
    start: async () => undefined,
    stop: async () => undefined,
    async play(track, startMonoMs, { signal, fadeOutAtMonoMs, onProgress }) {
      const leftMs = () => (fadeOutAtMonoMs() ?? Number.POSITIVE_INFINITY) - clock.monoMs();
      const waitMs = startMonoMs - clock.monoMs();
      const stopped = (at: number) =>
        ({ renderedMs: 0, gapsMs: 0, startedMonoMs: null, endedMonoMs: at, reason: 'stopped' }) as const;
      if (waitMs > 0 && !(await clock.sleep(waitMs, signal))) return stopped(clock.monoMs());
      if (signal.aborted || leftMs() <= 0) return stopped(clock.monoMs());
      const begun = clock.monoMs();
      const durationMs = track.frames / 48;
      const marks: number[] = [];
      const note = {
        ...{ broadcastId: track.broadcastId, startAt: trueWall(), endAt: trueWall(), fromMs: track.fromMs, marks },
      };
      heard.push(note);
      const done = () => Math.min(durationMs, clock.monoMs() - begun);
      let isGoing = true;
      while (isGoing && durationMs - done() > 0.001) {
        const before = done();
        isGoing = (await clock.sleep(Math.min(200, durationMs - done(), leftMs()), signal)) && leftMs() > 0.001;
        Object.assign(note, { endAt: note.startAt + done() });
        if (isAttentive) marks.push(...(await marksIn(track, before, done())));
        onProgress({ renderedMs: Math.round(done()), gapsMs: 0, startedMonoMs: begun });
      }
      const renderedMs = Math.round(done());
      const reason = durationMs - done() > 0.001 ? 'stopped' : 'complete';
      return { renderedMs, gapsMs: 0, startedMonoMs: begun, endedMonoMs: clock.monoMs(), reason };
    },
  };
}

/** One village: an agent that can be killed, a cable that can be cut, and an ear. */
export class SimVillage {
  readonly endpointId: string;
  readonly name: string;
  readonly heard: Heard[] = [];
  readonly files = new MemoryFiles();
  agent: Agent | null = null;
  readonly #commune: Commune;
  readonly #claimCode: string;
  #clock: MortalClock | null = null;
  #isCut: boolean = false;
  /** What is sent is lost, and neither end is told. */
  #isMute: boolean = false;
  #hangUp: Array<() => void> = [];

  constructor(commune: Commune, endpointId: string, name: string, claimCode: string) {
    this.#commune = commune;
    this.endpointId = endpointId;
    this.name = name;
    this.#claimCode = claimCode;
  }

  async powerOn(): Promise<void> {
    const { clock, random } = this.#commune;
    this.#clock = new MortalClock(clock);
    const world = worldOf(this.#clock, random, this.files, this.#commune.logger);
    await world.files.makeFolder('/speaker');
    const sink = earSink(this.#clock, () => clock.wallMs(), this.heard, this.#commune.isAttentive);
    const door = this.#door(this.#clock);
    const agent = createAgent({
      world,
      door,
      sink,
      decoder: decoder(this.files),
      folder: '/speaker/state',
      died(why) {
        throw new Error(why);
      },
      ffmpegPath: 'ffmpeg',
      claimCode: this.#claimCode,
    });
    this.agent = agent;
    const started = agent.start();
    await clock.runUntil(() => agent.status() !== null, 60_000);
    await started;
  }

  /** kill -9: what was not synced is gone. */
  powerOff(): void {
    if (this.#clock) this.#clock.isDead = true;
    this.#clock = null;
    this.agent = null;
    this.files.crash();
    this.hangUp();
  }

  get isOn(): boolean {
    return this.agent !== null;
  }

  cut(): void {
    this.#isCut = true;
    this.hangUp();
  }

  /** The cable breaks without a word: both ends find out by themselves. */
  breakSilently(): void {
    this.#isCut = true;
    this.#isMute = true;
  }

  mend(): void {
    this.#isCut = false;
    if (!this.#isMute) return;
    this.#isMute = false;
    this.hangUp();
  }

  hangUp(): void {
    for (const close of this.#hangUp.splice(0)) close();
  }

  #door(life: MortalClock): StationDoor {
    const reach = () => (this.#isCut || life.isDead ? null : this.#commune.station);
    return {
      connect: async (events) => {
        const station = reach();
        return station ? this.#call(station, events, life) : null;
      },
      claim: async (code, publicKey) => {
        const station = reach();
        if (!station) return { refused: 'unreachable' };
        const { claimEndpoint } = await import('#endpoint');
        const { house } = station;
        const endpointId = await claimEndpoint(house.store.db, house.world.clock, code, publicKey).catch(() => null);
        return endpointId === null ? { refused: 'claim_wrong' } : { endpointId, stationKey: house.stationKey };
      },
      download: async (sha256, fromByte, audioToken) => {
        const station = reach();
        if (!station) return { status: 0 };
        if (station.house.link.holderOf(audioToken) === null) return { status: 403 };
        const bytes = await this.#commune.files.read(station.house.media.renditionPath(sha256));
        if (!bytes) return { status: 404 };
        return (async function* () {
          yield bytes.subarray(fromByte);
        })();
      },
      stream: async (streamId, audioToken, events) => {
        const station = reach();
        const endpointId = station?.house.link.holderOf(audioToken) ?? null;
        return station && endpointId !== null ? this.#listen(station, streamId, endpointId, events, life) : null;
      },
    };
  }

  /** The second line, on which live sound comes. */
  #listen(station: Station, streamId: string, endpointId: string, speaker: StreamEvents, life: MortalClock) {
    let isOpen = true;
    const commune = this.#commune;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      queueMicrotask(() => {
        if (commune.station === station && !this.#isMute) atStation.closed();
        if (!life.isDead) speaker.closed();
      });
    };
    this.#hangUp.push(close);
    const isLive = () => isOpen && !this.#isMute && commune.station === station && !life.isDead;
    const atStation = station.house.fanOut.accept(streamId, endpointId, {
      send: (lump) => queueMicrotask(() => (isLive() ? speaker.lump(lump) : undefined)),
      bufferedBytes: () => 0,
      close,
    });
    return { close };
  }

  /** Two queues with the cable between them. Either end may vanish without a word. */
  #call(station: Station, speaker: ChannelEvents, life: MortalClock) {
    let isOpen = true;
    const commune = this.#commune;
    const isLive = () => isOpen && !this.#isMute && commune.station === station;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      queueMicrotask(() => {
        if (commune.station === station && !this.#isMute) atStation.closed();
        if (!life.isDead) speaker.closed();
      });
    };
    this.#hangUp.push(close);
    const text = (frame: string | Uint8Array) => (typeof frame === 'string' ? frame : Buffer.from(frame).toString());
    const atStation = station.house.link.accept({
      send: (frame) => queueMicrotask(() => (isLive() && !life.isDead ? speaker.text(text(frame)) : undefined)),
      close,
      bufferedBytes: () => 0,
    });
    return {
      send: (frame: string | Uint8Array) => queueMicrotask(() => (isLive() ? atStation.text(text(frame)) : undefined)),
      close,
      bufferedBytes: () => 0,
    };
  }
}

/** Something to say, ready to air. */
export interface Spoken {
  readonly title: string;
  readonly durationMs: number;
  readonly kind?: Kind;
  readonly interruption?: Interruption;
  /** False: it stays a draft, and nobody hears it. */
  readonly isApproved?: boolean;
  /** What attentive ears hear it by, 1 to 32,767. */
  readonly mark?: number | undefined;
}

export class Commune {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly files = new MemoryFiles();
  /** The database of `station`. */
  store: Store;
  readonly villages: SimVillage[] = [];
  /** Village → its area. */
  readonly areaIds = new Map<string, string>();
  readonly logger: Logger;
  zoneId = '';
  station: Station | null = null;
  /** How far the wall clock of the station's machine is ahead of the true one: somebody set it. */
  stationAheadMs = 0;
  readonly zone: string;
  /** Its ears read what sounds, not only when. */
  readonly isAttentive: boolean;
  readonly copies = new FakeCopies(() => this.files);
  /** When a copy of the station is made each night; empty: never. */
  readonly backupAt: string;
  readonly #encoders: Processes | null;
  readonly #openWire: OpenWire;
  /** Rules that are not written yet. */
  #rules: GateRules | null;
  #life: MortalClock | null = null;

  /**
   * `rules`: what the commune's gate says from today on; unless told otherwise it never closes. `encoders`: what makes
   * frames of a voice; without them nobody can speak live. `openWire`: the wires to encoders of FM stations.
   */
  constructor(options: {
    wallMs: number;
    seed?: number;
    logger?: Logger;
    rules?: GateRules;
    zone?: string;
    encoders?: Processes;
    openWire?: OpenWire;
    /** When a copy of the station is made each night; unless told otherwise never. */
    backupAt?: string;
    /** The database; unless told otherwise a new one in memory. */
    store?: Store;
    /** Ears that read the marks of recordings (see `addRecording`). */
    isAttentive?: boolean;
  }) {
    this.isAttentive = options.isAttentive ?? false;
    this.store = options.store ?? openStore(':memory:');
    this.#openWire = options.openWire ?? noWires;
    this.#encoders = options.encoders ?? null;
    this.backupAt = options.backupAt ?? '';
    this.zone = options.zone ?? 'Asia/Ho_Chi_Minh';
    this.#rules = options.rules ?? OPEN_RULES;
    this.clock = new VirtualClock({ wallMs: options.wallMs });
    this.random = new SeededRandom(options.seed ?? 1);
    this.logger = options.logger ?? quiet;
  }

  /** Starts the station, or starts it again after `kill`. */
  async start(): Promise<Station> {
    this.#life = new MortalClock(this.clock, () => this.stationAheadMs);
    await this.files.makeFolder('/station');
    await this.files.makeFolder('/schedules');
    const world = worldOf(this.#life, this.random, this.files, this.logger, this.#encoders);
    if (this.#rules) await this.setRules(this.#rules);
    const station = await this.#build(world, this.store);
    this.station = station;
    await station.start();
    await this.clock.settle();
    return station;
  }

  /** A second machine with its own database beside the first one. Cables lead to whichever `station` names. */
  async startTwin(store: Store): Promise<Station> {
    const world = worldOf(new MortalClock(this.clock), this.random, this.files, this.logger, this.#encoders);
    const station = await this.#build(world, store);
    await station.start();
    await this.clock.settle();
    return station;
  }

  /** All cables are pulled out and plugged in at another machine. */
  leadTo(station: Station): void {
    this.station = station;
    this.store = station.house.store;
    for (const village of this.villages) village.hangUp();
  }

  #build(world: World, store: Store): Promise<Station> {
    const settings = readSettings({
      ...{ LOAXA_DATA: '/station', LOAXA_SCHEDULES: '/schedules', LOAXA_ZONE: this.zone },
      LOAXA_BACKUP_AT: this.backupAt,
    });
    const fetch = async () => ({ failed: 'unreachable' }) as const;
    const ffmpeg = this.#encoders && FFMPEG;
    return buildStation({
      world,
      settings,
      store,
      ffmpeg,
      version: 'test',
      fetch,
      openWire: this.#openWire,
      makeCopy: this.copies.make,
    });
  }

  /** The commune decides when its loudspeakers may sound, from today on. */
  async setRules(rules: GateRules): Promise<void> {
    const { zone } = this;
    const author = { clock: this.clock, random: this.random, zone, writtenBy: null };
    const from = civilOf(this.clock.wallMs(), zone).date;
    this.#rules = null;
    await this.store.transact((tx) => addGateVersion(tx, author, { areaId: null, from, rules, note: 'quy chế thử' }));
    await this.station?.house.gateChanged();
    await this.clock.settle(6);
  }

  /** kill -9 of the station: its memory is gone, its disk is not, its cables hang loose. */
  kill(): void {
    if (this.#life) this.#life.isDead = true;
    this.station = null;
    for (const village of this.villages) village.hangUp();
  }

  /** Villages with one loudspeaker each, all in one zone. */
  async addVillages(names: readonly string[]): Promise<void> {
    const world = { clock: this.clock, random: this.random };
    await this.store.transact(async (tx) => {
      for (const name of names) {
        const area = await addArea(tx, world, { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null });
        this.areaIds.set(name, area.id);
        const asked = { name, areaId: area.id, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
        const { endpoint, claimCode } = await registerEndpoint(tx, world, asked);
        this.villages.push(new SimVillage(this, endpoint.id, name, claimCode ?? ''));
      }
      const endpointIds = this.villages.map((village) => village.endpointId);
      this.zoneId = (await putZone(tx, world, { name: 'Toàn xã', areaId: null, endpointIds })).id;
    });
    await this.station?.house.gateChanged();
  }

  async powerAllOn(): Promise<void> {
    for (const village of this.villages) await village.powerOn();
    await this.clock.runUntil(() => this.villages.every((village) => village.agent?.status()?.isLinked), 60_000);
  }

  /** Puts a finished recording on the shelf; answers its id. */
  async addRecording({ title, durationMs, mark }: Pick<Spoken, 'title' | 'durationMs' | 'mark'>): Promise<string> {
    const { bytes, sha256 } = await this.#putAudio(title, mark);
    const now = this.clock.wallMs();
    const recordingId = `rec_${sha256.slice(0, 20)}`;
    const recording = {
      ...{ id: recordingId, title, sha256, bytes: bytes.length, container: 'wav' },
      ...({ state: 'ready', measured_by: 'ebur128' } as const),
      ...{ reason_code: null, reason_values: null, duration_ms: durationMs },
      ...{ loudness_lufs: -20, true_peak_dbtp: -6, gain_db: 4, silence_head_ms: 0, silence_tail_ms: 0 },
      ...{ trim_head_ms: 0, trim_tail_ms: 0, peaks: null, warnings: '[]', created_at: now, ready_at: now },
    };
    await this.store.transact(async (tx) => {
      await tx.insertInto('recordings').values(recording).execute();
      for (const format of ['opus', 'mp3'] as const) {
        const made = { sha256, recording_id: recordingId, format, bytes: bytes.length, duration_ms: durationMs };
        await tx
          .insertInto('renditions')
          .values({ ...made, loudness_lufs: -16, created_at: now })
          .execute();
      }
    });
    return recordingId;
  }

  /** A recording is cut otherwise: what sounds from now on has another mark. In the transaction of whoever cuts it. */
  async recut(tx: Executor, recordingId: string, trimHeadMs: number, mark: number): Promise<void> {
    const { bytes, sha256 } = await this.#putAudio(`${recordingId} cut`, mark);
    const cut = tx.updateTable('recordings').set({ trim_head_ms: trimHeadMs });
    await cut.where('id', '=', recordingId).execute();
    const made = tx.updateTable('renditions').set({ sha256, bytes: bytes.length });
    await made.where('recording_id', '=', recordingId).execute();
  }

  async #putAudio(title: string, mark: number | undefined): Promise<{ bytes: Uint8Array; sha256: string }> {
    const bytes = new TextEncoder().encode(mark === undefined ? `audio of ${title}` : `mark ${mark} of ${title}`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.files.makeFolder('/station/renditions');
    await this.files.replace(`/station/renditions/${sha256}`, bytes);
    return { bytes, sha256 };
  }

  /** Puts a finished recording on the shelf and a bulletin around it; answers the bulletin's id. */
  async addBulletin({
    title,
    durationMs,
    mark,
    kind = 'bulletin',
    interruption = 'resume',
    isApproved = true,
  }: Spoken): Promise<string> {
    const world = { clock: this.clock, random: this.random };
    const recordingId = await this.addRecording({ title, durationMs, mark });
    const bulletinId = await this.store.transact(async (tx) => {
      const programme = await putProgramme(tx, world, {
        name: `Chương trình ${title}`,
        kind,
        openingChimeId: null,
        closingChimeId: null,
        repeats: 1,
        pauseMs: 0,
        leadInMs: 0,
        tailMs: 0,
        interruption,
      });
      const bulletin = await addBulletin(tx, world, {
        title,
        programmeId: programme.id,
        recordingId,
        language: 'vi',
        validFrom: null,
        validTo: null,
      });
      await begin(tx, this.clock, bulletin.id, 'bulletin', EDITOR);
      return bulletin.id;
    });
    if (isApproved) await this.approve(bulletinId);
    return bulletinId;
  }

  /** An editor asks, and another person approves it as it is now. */
  approve = (...ids: readonly string[]): Promise<void> => approveIn(this, ids);
  /** These recordings may frame others: chimes, signature tunes, what stands in for a relay. */
  approveFrames = (...recordingIds: readonly string[]): Promise<void> => approveFramesIn(this, recordingIds);
  /** Somebody changes a bulletin: an approval that does not cover it any more holds no more. */
  change = (id: string, work: (tx: Executor) => Promise<unknown>): Promise<void> => changeIn(this, id, work);

  /** An officer asks for a bulletin at an instant; answers the broadcast's id. */
  async ask(bulletinId: string, plannedAt: number, level: Level = 'scheduled', lateMs = 300_000): Promise<string> {
    const playout = this.station?.house.playout;
    if (!playout) throw new Error('the station is down');
    const id = await this.store.transact(async (tx) => {
      const [verdict] = await playout.accept(tx, [
        {
          bulletinId,
          zoneIds: [this.zoneId],
          origin: 'operator',
          level,
          plannedAt,
          notAfter: plannedAt + lateMs,
          title: null,
          askedBy: 'test',
        },
      ]);
      if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
      return verdict.broadcast.id;
    });
    playout.wake();
    await this.clock.settle(6);
    return id;
  }

  log(): Promise<AsRunLine[]> {
    return readAsRun(this.store.db, {}, { limit: 1000, after: 0 });
  }
}
