/**
 * A commune on the virtual clock without its desk and its drivers: loudspeakers that begin, play and report as ours do,
 * cables that break with or without a word, and receivers that stand in. What happened stands in `book` and `said`.
 */
import type { Broadcast, Delivery } from '#broadcast';
import { registerEndpoint } from '#endpoint';
import { addFmStation, addReceiver, fmSettings, receiverSettings } from '#fm';
import { createHandover, type Handover, type Note } from '#handover';
import type { Bilingual, Level, World } from '#kernel';
import { addArea } from '#place';
import { openStore, type Store } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 10, 23, 5, 0, 0);
const LEAD_MS = 3000;
const TRAVEL_MS = 250;
const SILENT_MS = 45_000;
/** A speaker asks for the time so often. */
const ASK_MS = 5000;

/** What a loudspeaker does with an order. */
export interface Manners {
  /** From the order, or the planned time, to its first sound; Infinity: it never begins. */
  readonly slowMs: number;
}

/** One loudspeaker: what it knows by itself, and what the station knows of it. */
export class ModelSpeaker {
  readonly id: string;
  isCut: boolean = false;
  /** What the station believes. */
  isLinked: boolean = true;
  manners: Manners = { slowMs: 100 };
  /** When the station heard it last, by the monotonic clock. */
  heardMonoMs = 0;
  /** What it has begun: broadcast → when. Kept when its cable is cut. */
  readonly sounded = new Map<string, number>();

  constructor(id: string) {
    this.id = id;
  }
}

export interface ModelVillage {
  readonly name: string;
  readonly areaId: string;
  readonly speakers: readonly ModelSpeaker[];
  /** Null: nobody stands in there. */
  readonly receiverId: string | null;
  readonly thresholdPercent: number;
}

/** What a test asks for. */
export interface Asked {
  readonly level?: Level;
  readonly inMs?: number;
  readonly durationMs?: number;
  readonly lateMs?: number;
  /** The desk orders it so long after its time: something higher has the air. */
  readonly waitMs?: number;
}

export class ModelCommune {
  readonly clock = new VirtualClock({ wallMs: START, drainTurns: 6 });
  readonly store: Store = openStore(':memory:');
  readonly random: SeededRandom;
  readonly villages: ModelVillage[] = [];
  readonly open = new Map<string, Broadcast>();
  readonly book = new Map<string, Delivery[]>();
  readonly notes: Array<Note & { readonly endpointIds: readonly string[]; readonly at: number }> = [];
  readonly errors: string[] = [];
  /** Told of each decision in its instant, whether it can be written down at once or not. */
  onDecided: (broadcastId: string, endpointId: string) => void = () => undefined;
  /** Those that were written down, doubles too. */
  readonly handed: Array<{ readonly broadcastId: string; readonly endpointId: string; readonly at: number }> = [];
  /** Why the FM station cannot be used; null: it can. */
  whyNot: Bilingual | null = null;
  /** How long it takes to write a stand-in down, and how often that fails first. */
  writeMs = 0;
  failures = 0;
  /** House rules that keep it silent, by endpoint. */
  readonly closed = new Set<string>();
  handover: Handover | null = null;
  #serial = 0;
  #fmStationId = '';

  constructor(seed = 1) {
    this.random = new SeededRandom(seed);
  }

  get now(): number {
    return this.clock.wallMs();
  }

  get world(): World {
    const error = (fact: string) => void this.errors.push(fact);
    return {
      ...{ clock: this.clock, random: this.random, files: new MemoryFiles() },
      processes: { start: () => assertNever() },
      logger: { info: () => undefined, warn: () => undefined, error },
    };
  }

  /** A village with so many loudspeakers; `thresholdPercent` null: no FM receivers there. */
  async addVillage(name: string, speakers: number, thresholdPercent: number | null = 50): Promise<ModelVillage> {
    const make = { clock: this.clock, random: this.random };
    const settings = fmSettings.parse({ band: '54-68', frequencyKhz: 62_000, pi: '7001', ps: 'XA MAU' });
    const village = await this.store.transact(async (tx) => {
      const station =
        this.villages.length === 0 ? await addFmStation(tx, make, { name: 'Xã Mẫu', areaId: null, settings }) : null;
      this.#fmStationId = station?.id ?? this.#fmStationId;
      const { id: areaId } = await addArea(tx, make, {
        parentId: null,
        kind: 'thôn',
        name,
        validFrom: null,
        validTo: null,
      });
      const asked = { areaId, gainDb: 0, leadInMs: 0 };
      const ids: string[] = [];
      for (let at = 1; at <= speakers; at += 1) {
        ids.push((await registerEndpoint(tx, make, { ...asked, name: `${name} ${at}`, protocol: 'link' })).endpoint.id);
      }
      if (thresholdPercent === null) return { areaId, ids, receiverId: null };
      const fm = { name: `FM ${name}`, protocol: 'fm', duty: 'stand_in', fmStationId: this.#fmStationId } as const;
      const { endpoint } = await registerEndpoint(tx, make, { ...asked, ...fm });
      await addReceiver(tx, endpoint.id, this.#fmStationId, receiverSettings.parse({ thresholdPercent }));
      return { areaId, ids, receiverId: endpoint.id };
    });
    const { areaId, ids, receiverId } = village;
    const made = { name, areaId, receiverId, thresholdPercent: thresholdPercent ?? 0 };
    const full = { ...made, speakers: ids.map((id) => new ModelSpeaker(id)) };
    this.villages.push(full);
    for (const speaker of full.speakers) void this.#keepAsking(speaker);
    return full;
  }

  /** A new life of the station begins: links come back one after the other. */
  start(): void {
    this.handover = createHandover({ world: this.world, store: this.store, ports: this.#ports() });
    this.handover.start();
  }

  /** The station is gone, the loudspeakers play on. */
  async stop(): Promise<void> {
    const { handover } = this;
    this.handover = null;
    await handover?.stop();
    for (const speaker of this.speakers) speaker.isLinked = false;
  }

  /** Loudspeakers whose cable is whole are back within `withinMs`. */
  comeBack(withinMs: number): void {
    for (const speaker of this.speakers) void this.#rejoin(speaker, this.random.int(100, withinMs));
  }

  get speakers(): ModelSpeaker[] {
    return this.villages.flatMap((village) => village.speakers);
  }

  /** The cable breaks. `isSilent`: the station is not told, and finds out. */
  cut(speaker: ModelSpeaker, isSilent = false): void {
    speaker.isCut = true;
    if (!isSilent) this.#leave(speaker);
  }

  /** The cable is whole again; the link comes back soon after, with what was missed. */
  mend(speaker: ModelSpeaker, afterMs = 500): void {
    speaker.isCut = false;
    void this.#rejoin(speaker, afterMs);
  }

  /** A broadcast is accepted for all loudspeakers of the commune; its course runs by itself. */
  ask({ level = 'scheduled', inMs = 0, durationMs = 60_000, lateMs = 300_000, waitMs = 0 }: Asked = {}): string {
    const id = `bro_${++this.#serial}`;
    const plannedAt = this.now + inMs;
    const broadcast: Broadcast = {
      ...{ id, title: `Tin ${id}`, bulletinId: null, programmeId: null, origin: 'operator', level, kind: 'bulletin' },
      ...{ plannedAt, notAfter: plannedAt + lateMs, interruption: 'resume', state: 'planned', acceptedAt: this.now },
      runningOrder: { items: [{ kind: 'audio', recordingId: 'rec_1', durationMs }], durationMs },
      ...{ endedAt: null, askedBy: null, haltReason: null, cutInAfterMs: null, endBy: null, precedence: 0 },
      ...{ note: null, variants: {} },
    };
    this.open.set(id, broadcast);
    this.book.set(
      id,
      this.speakers.map((speaker) => blank(id, speaker.id)),
    );
    for (const speaker of this.speakers) void this.#course(broadcast, speaker, waitMs);
    this.handover?.wake();
    return id;
  }

  /** Somebody takes it back. */
  halt(id: string): void {
    const broadcast = this.open.get(id);
    if (broadcast) this.open.set(id, { ...broadcast, state: 'cancelled', haltReason: 'taken_back' });
    this.handover?.wake();
  }

  delivery(broadcastId: string, endpointId: string): Delivery {
    const found = this.book.get(broadcastId)?.find((one) => one.endpointId === endpointId);
    if (!found) throw new Error(`${broadcastId} has no delivery on ${endpointId}`);
    return found;
  }

  /** The villages to which a broadcast was handed over, doubles too. */
  standInsOf(broadcastId: string): string[] {
    const nameOf = (id: string) => this.villages.find((village) => village.receiverId === id)?.name ?? id;
    return (this.book.get(broadcastId) ?? []).filter((one) => one.isStandIn).map((one) => nameOf(one.endpointId));
  }

  #ports(): Parameters<typeof createHandover>[0]['ports'] {
    const speakerOf = (id: string) => this.speakers.find((speaker) => speaker.id === id);
    return {
      air: { open: () => [...this.open.values()] },
      deliveriesOf: async (id) => this.book.get(id) ?? [],
      reach: {
        isReachable: (id) => speakerOf(id)?.isLinked ?? false,
        quietMs: (id) => this.clock.monoMs() - (speakerOf(id)?.heardMonoMs ?? 0),
      },
      mayAir: (id) => !this.closed.has(id),
      stations: { isUsable: async () => this.whyNot },
      standIn: (id, endpointIds) => this.#standIn(id, endpointIds),
      note: (endpointIds, note) => void this.notes.push({ ...note, endpointIds, at: this.now }),
    };
  }

  async #standIn(broadcastId: string, endpointIds: readonly string[]): Promise<boolean> {
    for (const endpointId of endpointIds) this.onDecided(broadcastId, endpointId);
    if (this.writeMs > 0) await this.clock.sleep(this.writeMs);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the disk is full');
    }
    const broadcast = this.open.get(broadcastId);
    if (!broadcast || broadcast.haltReason !== null) return false;
    for (const endpointId of endpointIds) {
      const delivery = { ...blank(broadcastId, endpointId), isStandIn: true };
      this.book.get(broadcastId)?.push(delivery);
      this.handed.push({ broadcastId, endpointId, at: this.now });
    }
    return true;
  }

  /** One delivery from its order to its end, as the station and the loudspeaker live it. */
  async #course(broadcast: Broadcast, speaker: ModelSpeaker, waitMs: number): Promise<void> {
    const { id, plannedAt, acceptedAt, runningOrder } = broadcast;
    const knew = speaker.isLinked && !speaker.isCut;
    const dueAt = Math.max(plannedAt + waitMs, acceptedAt + TRAVEL_MS);
    await this.#until(dueAt - LEAD_MS);
    if (this.closed.has(speaker.id) || this.open.get(id)?.haltReason !== null) return;
    const isOrdered = this.handover !== null;
    if (isOrdered) this.#write(id, speaker.id, { state: 'ordered', startAt: dueAt });
    if (isOrdered && this.open.get(id)?.state === 'planned') this.open.set(id, { ...broadcast, state: 'on_air' });
    // With a plan it begins by itself; without one it has to be told.
    if (!knew && (!speaker.isLinked || speaker.isCut)) return;
    if (speaker.manners.slowMs === Number.POSITIVE_INFINITY) return;
    await this.#until(dueAt + speaker.manners.slowMs);
    if (this.open.get(id)?.haltReason !== null) return;
    speaker.sounded.set(id, this.now);
    this.#report(id, speaker);
    await this.clock.sleep(runningOrder.durationMs);
    this.#report(id, speaker);
  }

  /** What the loudspeaker says of a broadcast reaches the station, when it can. */
  #report(id: string, speaker: ModelSpeaker): void {
    const startedAt = speaker.sounded.get(id);
    const broadcast = this.open.get(id);
    if (speaker.isCut || !speaker.isLinked || !this.handover || startedAt === undefined || !broadcast) return;
    const { durationMs } = broadcast.runningOrder;
    const renderedMs = Math.min(durationMs, this.now - startedAt);
    const isOver = renderedMs === durationMs;
    const state = isOver ? 'played' : 'playing';
    const evidence = isOver ? 'E2' : 'E1';
    this.#write(id, speaker.id, { state, evidence, startedAt, renderedMs, ...(isOver && { reason: 'complete' }) });
    speaker.heardMonoMs = this.clock.monoMs();
  }

  #write(broadcastId: string, endpointId: string, change: Partial<Delivery>): void {
    const rows = this.book.get(broadcastId) ?? [];
    const at = rows.findIndex((one) => one.endpointId === endpointId);
    const row = rows[at];
    if (row && !['played'].includes(row.state)) rows[at] = { ...row, ...change };
  }

  #leave(speaker: ModelSpeaker): void {
    if (!speaker.isLinked) return;
    speaker.isLinked = false;
    this.handover?.noteReach(speaker.id, false);
  }

  async #rejoin(speaker: ModelSpeaker, afterMs: number): Promise<void> {
    await this.clock.sleep(afterMs);
    if (speaker.isCut || !this.handover) return;
    speaker.isLinked = true;
    speaker.heardMonoMs = this.clock.monoMs();
    this.handover.noteReach(speaker.id, true);
    for (const id of speaker.sounded.keys()) this.#report(id, speaker);
  }

  /** The small talk of a link, which ends when it is known to be dead. */
  async #keepAsking(speaker: ModelSpeaker): Promise<void> {
    for (;;) {
      if (!speaker.isCut && speaker.isLinked) speaker.heardMonoMs = this.clock.monoMs();
      if (this.clock.monoMs() - speaker.heardMonoMs > SILENT_MS) this.#leave(speaker);
      await this.clock.sleep(ASK_MS);
    }
  }

  async #until(at: number): Promise<void> {
    if (at > this.now) await this.clock.sleep(at - this.now);
  }
}

function assertNever(): never {
  throw new Error('no processes in this world');
}

function blank(broadcastId: string, endpointId: string): Delivery {
  return {
    ...{ id: `del_${broadcastId}_${endpointId}`, broadcastId, endpointId, state: 'planned', evidence: 'E0' },
    ...{ reason: null, startAt: null, startedAt: null, endedAt: null, renderedMs: 0, variant: '', isStandIn: false },
  };
}
