import { type Clock, type Files, isStationError, type Logger, type World } from '#kernel';
import type { PlanEntry, Report } from '#link';
import type { AudioShelf } from './audio-shelf.ts';
import { Backoff } from './backoff.ts';
import type { Decoder } from './decoder.ts';
import { download } from './download.ts';
import type { Memory } from './memory.ts';
import { Nudge } from './nudge.ts';
import { FRAME_BYTES, framesOf } from './pcm.ts';
import type { StationDoor } from './station-door.ts';
import type { StationTime } from './station-time.ts';
import { type AudioItem, audioOf, openEntries, type Wanted, wantedAudio } from './wanted.ts';

type PlaceFailure = Extract<Report, { event: 'place_failed' }>['reason'];

const HOUR_MS = 3_600_000;
/** Audio that sounded is kept so long after the plan let go of it: bulletins are repeated. */
const KEPT_MS = 72 * HOUR_MS;
/** A station that has just started may send an empty plan first: what it does not name is not thrown away at once. */
const CLEAR_AFTER_MS = 600_000;
/** Room that audio never takes, so that the journal can always be written. */
const RESERVE_BYTES = 16_777_216;
/** So many failures of one file are told to the station. It is tried further, but seldom. */
const TRIES_BEFORE_TOLD = 5;
const SELDOM_MS = 300_000;
/** What will sound within this time is read through once more. */
const CHECK_AHEAD_MS = 120_000;
const CHECKED_FOR_MS = 1_800_000;
/** So often the bank is read through, whose time nobody knows. */
const BANK_CHECKED_FOR_MS = 6 * HOUR_MS;

const DECODE_FAILURES = {
  aborted: 'aborted',
  damaged: 'damaged',
  storage_full: 'speaker_storage_full',
  unavailable: 'not_placed',
} as const;

interface Trouble {
  readonly backoff: Backoff;
  tries: number;
  retryMonoMs: number;
  why: PlaceFailure | 'unreachable';
}

/** Brings the audio of the bank and of the plan onto the disk ahead of its time, and says when it is there. */
export class Placement {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #files: Files;
  readonly #logger: Logger;
  readonly #door: StationDoor;
  readonly #decoder: Decoder;
  readonly #shelf: AudioShelf;
  readonly #memory: Memory;
  readonly #time: StationTime;
  readonly #audioToken: () => string | null;
  readonly #tell: (report: Report) => Promise<void>;
  /** Called when audio became ready or was lost. */
  readonly #changed: () => void;
  readonly #nudge: Nudge;
  readonly #troubles = new Map<string, Trouble>();
  readonly #checkedMonoMs = new Map<string, number>();
  #work: { readonly sha256: string; readonly over: AbortController } | null = null;
  /** A plan came in this life: only then is it known what nobody needs any more. */
  #knowsPlan: boolean;
  /** When audio that nobody needs any more is removed, by the monotonic clock. */
  #clearMonoMs = Number.POSITIVE_INFINITY;

  constructor(parts: {
    world: World;
    door: StationDoor;
    decoder: Decoder;
    shelf: AudioShelf;
    memory: Memory;
    time: StationTime;
    audioToken: () => string | null;
    tell: (report: Report) => Promise<void>;
    changed: () => void;
  }) {
    this.#world = parts.world;
    this.#clock = parts.world.clock;
    this.#files = parts.world.files;
    this.#logger = parts.world.logger;
    this.#door = parts.door;
    this.#decoder = parts.decoder;
    this.#shelf = parts.shelf;
    this.#memory = parts.memory;
    this.#time = parts.time;
    this.#audioToken = parts.audioToken;
    this.#tell = parts.tell;
    this.#changed = parts.changed;
    this.#nudge = new Nudge(parts.world.clock);
    this.#knowsPlan = false;
  }

  /** True when every sound of that entry can be put on air. */
  isPlaced(entry: PlanEntry): boolean {
    return audioOf(entry).every((item) => this.#shelf.isReady(item.sha256));
  }

  /** A new plan came, or a new bank. */
  planned(order: 'plan' | 'house'): void {
    if (order === 'plan') this.#knowsPlan = true;
    this.#clearMonoMs = Math.min(this.#clearMonoMs, this.#clock.monoMs() + CLEAR_AFTER_MS);
    this.look();
  }

  /** The link came up: what only failed for want of it is tried at once. */
  linked(): void {
    for (const [sha256, trouble] of this.#troubles) if (trouble.why === 'unreachable') this.#troubles.delete(sha256);
    this.look();
  }

  /** Something changed: the plan, the link, or a sound that turned out to be damaged. */
  look(): void {
    const soonest = this.#wanted().find(({ item }) => !this.#shelf.isReady(item.sha256) && this.#isTime(item.sha256));
    // What is needed sooner goes first; the other keeps its bytes and goes on later.
    if (this.#work && soonest && soonest.item.sha256 !== this.#work.sha256) this.#work.over.abort();
    this.#nudge.nudge();
  }

  /** Works until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#tellPlaced();
        if (this.#clock.monoMs() >= this.#clearMonoMs) await this.#clear(KEPT_MS);
        if (await this.#step(signal)) continue;
      } catch (error) {
        this.#logger.error('audio could not be placed', { why: String(error) });
      }
      await this.#nudge.wait(this.#idleMs(), signal);
    }
  }

  /** Does one thing; false when there is nothing to do now. */
  async #step(signal: AbortSignal): Promise<boolean> {
    const wanted = this.#wanted();
    const missing = wanted.find(({ item }) => !this.#shelf.isReady(item.sha256) && this.#isTime(item.sha256));
    if (missing) {
      await this.#place(missing.item, signal);
      this.#changed();
      return true;
    }
    const unchecked = wanted.find((one) => this.#isToCheck(one));
    if (!unchecked) return false;
    const { sha256 } = unchecked.item;
    const isWhole = await this.#working(sha256, signal, (over) => this.#shelf.check(sha256, over));
    // Broken off for what is needed sooner: it is checked again later.
    if (isWhole === null) return true;
    this.#checkedMonoMs.set(sha256, this.#clock.monoMs());
    if (isWhole) return true;
    this.#logger.warn('audio was damaged on the disk; it is made again', { sha256 });
    this.#changed();
    return true;
  }

  async #place(item: AudioItem, signal: AbortSignal): Promise<void> {
    const { sha256 } = item;
    const why = await this.#working(sha256, signal, (over) => this.#fetchAndDecode(item, over));
    if (why === null) {
      this.#troubles.delete(sha256);
      this.#checkedMonoMs.set(sha256, this.#clock.monoMs());
    } else if (why !== 'aborted') {
      await this.#failed(sha256, why);
    }
  }

  /** Works at one file; `look` breaks it off when another is needed sooner. */
  async #working<Result>(
    sha256: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const over = new AbortController();
    const end = () => over.abort();
    signal.addEventListener('abort', end);
    this.#work = { sha256, over };
    try {
      return await work(over.signal);
    } finally {
      this.#work = null;
      signal.removeEventListener('abort', end);
    }
  }

  /** Null when the sound is ready, else why it is not. */
  async #fetchAndDecode(
    item: AudioItem,
    signal: AbortSignal,
  ): Promise<PlaceFailure | 'unreachable' | 'aborted' | null> {
    const { sha256, durationMs } = item;
    const soundBytes = framesOf(durationMs) * FRAME_BYTES;
    try {
      if ((await this.#files.freeBytes(this.#shelf.folder)) < item.bytes + soundBytes + RESERVE_BYTES) {
        await this.#clear(0);
        if ((await this.#files.freeBytes(this.#shelf.folder)) < item.bytes + soundBytes + RESERVE_BYTES) {
          return 'speaker_storage_full';
        }
      }
      if (!(await this.#shelf.hasSource(sha256))) {
        const token = this.#audioToken();
        if (token === null) return 'unreachable';
        const end = await download(this.#world, this.#door, this.#shelf, item, token, signal);
        if (end !== 'whole') return end;
      }
      const decoded = await this.#decoder.decode(
        this.#shelf.path(sha256),
        this.#shelf.path(sha256, '.pcm.part'),
        durationMs,
        signal,
      );
      if (decoded.ok) {
        await this.#shelf.adoptSound(sha256);
        return null;
      }
      await this.#files.remove(this.#shelf.path(sha256, '.pcm.part'));
      return DECODE_FAILURES[decoded.why];
    } catch (error) {
      if (isStationError(error, 'STORAGE_FULL')) return 'speaker_storage_full';
      this.#logger.warn('audio could not be written', { sha256, why: String(error) });
      return 'not_placed';
    }
  }

  async #failed(sha256: string, why: PlaceFailure | 'unreachable'): Promise<void> {
    const trouble = this.#troubles.get(sha256) ?? {
      backoff: new Backoff(this.#world.random, 1_000, 60_000),
      tries: 0,
      retryMonoMs: 0,
      why,
    };
    // Only equal failures add up: a bad line in between does not make a file damaged.
    trouble.tries = trouble.why === why ? trouble.tries + 1 : 1;
    trouble.why = why;
    const isTold = why === 'speaker_storage_full' || trouble.tries >= TRIES_BEFORE_TOLD;
    const waitMs = isTold && why === 'damaged' ? SELDOM_MS : trouble.backoff.nextMs();
    trouble.retryMonoMs = this.#clock.monoMs() + waitMs;
    this.#troubles.set(sha256, trouble);
    this.#logger.warn('audio was not placed', { sha256, why, tries: trouble.tries });
    // Without a link nobody can place anything; the end of the broadcast will say so if it comes to that.
    if (!isTold || why === 'unreachable') return;
    for (const entry of this.#open()) {
      if (this.#memory.known.placing.get(entry.broadcastId) === why) continue;
      if (!audioOf(entry).some((item) => item.sha256 === sha256)) continue;
      await this.#tell({ event: 'place_failed', broadcastId: entry.broadcastId, reason: why });
    }
  }

  async #tellPlaced(): Promise<void> {
    for (const entry of this.#open()) {
      const told = this.#memory.known.placing.get(entry.broadcastId);
      if (told !== 'placed' && this.#memory.known.plan.has(entry.broadcastId) && this.isPlaced(entry)) {
        await this.#tell({ event: 'placed', broadcastId: entry.broadcastId });
      }
    }
  }

  async #clear(keptMs: number): Promise<void> {
    const now = this.#time.nowMs();
    if (!this.#knowsPlan || now === null) return;
    this.#clearMonoMs = Number.POSITIVE_INFINITY;
    const kept = new Set(this.#wanted().map(({ item }) => item.sha256));
    for (const [sha256, at] of this.#memory.known.usedAt) if (now - at < keptMs) kept.add(sha256);
    await this.#shelf.clear(kept);
  }

  #open(): PlanEntry[] {
    return openEntries(this.#memory.known);
  }

  #wanted(): Wanted[] {
    return wantedAudio(this.#memory.known, this.#time.nowMs());
  }

  #isTime(sha256: string): boolean {
    return (this.#troubles.get(sha256)?.retryMonoMs ?? 0) <= this.#clock.monoMs();
  }

  #isToCheck({ item, dueAt }: Wanted): boolean {
    if (!this.#shelf.isReady(item.sha256)) return false;
    if (dueAt !== null && dueAt > (this.#time.nowMs() ?? 0) + CHECK_AHEAD_MS) return false;
    const checkedMonoMs = this.#checkedMonoMs.get(item.sha256);
    const checkedForMs = dueAt === null ? BANK_CHECKED_FOR_MS : CHECKED_FOR_MS;
    return checkedMonoMs === undefined || this.#clock.monoMs() - checkedMonoMs >= checkedForMs;
  }

  #idleMs(): number {
    const monoMs = this.#clock.monoMs();
    let idleMs = Math.min(30_000, Math.max(1_000, this.#clearMonoMs - monoMs));
    for (const { item } of this.#wanted()) {
      const trouble = this.#shelf.isReady(item.sha256) ? undefined : this.#troubles.get(item.sha256);
      if (trouble) idleMs = Math.min(idleMs, Math.max(1, trouble.retryMonoMs - monoMs));
    }
    return idleMs;
  }
}
