import type { Bilingual, World } from '#kernel';
import { readFact, type Store, writeFact } from '#store';
import { lastEntry } from './audit-store.ts';
import { nextLines, type Place } from './lines.ts';

/** Somewhere off the box where lines go. */
export interface Receiver {
  readonly name: 'file' | 'syslog' | 'http';
  /** Where that is, for people to read. */
  readonly target: string;
  /** Returns when the receiver has them, as far as it can tell; throws when it does not take them. */
  take(lines: readonly string[]): Promise<void>;
}

export interface CopyStanding {
  readonly name: Receiver['name'];
  readonly target: string;
  readonly copiedSeq: number;
  /** How many entries it does not have yet. */
  readonly behind: number;
  readonly problem: Bilingual | null;
  /** Since when it takes nothing. */
  readonly since: number | null;
}

const BATCH = 100;
const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 300_000;
const IDLE_MS = 30_000;
/** A receiver that says nothing for so long is asked again. */
const PATIENCE_MS = 20_000;

/**
 * Brings entries and checkpoints to one receiver, in their order. The database is the queue: memory holds a batch, a dead
 * receiver delays nobody, and after a pause or a restart it goes on behind the last line that was taken. What was under way
 * when the power failed is sent twice.
 */
export class Copier {
  readonly #world: Pick<World, 'clock' | 'logger'>;
  readonly #store: Store;
  readonly #receiver: Receiver;
  #place: Place = { seq: 0, number: 0 };
  #known = 0;
  #problem: string | null = null;
  #since: number | null = null;
  #stopping = new AbortController();
  #nap = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(world: Pick<World, 'clock' | 'logger'>, store: Store, receiver: Receiver) {
    this.#world = world;
    this.#store = store;
    this.#receiver = receiver;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#loop = this.#keepCopying(this.#stopping.signal);
  }

  /** Sends nothing more; what is missing goes after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    await this.#loop;
  }

  /** There is news: looks soon, unless the receiver is being left alone. */
  wake(): void {
    if (this.#problem === null) this.#nap.abort();
  }

  standing(): CopyStanding {
    const { name, target } = this.#receiver;
    const why = this.#problem;
    const problem = why === null ? null : { vi: `không nhận: ${why}`, en: `it takes nothing: ${why}` };
    const behind = Math.max(0, this.#known - this.#place.seq);
    return { name, target, copiedSeq: this.#place.seq, behind, problem, since: this.#since };
  }

  async #keepCopying(stopping: AbortSignal): Promise<void> {
    const { clock, logger } = this.#world;
    const { name } = this.#receiver;
    let restMs = FIRST_REST_MS;
    let isPlaced = false;
    while (!stopping.aborted) {
      this.#nap = new AbortController();
      let napMs = IDLE_MS;
      try {
        if (!isPlaced) this.#place = JSON.parse((await readFact(this.#store.db, fact(name))) ?? '{"seq":0,"number":0}');
        isPlaced = true;
        if (await this.#copyBatch(stopping)) continue;
        [restMs, this.#problem, this.#since] = [FIRST_REST_MS, null, null];
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (this.#problem !== problem) logger.error('the audit log is not copied', { receiver: name, problem });
        this.#problem = problem;
        this.#since ??= clock.wallMs();
        [napMs, restMs] = [restMs, Math.min(LONGEST_REST_MS, restMs * 2)];
      }
      // No timer is longer than half a minute; a longer rest is several of them.
      for (let left = napMs; left > 0 && !stopping.aborted && !this.#nap.signal.aborted; left -= IDLE_MS)
        await clock.sleep(Math.min(left, IDLE_MS), this.#nap.signal);
    }
  }

  /** True when something was copied: there may be more. */
  async #copyBatch(stopping: AbortSignal): Promise<boolean> {
    const { db } = this.#store;
    this.#known = (await lastEntry(db)).seq;
    const { lines, at } = await nextLines(db, this.#place, this.#known, BATCH);
    if (lines.length === 0) return false;
    const late = new AbortController();
    const onStop = () => late.abort();
    stopping.addEventListener('abort', onStop, { once: true });
    const tooLate = this.#world.clock.sleep(PATIENCE_MS, late.signal).then(() => {
      throw new Error(stopping.aborted ? 'stopped' : `no answer in ${PATIENCE_MS / 1000} s`);
    });
    tooLate.catch(() => undefined);
    try {
      await Promise.race([this.#receiver.take(lines), tooLate]);
    } finally {
      stopping.removeEventListener('abort', onStop);
      late.abort();
    }
    this.#place = at;
    [this.#problem, this.#since] = [null, null];
    // On a full disk the place is only known in memory: after a restart some lines go twice.
    await writeFact(db, fact(this.#receiver.name), JSON.stringify(at)).catch(() => undefined);
    return true;
  }
}

const fact = (name: string) => `audit_copy_${name}`;
