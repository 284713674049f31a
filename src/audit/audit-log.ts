import { type Bilingual, isStationError, type World } from '#kernel';
import { readFact, type Store, storageFault, writeFact } from '#store';
import { countEntries, insertCheckpoint, insertEntries, lastCheckpoint, lastEntry } from './audit-store.ts';
import { type ChainFault, checkTail } from './chain-check.ts';
import { BEGINNING, checkpointAfter, type Signer } from './checkpoint.ts';
import { Copier, type CopyStanding, type Receiver } from './copier.ts';
import { type Act, chained, type Draft, draftOf } from './entry.ts';
import { Flood } from './flood.ts';
import { exportLines, type Span } from './lines.ts';
import { removeOld } from './removal.ts';

export interface AuditParts {
  readonly world: Pick<World, 'clock' | 'logger'>;
  readonly store: Store;
  readonly signer: Signer;
  /** Entries older than so many months go. */
  readonly keepMonths: number;
  /** Who keeps copies elsewhere. */
  readonly receivers?: readonly Receiver[];
}

/** How the log stands, for whoever watches over it. */
export interface AuditStanding {
  /** Broken: where, how, and when that was found. It stays told. */
  readonly broken: (ChainFault & { readonly foundAt: number }) | null;
  /** Entries that wait in memory for the disk, and how many found no room there. */
  readonly waiting: number;
  readonly lost: number;
  readonly problem: Bilingual | null;
  readonly copies: readonly CopyStanding[];
}

const TICK_MS = 15_000;
const CHECKPOINT_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_WAITING = 5000;
const BATCH = 200;
const BROKEN = 'audit_broken';
const STRANGERS = { burst: 60, perHour: 200 };
const KNOWN = { burst: 600, perHour: 1200 };

interface Waiting {
  readonly draft: Draft;
  tried(isWritten: boolean): void;
}

/**
 * The audit log. Whoever notes never waits and never fails; whoever records waits until the entry is on the disk, or until
 * the disk has refused it: then it stays in memory and is written later. Nothing here stops the air.
 */
export class AuditLog {
  readonly #parts: AuditParts;
  readonly #strangers = new Flood(STRANGERS);
  readonly #known = new Flood(KNOWN);
  #waiting: Waiting[] = [];
  #lost = 0;
  #lostSince = 0;
  #writing: Promise<void> | null = null;
  #problem: Bilingual | null = null;
  #broken: AuditStanding['broken'] = null;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #signedMonoMs = 0;
  #trimmedMonoMs = Number.NEGATIVE_INFINITY;
  readonly #copiers: readonly Copier[];

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.#copiers = (parts.receivers ?? []).map((one) => new Copier(parts.world, parts.store, one));
  }

  /** Checks the chain from the last checkpoint, tells a broken one loudly, and begins to sign. */
  async start(): Promise<void> {
    const { world, store, signer } = this.#parts;
    this.#stopping = new AbortController();
    try {
      const known = await readFact(store.db, BROKEN);
      if (known !== null) this.#broken = JSON.parse(known) as AuditStanding['broken'];
      const fault = await checkTail(store.db, signer.publicKey);
      if (fault) await this.#tellBroken(fault);
    } catch (error) {
      world.logger.error('the audit log could not be checked', { error: String(error) });
    }
    this.#signedMonoMs = world.clock.monoMs();
    this.#loop = this.#keepTime(this.#stopping.signal);
    for (const copier of this.#copiers) copier.start();
  }

  /** Writes and signs what is left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    this.#noteFloods();
    await this.flush();
    await this.sign();
    await Promise.all(this.#copiers.map((copier) => copier.stop()));
  }

  /** Takes down what was done. Returns at once. */
  note(act: Act): void {
    void this.record(act);
  }

  /** The same; true once it is on the disk, false when the disk does not take it now. Never rejects. */
  record(act: Act): Promise<boolean> {
    const { clock } = this.#parts.world;
    return new Promise((tried) => {
      if (this.#waiting.length >= MOST_WAITING) {
        if (this.#lost === 0) this.#lostSince = clock.wallMs();
        this.#lost += 1;
        return tried(false);
      }
      this.#waiting.push({ draft: draftOf(act, clock.wallMs()), tried });
      this.#writing ??= this.#write();
    });
  }

  /** Something was refused: floods of it are summed up, so that nobody fills the disk with them. */
  async refused(act: Act): Promise<void> {
    const isKnown = act.who !== undefined && act.who.kind !== 'nobody';
    const flood = isKnown ? this.#known : this.#strangers;
    if (flood.admits(act, this.#parts.world.clock.monoMs())) await this.record(act);
  }

  /** Waits until everything that was noted is on the disk, or was refused by it. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
    await this.#writing;
  }

  /** Signs what is not signed yet. Answers false when the disk does not take it. */
  async sign(): Promise<boolean> {
    const { store, signer, world } = this.#parts;
    this.#signedMonoMs = world.clock.monoMs();
    try {
      await store.db.transaction().execute(async (tx) => {
        const [before, head] = [(await lastCheckpoint(tx)) ?? BEGINNING, await lastEntry(tx)];
        if (head.seq <= before.seq) return;
        const entries = await countEntries(tx, before.seq, head.seq);
        await insertCheckpoint(tx, checkpointAfter(before, head, entries, signer, world.clock.wallMs()));
      });
      this.#tell();
      return true;
    } catch (error) {
      world.logger.error('the audit log was not signed', { error: String(error) });
      return false;
    }
  }

  /** Everything, or a span, as lines that verify by themselves; what was noted until now is in it, and signed. */
  async *lines(span: Span, station: string): AsyncGenerator<string> {
    const { store, signer, world } = this.#parts;
    await this.flush();
    await this.sign();
    yield* exportLines(store.db, span, { at: world.clock.wallMs(), station }, signer);
  }

  standing(): AuditStanding {
    const copies = this.#copiers.map((copier) => copier.standing());
    return { broken: this.#broken, waiting: this.#waiting.length, lost: this.#lost, problem: this.#problem, copies };
  }

  #tell(): void {
    for (const copier of this.#copiers) copier.wake();
  }

  async #tellBroken({ seq, problem }: ChainFault): Promise<void> {
    const { world, store } = this.#parts;
    world.logger.error('THE AUDIT LOG WAS TAMPERED WITH OR DAMAGED', { seq, problem: problem.en });
    if (this.#broken?.seq === seq) return;
    this.#broken = { seq, problem, foundAt: world.clock.wallMs() };
    await writeFact(store.db, BROKEN, JSON.stringify(this.#broken));
    this.note({ what: 'chainBroken', outcome: 'CHAIN_BROKEN', on: { seq }, detail: { problem: problem.vi } });
  }

  async #write(): Promise<void> {
    const { store, world } = this.#parts;
    // What comes in the same turn is written together.
    await null;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      const lost = this.#lost;
      const draft = draftOf(
        { what: 'entriesLost', detail: { count: lost, since: this.#lostSince } },
        world.clock.wallMs(),
      );
      const drafts = [...batch.map((one) => one.draft), ...(lost > 0 ? [draft] : [])];
      try {
        await store.db.transaction().execute(async (tx) => {
          const [head, signed] = [await lastEntry(tx), await lastCheckpoint(tx)];
          // Were signed entries taken away, their numbers are not given out again: the gap stays to be seen.
          const last = { seq: Math.max(head.seq, signed?.seq ?? 0), hash: head.hash };
          await insertEntries(tx, chained(last, drafts, world.clock.wallMs()));
        });
        this.#problem = null;
        this.#lost -= lost;
        this.#waiting = this.#waiting.slice(batch.length);
        for (const one of batch) one.tried(true);
        this.#tell();
      } catch (error) {
        this.#refusedByDisk(error);
        break;
      }
    }
    this.#writing = null;
  }

  #refusedByDisk(error: unknown): void {
    const { logger } = this.#parts.world;
    if (!this.#problem) logger.error('the audit log is not written: it waits in memory', { error: String(error) });
    const fault = storageFault(error) ?? error;
    this.#problem = isStationError(fault) ? fault.text : { vi: 'không ghi được', en: 'it cannot be written' };
    // Nobody waits for a disk that says no: what is kept in memory is tried again later.
    for (const one of this.#waiting) one.tried(false);
  }

  #noteFloods(): void {
    for (const [what, flood] of [
      ['strangersRefused', this.#strangers],
      ['requestsRefused', this.#known],
    ] as const) {
      const detail = flood.summary();
      if (detail) this.note({ what, outcome: 'REFUSED', detail });
    }
  }

  async #keepTime(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts.world;
    while (await clock.sleep(TICK_MS, signal)) {
      await this.flush();
      if (clock.monoMs() - this.#signedMonoMs < CHECKPOINT_EVERY_MS) continue;
      this.#noteFloods();
      await this.flush();
      await this.sign();
      if (clock.monoMs() - this.#trimmedMonoMs < DAY_MS) continue;
      this.#trimmedMonoMs = clock.monoMs();
      await removeOld(this.#parts.store, clock, this.#parts.keepMonths).catch((error: unknown) =>
        logger.error('old audit entries were not removed', { error: String(error) }),
      );
    }
  }
}
