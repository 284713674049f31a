import { posix } from 'node:path';
import type { Clock, Files, Logger } from '#kernel';
import type { Report } from '#link';
import { Journal } from './journal.ts';
import { emptyRecollection, type Fact, type Recollection, recall, wholeOf } from './recollection.ts';

const DAY_MS = 86_400_000;
/** How long a speaker remembers what it has played. */
const REMEMBERED_MS = 14 * DAY_MS;

/** What the speaker knows, kept through power cuts. What is added counts at once and is on disk a moment later. */
export class Memory {
  readonly known: Recollection;
  readonly #journal: Journal;
  #toldSafely: number;

  private constructor(known: Recollection, journal: Journal) {
    this.known = known;
    this.#journal = journal;
    this.#toldSafely = known.nextSeq - 1;
  }

  /** Reads what an earlier life left in `folder`, as far as it is whole. */
  static async open(files: Files, folder: string, logger: Logger, clock: Clock): Promise<Memory> {
    const known = emptyRecollection(Math.max(1, Math.floor(clock.wallMs())));
    const summary = () => {
      forget(known, (known.clock?.at ?? clock.wallMs()) - REMEMBERED_MS);
      return JSON.stringify({ is: 'all', all: wholeOf(known) } satisfies Fact);
    };
    const journal = new Journal(files, posix.join(folder, 'memory.journal'), logger, summary);
    for (const text of await journal.read()) recall(known, JSON.parse(text) as Fact);
    await journal.rewrite();
    return new Memory(known, journal);
  }

  /** Removes what an earlier speaker left in `folder`. */
  static async erase(files: Files, folder: string): Promise<void> {
    for (const name of ['memory.journal', 'memory.journal.copy']) await files.remove(posix.join(folder, name));
  }

  /** Reports up to this number are on disk, or can only be told from here. */
  get toldSafely(): number {
    return this.#toldSafely;
  }

  /** Takes facts in. Resolves when they would survive a power cut, or the disk would not take them. */
  async add(...facts: readonly Fact[]): Promise<void> {
    let done: Promise<boolean> = Promise.resolve(true);
    for (const fact of facts) {
      recall(this.known, fact);
      done = this.#journal.append(JSON.stringify(fact));
    }
    // A full disk must not silence the village: what could not be written is kept in mind and written later.
    await done;
  }

  /** Puts a report where it stays until the station has it. */
  async tell(report: Report, at: number): Promise<void> {
    const seq = this.known.nextSeq;
    await this.add({ is: 'told', seq, report, at });
    this.#toldSafely = Math.max(this.#toldSafely, seq);
  }

  async close(): Promise<void> {
    await this.#journal.rewrite();
    await this.#journal.close();
  }
}

function forget(known: Recollection, oldest: number): void {
  for (const [id, begun] of known.begun) {
    if (begun.endedAt !== null && begun.endedAt < oldest && !known.plan.has(id)) known.begun.delete(id);
  }
  for (const [sha256, at] of known.usedAt) if (at < oldest) known.usedAt.delete(sha256);
}
