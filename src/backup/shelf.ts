import { newSecret, StationError, type World } from '#kernel';
import { readFact, type Store, writeFact } from '#store';
import { isSealed } from './cipher.ts';
import { isCopyName } from './copy-names.ts';

/** By this file a disk is known again: a folder on which nothing is mounted does not have it. */
const MARK = '.loaxa-sao-luu';
const KNOWN_DISK = 'backup_disk';
const HEAD_BYTES = 64;

export interface ShelfParts {
  readonly world: Pick<World, 'files' | 'random'>;
  readonly store: Store;
  readonly folder: string;
  /** True: the folder was named by the person who keeps the machine, and is perhaps a disk that can be taken away. */
  readonly isNamed: boolean;
}

/** absent: nothing is there. other: what is there is not what was there last time. */
export type ShelfState = 'ready' | 'absent' | 'other';

export interface LyingCopy {
  readonly name: string;
  readonly bytes: number;
  readonly isSealed: boolean;
}

/** The folder of the copies, which may be a disk that is not always there. */
export class Shelf {
  readonly folder: string;
  readonly #parts: ShelfParts;
  readonly #sealed = new Map<string, boolean>();

  constructor(parts: ShelfParts) {
    this.#parts = parts;
    this.folder = parts.folder;
  }

  async state(): Promise<ShelfState> {
    if (!this.#parts.isNamed) return 'ready';
    if ((await this.freeBytes()) === null) return 'absent';
    const known = await this.#known();
    return known === null || known === (await this.#mark()) ? 'ready' : 'other';
  }

  /** Null: the folder is not there. */
  async freeBytes(): Promise<number | null> {
    const { world, isNamed } = this.#parts;
    // Our own folder is made with the first copy.
    const folder = isNamed ? this.folder : this.folder.slice(0, this.folder.lastIndexOf('/'));
    return world.files.freeBytes(folder).catch(() => null);
  }

  /**
   * Makes ready for a copy. `takesAny`: a person says that what is there now is the disk of the copies. Throws
   * BACKUP_DISK_ABSENT, BACKUP_DISK_OTHER.
   */
  async prepare(takesAny: boolean): Promise<void> {
    const { folder } = this;
    const { world, store, isNamed } = this.#parts;
    if (!isNamed) return world.files.makeFolder(folder);
    const state = await this.state();
    if (state === 'absent') throw new StationError('BACKUP_DISK_ABSENT', { folder });
    if (state === 'other' && !takesAny) throw new StationError('BACKUP_DISK_OTHER', { folder });
    if ((await this.#known()) !== null && state === 'ready') return;
    const mark = (await this.#mark()) ?? newSecret(world.random, 128);
    await world.files.replace(`${folder}/${MARK}`, Buffer.from(mark));
    await store.transact((tx) => writeFact(tx, KNOWN_DISK, JSON.stringify({ folder, mark })));
  }

  /** What lies there under the name of a copy. */
  async copies(): Promise<LyingCopy[]> {
    const { files } = this.#parts.world;
    const found: LyingCopy[] = [];
    for (const name of (await files.list(this.folder)).filter(isCopyName)) {
      const bytes = await files.size(this.path(name));
      if (bytes !== null) found.push({ name, bytes, isSealed: await this.#isSealed(name, bytes) });
    }
    return found;
  }

  /** The path of a copy. Throws unless it is a name of ours: nothing leads out of the folder. */
  path(name: string): string {
    if (!isCopyName(name)) throw new Error(`no name of a copy: ${name}`);
    return `${this.folder}/${name}`;
  }

  async #isSealed(name: string, bytes: number): Promise<boolean> {
    const key = `${name} ${bytes}`;
    const known = this.#sealed.get(key);
    if (known !== undefined) return known;
    const file = await this.#parts.world.files.open(this.path(name), 'read');
    try {
      const head = new Uint8Array(HEAD_BYTES);
      await file.read(head, 0);
      this.#sealed.set(key, isSealed(head));
      return isSealed(head);
    } finally {
      await file.close();
    }
  }

  async #known(): Promise<string | null> {
    const kept = await readFact(this.#parts.store.db, KNOWN_DISK);
    const known = kept === null ? null : (JSON.parse(kept) as { folder: string; mark: string });
    return known?.folder === this.folder ? known.mark : null;
  }

  async #mark(): Promise<string | null> {
    const bytes = await this.#parts.world.files.read(`${this.folder}/${MARK}`);
    return bytes === null ? null : Buffer.from(bytes).toString('utf8').trim().slice(0, 100);
  }
}
