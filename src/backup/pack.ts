import { createHash } from 'node:crypto';
import { type Files, type OpenFile, StationError, type World } from '#kernel';
import { lookInto, snapshotDatabase } from '#store';
import { Sealer } from './cipher.ts';
import { CHECKSUM, DATABASE, MANIFEST, type Manifest, README, README_TEXT } from './manifest.ts';
import { Room } from './room.ts';
import { END_BYTES, fitsTar, headerOf, paddingOf } from './tar.ts';

const READ_BYTES = 256 * 1024;
/** What is being made has such a name, and is never offered. */
const PARTIAL = '.partial';

export interface BackupWish {
  readonly dataFolder: string;
  readonly schedulesFolder: string;
  readonly stationName: string;
  readonly program: string;
  /** The file to make. */
  readonly to: string;
  /** Null: not encrypted. */
  readonly passphrase: string | null;
  readonly leaveFreeBytes?: number | undefined;
  readonly signal?: AbortSignal;
  /** Told often how far it is. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** A file of the station that goes into the archive. */
interface Wanted {
  readonly from: string;
  readonly path: string;
}

/**
 * Makes a backup of a station, running or not, as one file that appears under its name only when it is whole and on the
 * disk. Refuses a name that is taken (BACKUP_EXISTS) and a disk that would be full afterwards (BACKUP_NO_ROOM).
 */
export async function makeBackup(world: World, wish: BackupWish): Promise<Manifest> {
  const { files } = world;
  const { to, signal } = wish;
  if ((await files.size(to)) !== null) throw new StationError('BACKUP_EXISTS', { file: to });
  const [partial, copy] = [`${to}${PARTIAL}`, `${to}.db${PARTIAL}`];
  const removeAll = async () => {
    for (const path of [partial, copy, `${copy}-journal`]) await files.remove(path).catch(() => undefined);
  };
  await removeAll();
  try {
    const room = new Room(files, to, wish.leaveFreeBytes);
    await room.demand((await files.size(`${wish.dataFolder}/station.db`)) ?? 0);
    // The database first: every sound that it knows lies on the disk before it does.
    await snapshotDatabase(`${wish.dataFolder}/station.db`, copy, signal);
    const wanted = [{ from: copy, path: DATABASE }, ...(await soundsOf(files, wish))];
    let totalBytes = 0;
    for (const { from } of wanted) totalBytes += (await files.size(from)) ?? 0;
    wish.onProgress?.(0, totalBytes);
    await room.demand(totalBytes);
    const sealer = wish.passphrase === null ? null : await Sealer.open(world.random, wish.passphrase);
    const file = await files.open(partial, 'write');
    try {
      const archive = new Archive(file, sealer, room, (doneBytes) => wish.onProgress?.(doneBytes, totalBytes));
      const manifest = await fill(archive, world, wish, wanted, copy);
      await file.sync();
      await files.remove(copy);
      signal?.throwIfAborted();
      await files.move(partial, to);
      return manifest;
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeAll();
    throw error;
  }
}

async function fill(archive: Archive, world: World, wish: BackupWish, wanted: readonly Wanted[], copy: string) {
  const { files } = world;
  await archive.open();
  await archive.text(README, README_TEXT);
  const listed: Array<Manifest['files'][number]> = [];
  for (const { from, path } of wanted) {
    const entry = await archive.file(files, from, path, wish.signal);
    // Gone since it was listed: an upload that was given up, or a file that a person removed.
    if (entry) listed.push(entry);
  }
  const facts = lookInto(copy);
  if (facts.integrity !== 'ok')
    throw new StationError('DATABASE_UNREADABLE', { path: `${wish.dataFolder}/station.db`, problem: facts.integrity });
  const manifest: Manifest = {
    format: 'loaxa-backup',
    version: 1,
    program: wish.program,
    station: { name: wish.stationName, keyFingerprint: fingerprintOf(facts.stationKey), epoch: facts.epoch },
    madeAt: world.clock.wallMs(),
    migrations: [...facts.migrations],
    rows: facts.rows,
    files: listed,
  };
  await archive.text(MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`);
  await archive.end();
  return manifest;
}

/** The first 16 hex digits of the SHA-256 of a public key: short enough to be read aloud. */
export function fingerprintOf(publicKey: string | null): string | null {
  return publicKey === null ? null : createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

/** Sound and schedules, as they lie there now. What is still being made has other names. */
async function soundsOf(files: Files, { dataFolder, schedulesFolder }: BackupWish): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  const take = async (folder: string, below: string, isWanted: (name: string) => boolean) => {
    for (const name of await files.list(folder)) {
      if (!isWanted(name)) continue;
      const path = `${below}/${name}`;
      if (!fitsTar(path)) throw new StationError('BACKUP_PATH', { path: `${folder}/${name}` });
      wanted.push({ from: `${folder}/${name}`, path });
    }
  };
  const isContent = (name: string) => /^[0-9a-f]{64}$/.test(name);
  await take(`${dataFolder}/originals`, 'data/originals', isContent);
  await take(`${dataFolder}/renditions`, 'data/renditions', isContent);
  await take(`${dataFolder}/live`, 'data/live', (name) => /^[\w-][\w.-]*\.mp3$/.test(name));
  await take(schedulesFolder, 'schedules', (name) => /^[^/\\.][^/\\]*\.ya?ml$/.test(name));
  return wanted;
}

/** An archive that is being written, in the clear or sealed. Never holds more than one piece in memory. */
class Archive {
  readonly #file: OpenFile;
  readonly #sealer: Sealer | null;
  readonly #room: Room;
  readonly #wrote: (bytes: number) => void;
  readonly #sum = createHash('sha256');
  #at = 0;

  constructor(file: OpenFile, sealer: Sealer | null, room: Room, wrote: (bytes: number) => void) {
    this.#file = file;
    this.#sealer = sealer;
    this.#room = room;
    this.#wrote = wrote;
  }

  async open(): Promise<void> {
    if (this.#sealer) await this.#put(this.#sealer.header);
  }

  async text(path: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await this.#write(headerOf({ path, bytes: bytes.length }));
    await this.#write(bytes);
    await this.#write(new Uint8Array(paddingOf(bytes.length)));
  }

  /** Takes a file in; null when it is not there. One that grows meanwhile is taken as long as it was. */
  async file(files: Files, from: string, path: string, signal?: AbortSignal) {
    if ((await files.size(from)) === null) return null;
    const file = await files.open(from, 'read');
    try {
      const bytes = await file.size();
      const hash = createHash('sha256');
      const buffer = new Uint8Array(READ_BYTES);
      await this.#write(headerOf({ path, bytes }));
      for (let at = 0; at < bytes; ) {
        signal?.throwIfAborted();
        const read = Math.min(await file.read(buffer, at), bytes - at);
        if (read === 0) throw new Error(`${from} became shorter while it was read`);
        const part = buffer.subarray(0, read);
        hash.update(part);
        await this.#write(part);
        at += read;
      }
      await this.#write(new Uint8Array(paddingOf(bytes)));
      return { path, bytes, sha256: hash.digest('hex') };
    } finally {
      await file.close();
    }
  }

  async end(): Promise<void> {
    const line = `${this.#sum.copy().digest('hex')}\n`;
    await this.text(CHECKSUM, line);
    await this.#write(new Uint8Array(END_BYTES));
    if (this.#sealer) await this.#put(this.#sealer.end());
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#sum.update(bytes);
    await this.#put(this.#sealer ? this.#sealer.take(bytes) : bytes);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#file.write(bytes, this.#at);
    this.#at += bytes.length;
    this.#wrote(this.#at);
    await this.#room.wrote(bytes.length);
  }
}
