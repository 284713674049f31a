import { createHash } from 'node:crypto';
import { type Files, StationError, type World } from '#kernel';
import { lookInto, markRestored } from '#store';
import { isSealed, opened, SEALED_HEADER_BYTES } from './cipher.ts';
import { damaged } from './damage.ts';
import { CHECKSUM, DATABASE, isAllowed, MANIFEST, type Manifest, manifestSchema, README } from './manifest.ts';
import { Puller } from './puller.ts';
import { Room } from './room.ts';
import { BLOCK_BYTES, END_BYTES, paddingOf, readHeader } from './tar.ts';

const READ_BYTES = 256 * 1024;
/** A manifest of some three million files. */
const MOST_MANIFEST_BYTES = 512 * 1024 ** 2;

/** What a check found. A backup that is not whole is not described: that is an error. */
export interface BackupReport {
  readonly manifest: Manifest;
  readonly isSealed: boolean;
  /** Sounds whose name says another content than they have: they were damaged before the backup was made. */
  readonly damagedSounds: readonly string[];
}

export interface CheckWish {
  /** So much must stay free where it is unpacked; absent: nobody looks. */
  readonly leaveFreeBytes?: number | undefined;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Unpacks a backup into `folder`, which must be new, and looks at everything: the archive's own form, its checksum, each
 * file, the database from end to end. Throws BACKUP_DAMAGED, BACKUP_PASSPHRASE, BACKUP_PASSPHRASE_NEEDED, RESTORE_NEWER.
 * What was written so far stays there: whoever calls removes it.
 */
async function unpackBackup(
  world: World,
  file: string,
  folder: string,
  passphrase: string | null,
  { leaveFreeBytes, onProgress }: CheckWish = {},
): Promise<BackupReport> {
  const { files } = world;
  const totalBytes = (await files.size(file)) ?? 0;
  const room = leaveFreeBytes === undefined ? null : new Room(files, folder, leaveFreeBytes);
  await room?.demand(totalBytes);
  let doneBytes = 0;
  const wrote = async (bytes: number) => {
    doneBytes += bytes;
    onProgress?.(doneBytes, totalBytes);
    await room?.wrote(bytes);
  };
  const sealed = isSealed(await headOf(files, file));
  if (sealed && passphrase === null) throw new StationError('BACKUP_PASSPHRASE_NEEDED', { file });
  const bytes = piecesOf(files, file);
  const unpacker = new Unpacker(files, folder, sealed ? opened(bytes, passphrase ?? '') : bytes, wrote);
  const manifest = await unpacker.run();
  const facts = lookInto(`${folder}/station.db`);
  if (facts.integrity !== 'ok') throw damaged('database');
  if (facts.unknownMigrations.length > 0)
    throw new StationError('RESTORE_NEWER', {
      program: manifest.program,
      migration: facts.unknownMigrations.join(', '),
    });
  if (JSON.stringify(sorted(facts.rows)) !== JSON.stringify(sorted(manifest.rows))) throw damaged('database');
  return { manifest, isSealed: sealed, damagedSounds: unpacker.damagedSounds };
}

const sorted = (rows: Readonly<Record<string, number>>) =>
  Object.entries(rows).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Proves that a backup can be restored, by restoring it into a scratch folder that is gone afterwards. */
export async function checkBackup(
  world: World,
  file: string,
  scratch: string,
  passphrase: string | null,
  wish: CheckWish = {},
): Promise<BackupReport> {
  try {
    return await unpackBackup(world, file, scratch, passphrase, wish);
  } finally {
    await world.files.removeFolder(scratch);
  }
}

/**
 * Restores a backup as a new data folder. It appears whole or not at all, and nothing is ever replaced: a folder that is
 * not empty is refused (RESTORE_NOT_EMPTY). Its station begins fenced.
 */
export async function restoreBackup(
  world: World,
  file: string,
  dataFolder: string,
  passphrase: string | null,
): Promise<BackupReport> {
  const { files } = world;
  if (!(await isEmpty(files, dataFolder))) throw new StationError('RESTORE_NOT_EMPTY', { folder: dataFolder });
  const scratch = `${dataFolder}.restoring-${Buffer.from(world.random.bytes(4)).toString('hex')}`;
  try {
    const report = await unpackBackup(world, file, scratch, passphrase);
    const { station, madeAt } = report.manifest;
    const restoredAt = world.clock.wallMs();
    const copy = file.slice(file.lastIndexOf('/') + 1);
    markRestored(`${scratch}/station.db`, {
      fence: JSON.stringify({ madeAt, restoredAt, epoch: station.epoch }),
      // The station that begins here says so in its audit log.
      untold_acts: JSON.stringify([{ what: 'restoreStation', detail: { copy, madeAt, restoredAt } }]),
    });
    // The kernel lets an empty folder be replaced, and no other.
    await files.move(scratch, dataFolder);
    return report;
  } catch (error) {
    await files.removeFolder(scratch);
    throw error;
  }
}

/** A folder that is missing is empty; a plain file of that name is not. */
async function isEmpty(files: Files, path: string): Promise<boolean> {
  return files.list(path).then(
    (names) => names.length === 0,
    () => false,
  );
}

async function headOf(files: Files, path: string): Promise<Uint8Array> {
  if ((await files.size(path)) === null) throw new StationError('BACKUP_MISSING', { file: path });
  const file = await files.open(path, 'read');
  try {
    const head = new Uint8Array(SEALED_HEADER_BYTES);
    return head.subarray(0, await file.read(head, 0));
  } finally {
    await file.close();
  }
}

async function* piecesOf(files: Files, path: string): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    for (let at = 0; ; ) {
      const buffer = new Uint8Array(READ_BYTES);
      const read = await file.read(buffer, at);
      if (read === 0) return;
      at += read;
      yield buffer.subarray(0, read);
    }
  } finally {
    await file.close();
  }
}

/** Takes an archive apart. Every byte of it is compared with what we would have written, or counted in its checksum. */
class Unpacker {
  readonly damagedSounds: string[] = [];
  readonly #files: Files;
  readonly #folder: string;
  readonly #puller: Puller;
  readonly #wrote: (bytes: number) => Promise<void>;
  readonly #sum = createHash('sha256');
  readonly #found = new Map<string, { readonly bytes: number; readonly sha256: string }>();

  constructor(files: Files, folder: string, bytes: AsyncIterable<Uint8Array>, wrote: (bytes: number) => Promise<void>) {
    this.#files = files;
    this.#folder = folder;
    this.#puller = new Puller(bytes);
    this.#wrote = wrote;
  }

  async run(): Promise<Manifest> {
    try {
      return await this.#takeApart();
    } finally {
      await this.#puller.close();
    }
  }

  async #takeApart(): Promise<Manifest> {
    await this.#files.makeFolder(this.#folder);
    let manifest: Manifest | null = null;
    for (;;) {
      const sumBefore = this.#sum.copy().digest('hex');
      const entry = readHeader(await this.#bytes(BLOCK_BYTES));
      if (!entry) throw damaged('entry');
      if (entry.path === CHECKSUM) {
        const line = Buffer.from(await this.#small(entry.bytes)).toString('latin1');
        if (line !== `${sumBefore}\n`) throw damaged('sum');
        await this.#end();
        if (!manifest) throw damaged('manifest');
        this.#compare(manifest);
        return manifest;
      }
      // The manifest is the last thing that is counted.
      if (manifest || this.#found.has(entry.path)) throw damaged('path');
      if (entry.path === MANIFEST) manifest = readManifest(await this.#small(entry.bytes));
      else if (isAllowed(entry.path)) await this.#file(entry.path, entry.bytes);
      else throw damaged('path');
    }
  }

  async #file(path: string, bytes: number): Promise<void> {
    const hash = createHash('sha256');
    const target = path === README ? null : `${this.#folder}/${path.replace(/^data\//, '')}`;
    if (target !== null) await this.#files.makeFolder(target.slice(0, target.lastIndexOf('/')));
    const file = target === null ? null : await this.#files.open(target, 'write');
    try {
      for (let at = 0; at < bytes; ) {
        const part = await this.#bytes(Math.min(READ_BYTES, bytes - at));
        hash.update(part);
        await file?.write(part, at);
        at += part.length;
        await this.#wrote(part.length);
      }
      await file?.sync();
    } finally {
      await file?.close();
    }
    await this.#padding(bytes);
    const sha256 = hash.digest('hex');
    this.#found.set(path, { bytes, sha256 });
    const named = /[0-9a-f]{64}$/.exec(path)?.[0];
    if (named !== undefined && named !== sha256) this.damagedSounds.push(path);
  }

  async #small(bytes: number): Promise<Uint8Array> {
    if (bytes > MOST_MANIFEST_BYTES) throw damaged('manifest');
    const content = await this.#bytes(bytes);
    await this.#padding(bytes);
    return content;
  }

  async #padding(bytes: number): Promise<void> {
    if ((await this.#bytes(paddingOf(bytes))).some((byte) => byte !== 0)) throw damaged('padding');
  }

  async #bytes(count: number): Promise<Uint8Array> {
    const bytes = await this.#puller.take(count);
    if (bytes.length < count) throw damaged('cut');
    this.#sum.update(bytes);
    return bytes;
  }

  async #end(): Promise<void> {
    if ((await this.#bytes(END_BYTES)).some((byte) => byte !== 0)) throw damaged('padding');
    if (!(await this.#puller.isOver())) throw damaged('after');
  }

  /** The manifest and what was found must be the same files, no more and no fewer. */
  #compare({ files }: Manifest): void {
    this.#found.delete(README);
    if (!this.#found.has(DATABASE) || files.length !== this.#found.size) throw damaged('file');
    for (const { path, bytes, sha256 } of files) {
      const found = this.#found.get(path);
      if (found?.bytes !== bytes || found.sha256 !== sha256) throw damaged('file');
    }
  }
}

function readManifest(bytes: Uint8Array): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw damaged('manifest');
  }
}
