import { type Clock, newId, type Random, StationError } from '#kernel';
import type { Store } from '#store';
import { endRun, insertRun, type KeptRun, listRuns, markGone } from './backup-store.ts';
import type { Trigger } from './nights.ts';
import type { CopyEnd } from './ports.ts';
import type { LyingCopy } from './shelf.ts';

/** A copy in the folder. What we did not make and try ourselves is not checked, whatever it may be. */
export interface Copy extends LyingCopy {
  /** Null: not made here, or changed since. */
  readonly madeAt: number | null;
  readonly checkedAt: number | null;
  readonly trigger: Trigger | null;
  readonly damagedSounds: number;
}

export type Attempt = Pick<KeptRun, 'trigger' | 'askedBy' | 'beganAt' | 'copy'>;

const problem = { vi: 'trạm dừng hoặc mất điện giữa chừng', en: 'the station went down in the middle' };
const { code, text } = new StationError('BACKUP_FAILED', { problem });
export const INTERRUPTED = { code, text };

/** What was tried and what became of it. Nobody else writes it, so what was read last holds. */
export class CopyBook {
  readonly #world: { readonly clock: Clock; readonly random: Random };
  readonly #store: Store;
  #runs: readonly KeptRun[] = [];
  #lastGoodAt: number | null = null;

  constructor(world: { readonly clock: Clock; readonly random: Random }, store: Store) {
    this.#world = world;
    this.#store = store;
  }

  /** The newest first. */
  get runs(): readonly KeptRun[] {
    return this.#runs;
  }

  /** Of what was there when it was counted last. */
  get lastGoodAt(): number | null {
    return this.#lastGoodAt;
  }

  async read(): Promise<void> {
    this.#runs = await listRuns(this.#store.db);
  }

  async begin(attempt: Attempt): Promise<string> {
    const id = newId('backup', this.#world.clock, this.#world.random);
    await this.#store.transact((tx) => insertRun(tx, { id, ...attempt }));
    await this.read();
    return id;
  }

  /** `why`: for what it was stopped. */
  async end(id: string, end: CopyEnd, why: 'emergency' | 'stop' | null): Promise<void> {
    const endedAt = this.#world.clock.wallMs();
    await this.#store.transact((tx) => endRun(tx, id, { endedAt, ...outcome(end, why) }));
    await this.read();
  }

  /** A copy that could not even be begun: it is told, and tried again later. */
  async missed(attempt: Omit<Attempt, 'copy'>, error: StationError): Promise<void> {
    const id = await this.begin({ ...attempt, copy: '' });
    await this.end(id, { end: 'failed', code: error.code, text: error.text }, null);
  }

  /**
   * Compares what lies in the folder (null: it cannot be seen now) with what was made: a copy that is gone, or has another
   * size, is no copy any more.
   */
  async count(lying: readonly LyingCopy[] | null): Promise<Copy[]> {
    const nowMs = this.#world.clock.wallMs();
    await this.read();
    const good = this.#runs.filter((run) => run.state === 'good' && run.removedAt === null);
    const isThere = (run: KeptRun) =>
      lying?.some(({ name, bytes }) => name === run.copy && bytes === run.bytes) ?? true;
    const gone = good.filter((run) => !isThere(run)).map((run) => run.id);
    if (gone.length > 0) await this.#store.transact((tx) => markGone(tx, gone, nowMs));
    const left = good.filter((run) => !gone.includes(run.id));
    this.#lastGoodAt = left.find((run) => run.beganAt <= nowMs)?.beganAt ?? null;
    const copies = (lying ?? []).map((copy): Copy => {
      const run = left.find((one) => one.copy === copy.name);
      const [madeAt, checkedAt] = [run?.beganAt ?? null, run?.endedAt ?? null];
      return { ...copy, madeAt, checkedAt, trigger: run?.trigger ?? null, damagedSounds: run?.damagedSounds ?? 0 };
    });
    return copies.toSorted((a, b) => (a.name < b.name ? 1 : -1));
  }
}

function outcome(end: CopyEnd, why: 'emergency' | 'stop' | null) {
  if (end.end === 'good') return { state: 'good', bytes: end.bytes, damagedSounds: end.damagedSounds } as const;
  if (end.end === 'failed') return { state: 'failed', problem: { code: end.code, text: end.text } } as const;
  if (why === 'emergency') return { state: 'put_off' } as const;
  return { state: 'interrupted', problem: INTERRUPTED } as const;
}
