import { type Bilingual, isStationError, notFound, StationError, type World } from '#kernel';
import type { Store } from '#store';
import { type Copy, CopyBook, INTERRUPTED } from './copy-book.ts';
import { copyNameAt, isCopyName } from './copy-names.ts';
import { DownloadLinks } from './download-links.ts';
import { isLate, nextRun, type Trigger, tooMany } from './nights.ts';
import type { BackupPorts, CopyEnd, Progress } from './ports.ts';
import { removeUnproved } from './prove.ts';
import { Shelf, type ShelfState } from './shelf.ts';
import { sinceOf } from './since.ts';

const LOOK_MS = 30_000;
/** While a copy is made an emergency is looked for so often. */
const WATCH_MS = 1000;
/** So often it is looked whether the copies are still there. */
const COUNT_MS = 10 * 60_000;

export interface KeeperSettings {
  readonly folder: string;
  /** False: the folder is ours, in the data folder. */
  readonly isNamed: boolean;
  readonly at: string | null;
  readonly zone: string;
  readonly keep: number;
  readonly leaveFreeBytes: number;
  readonly passphraseFile: string | null;
  readonly warnDays: number;
}

export interface KeeperParts {
  readonly world: World;
  readonly store: Store;
  readonly settings: KeeperSettings;
  readonly ports: BackupPorts;
}

export interface KeeperStanding {
  readonly running: { readonly trigger: Trigger; readonly beganAt: number; readonly progress: Progress | null } | null;
  /** A copy was put off by an emergency, and is begun again by itself. */
  readonly isPutOff: boolean;
  readonly isEmergency: boolean;
  readonly shelf: { readonly folder: string; readonly isNamed: boolean; readonly state: ShelfState };
  readonly freeBytes: number | null;
  readonly isFull: boolean;
  readonly copies: readonly Copy[];
  readonly lastGoodAt: number | null;
  readonly isLate: boolean;
  /** The last attempt, when it went wrong. */
  readonly failure: { readonly at: number; readonly trigger: Trigger; readonly text: Bilingual } | null;
}

interface Running {
  readonly trigger: Trigger;
  readonly beganAt: number;
  readonly stopping: AbortController;
  progress: Progress | null;
  why: 'emergency' | 'stop' | null;
}

/** Makes copies when somebody asks and every night, one at a time and never during an emergency, and keeps some of them. */
export class BackupKeeper {
  readonly #parts: KeeperParts;
  readonly #shelf: Shelf;
  readonly #links: DownloadLinks;
  readonly #book: CopyBook;
  #running: Running | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopping = new AbortController();
  #nap = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #startedMonoMs = 0;
  #alarmMonoMs = Number.NEGATIVE_INFINITY;
  #countedMonoMs = Number.NEGATIVE_INFINITY;
  #sinceMs = 0;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    const { folder, isNamed } = parts.settings;
    this.#shelf = new Shelf({ world: parts.world, store: parts.store, folder, isNamed });
    this.#links = new DownloadLinks(parts.world);
    this.#book = new CopyBook(parts.world, parts.store);
  }

  /** Settles what the last life left in the middle, then keeps watch. */
  async start(): Promise<void> {
    const { world, store } = this.#parts;
    this.#stopping = new AbortController();
    this.#startedMonoMs = world.clock.monoMs();
    this.#sinceMs = await sinceOf(store, world.clock);
    await this.#settle().catch((error: unknown) => this.#grumble(error));
    this.#loop = this.#watch(this.#stopping.signal);
  }

  /** A copy that is being made is broken off. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    this.#breakOff('stop');
    await this.#loop;
    await this.#work;
  }

  /** Something on the air changed: look for an emergency now. */
  wake(): void {
    if (this.#running) this.#nap.abort();
  }

  /**
   * Begins a copy because a person asks; it goes on by itself. Throws BACKUP_RUNNING, BACKUP_EMERGENCY, BACKUP_DISK_ABSENT,
   * BACKUP_DISK_OTHER.
   */
  async begin(askedBy: string, takesAnyDisk: boolean): Promise<void> {
    if (this.#running) throw new StationError('BACKUP_RUNNING');
    if (this.#parts.ports.isEmergency()) throw new StationError('BACKUP_EMERGENCY');
    await this.#begin('person', askedBy, takesAnyDisk);
  }

  async standing(): Promise<KeeperStanding> {
    const { settings, ports } = this.#parts;
    const state = await this.#shelf.state();
    const freeBytes = await this.#shelf.freeBytes();
    const copies = await this.#count();
    const [last] = this.#book.runs;
    const failed = last !== undefined && (last.state === 'failed' || last.state === 'interrupted') ? last : null;
    return {
      running: this.#running && { ...this.#running },
      isPutOff: !this.#running && last?.state === 'put_off',
      isEmergency: ports.isEmergency(),
      shelf: { folder: this.#shelf.folder, isNamed: settings.isNamed, state },
      freeBytes,
      isFull: freeBytes !== null && freeBytes < settings.leaveFreeBytes,
      copies,
      ...this.health(),
      failure: failed && {
        ...{ at: failed.endedAt ?? failed.beganAt, trigger: failed.trigger },
        text: failed.problem?.text ?? INTERRUPTED.text,
      },
    };
  }

  /** The short word on it. Answers at once. */
  health(): { readonly lastGoodAt: number | null; readonly isLate: boolean } {
    const { lastGoodAt } = this.#book;
    const nowMs = this.#parts.world.clock.wallMs();
    return { lastGoodAt, isLate: isLate(nowMs, lastGoodAt, this.#sinceMs, this.#parts.settings.warnDays) };
  }

  /** A link that opens this copy once for this person. Throws NOT_FOUND. */
  async linkTo(name: string, owner: string): Promise<string> {
    await this.#find(name);
    return this.#links.give(name, owner);
  }

  /** The path of a copy that such a link opens. Throws BACKUP_LINK_OVER, NOT_FOUND. */
  async open(name: string, link: string, owner: string): Promise<string> {
    this.#links.take(link, name, owner);
    await this.#find(name);
    return this.#shelf.path(name);
  }

  /** Removes a copy for good. Throws NOT_FOUND, and BACKUP_LAST when no other good one is there. */
  async remove(name: string): Promise<void> {
    const copies = await this.#count();
    const copy = copies.find((one) => one.name === name);
    if (!copy) throw notFound('backup');
    const others = copies.filter((one) => one.name !== name && one.checkedAt !== null);
    if (copy.checkedAt !== null && others.length === 0) throw new StationError('BACKUP_LAST');
    await this.#parts.world.files.remove(this.#shelf.path(name));
    await this.#count();
  }

  async #find(name: string): Promise<void> {
    const isThere = isCopyName(name) && (await this.#shelf.copies()).some((one) => one.name === name);
    if (!isThere) throw notFound('backup');
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.world;
    while (!signal.aborted) {
      this.#nap = new AbortController();
      await this.#look().catch((error: unknown) => this.#grumble(error));
      if (signal.aborted) return;
      await clock.sleep(this.#running ? WATCH_MS : LOOK_MS, AbortSignal.any([signal, this.#nap.signal]));
    }
  }

  async #look(): Promise<void> {
    const { world, settings, ports } = this.#parts;
    const monoMs = world.clock.monoMs();
    if (ports.isEmergency()) {
      this.#alarmMonoMs = monoMs;
      return this.#breakOff('emergency');
    }
    if (this.#running) return;
    if (monoMs - this.#countedMonoMs > COUNT_MS) await this.#count();
    const { runs } = this.#book;
    const trigger = nextRun({
      ...{ nowMs: world.clock.wallMs(), night: settings, sinceMs: this.#sinceMs },
      // What is not ours any more ended without a word.
      runs: runs.map((run) => (run.state === 'running' ? { ...run, state: 'interrupted' } : run)),
      ...{ upMs: monoMs - this.#startedMonoMs, quietMs: monoMs - this.#alarmMonoMs },
      isCommanding: ports.isCommanding(),
    });
    if (trigger === null) return;
    const askedBy = trigger === 'person' ? (runs[0]?.askedBy ?? null) : null;
    await this.#begin(trigger, askedBy, false).catch((error: unknown) => this.#missed(trigger, askedBy, error));
  }

  async #begin(trigger: Trigger, askedBy: string | null, takesAnyDisk: boolean): Promise<void> {
    const { world, settings } = this.#parts;
    const beganAt = world.clock.wallMs();
    const running: Running = { trigger, beganAt, stopping: new AbortController(), progress: null, why: null };
    this.#running = running;
    try {
      await this.#shelf.prepare(takesAnyDisk);
      await this.#tidy();
      const copy = await this.#freeName(beganAt);
      const id = await this.#book.begin({ trigger, askedBy, beganAt, copy });
      const order = {
        to: this.#shelf.path(copy),
        ...{ leaveFreeBytes: settings.leaveFreeBytes, passphraseFile: settings.passphraseFile },
      };
      this.#work = this.#make(running, id, copy, order).catch((error: unknown) => this.#grumble(error));
    } catch (error) {
      this.#running = null;
      throw error;
    }
    this.#nap.abort();
  }

  /** What attempts that were broken off left while the disk was not there. */
  async #tidy(): Promise<void> {
    const { world } = this.#parts;
    const names = await world.files.list(this.#shelf.folder);
    for (const { copy, state } of this.#book.runs) {
      const isLeft = state !== 'good' && copy !== '' && names.some((name) => name.startsWith(`${copy}.`));
      if (isLeft) await removeUnproved(world, this.#shelf.path(copy));
    }
  }

  async #freeName(atMs: number): Promise<string> {
    const { world, settings } = this.#parts;
    const taken = await world.files.list(this.#shelf.folder);
    return copyNameAt(atMs, settings.zone, settings.passphraseFile !== null, taken);
  }

  async #make(
    running: Running,
    id: string,
    copy: string,
    order: Parameters<BackupPorts['makeCopy']>[0],
  ): Promise<void> {
    const { world, ports } = this.#parts;
    try {
      const tell = (progress: Progress) => void Object.assign(running, { progress });
      const told = await ports.makeCopy(order, tell, running.stopping.signal);
      // It may have been stopped a moment after the copy was whole, tried and named.
      const named = told.end === 'good' ? null : await world.files.size(order.to);
      const end: CopyEnd = named === null ? told : { end: 'good', bytes: named, damagedSounds: 0 };
      if (end.end !== 'good') await removeUnproved(world, order.to);
      await this.#book.end(id, end, running.why);
      if (end.end === 'good') {
        const { bytes, damagedSounds } = end;
        ports.note({ what: 'makeBackup', on: { copy }, detail: { bytes, damagedSounds, trigger: running.trigger } });
        await this.#letGo();
      } else if (end.end === 'failed') {
        world.logger.error('a backup was not made', { copy, code: end.code });
        ports.note({ what: 'failBackup', on: { copy }, outcome: end.code, detail: { trigger: running.trigger } });
      }
    } finally {
      this.#running = null;
    }
  }

  /** A copy that could not even be begun is remembered, so that it is told, and tried again later. */
  async #missed(trigger: Trigger, askedBy: string | null, error: unknown): Promise<void> {
    const { world } = this.#parts;
    if (!isStationError(error)) throw error;
    await this.#book.missed({ trigger, askedBy, beganAt: world.clock.wallMs() }, error);
    world.logger.error('a backup could not be begun', { code: error.code });
    this.#parts.ports.note({ what: 'failBackup', outcome: error.code, detail: { trigger } });
  }

  #breakOff(why: 'emergency' | 'stop'): void {
    if (!this.#running || this.#running.why !== null) return;
    this.#running.why = why;
    this.#running.stopping.abort();
  }

  /** Keeps as many of the nights' copies as were asked for. */
  async #letGo(): Promise<void> {
    const { world, settings, ports } = this.#parts;
    const copies = await this.#count();
    const kept = copies.flatMap((copy) => (copy.madeAt === null ? [] : [{ ...copy, madeAt: copy.madeAt }]));
    for (const name of tooMany(kept, settings.keep)) {
      await world.files.remove(this.#shelf.path(name));
      ports.note({ what: 'dropBackup', on: { copy: name } });
    }
    await this.#count();
  }

  async #count(): Promise<Copy[]> {
    this.#countedMonoMs = this.#parts.world.clock.monoMs();
    return this.#book.count((await this.#shelf.state()) === 'ready' ? await this.#shelf.copies() : null);
  }

  /** What the last life left: a copy has its name only when it is whole and was tried. */
  async #settle(): Promise<void> {
    const { world } = this.#parts;
    await this.#book.read();
    for (const run of this.#book.runs.filter((one) => one.state === 'running')) {
      const to = run.copy === '' ? null : this.#shelf.path(run.copy);
      const bytes = to === null ? null : await world.files.size(to);
      if (to !== null) await removeUnproved(world, to);
      await this.#book.end(
        run.id,
        bytes === null ? { end: 'stopped' } : { end: 'good', bytes, damagedSounds: 0 },
        'stop',
      );
    }
    await this.#count();
  }

  #grumble(error: unknown): void {
    this.#parts.world.logger.error('the keeper of the backups looks again in a moment', { error: String(error) });
  }
}
