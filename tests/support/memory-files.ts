import { posix } from 'node:path';
import { type Files, type OpenFile, StationError } from '#kernel';

/** Bytes that grow, and the part of them that a power cut would leave. */
class Content {
  live = new Uint8Array(0);
  length = 0;
  #kept = new Uint8Array(0);
  #keptLength = 0;
  #changedFrom = Number.POSITIVE_INFINITY;
  #changedTo = 0;

  bytes(): Uint8Array {
    return this.live.slice(0, this.length);
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > this.live.length) this.live = grown(this.live, this.length, end);
    if (position > this.length) this.live.fill(0, this.length, position);
    this.live.set(bytes, position);
    this.#changedFrom = Math.min(this.#changedFrom, position, this.length);
    this.#changedTo = Math.max(this.#changedTo, end);
    this.length = Math.max(this.length, end);
  }

  truncate(length: number): void {
    if (length > this.length) this.write(new Uint8Array(length - this.length), this.length);
    this.length = length;
    this.#changedFrom = Math.min(this.#changedFrom, length);
  }

  sync(): void {
    const from = Math.min(this.#changedFrom, this.length);
    if (this.length > this.#kept.length) this.#kept = grown(this.#kept, this.#keptLength, this.length);
    this.#kept.set(this.live.subarray(from, Math.max(from, Math.min(this.#changedTo, this.length))), from);
    this.#keptLength = this.length;
    this.#changedFrom = Number.POSITIVE_INFINITY;
    this.#changedTo = 0;
  }

  /** What a power cut leaves. */
  afterCrash(): Content {
    const left = new Content();
    left.write(this.#kept.subarray(0, this.#keptLength), 0);
    left.sync();
    return left;
  }
}

function grown(bytes: Uint8Array, used: number, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, bytes.length * 2));
  larger.set(bytes.subarray(0, used));
  return larger;
}

/** The same failure that the real disk would report. */
function missing(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or folder, '${path}'`), { code: 'ENOENT' });
}

/**
 * A disk in memory. It answers within microtasks, so a test on the virtual clock repeats exactly; it is as strict as a
 * real one (folders must be made first, `replace` needs room for both copies, a full disk takes what fits and throws
 * STORAGE_FULL), and it forgets on `crash()` what was not synced.
 */
export class MemoryFiles implements Files {
  /** Room of the whole disk in bytes; a test may change it at any time. */
  capacityBytes: number;
  #names = new Map<string, Content>();
  /** The names as a power cut would leave them. */
  #keptNames = new Map<string, Content>();
  readonly #folders = new Set(['/']);
  #usedBytes = 0;
  #boots = 0;

  constructor(options: { readonly capacityBytes?: number } = {}) {
    this.capacityBytes = options.capacityBytes ?? 2 ** 40;
  }

  async read(path: string): Promise<Uint8Array | null> {
    return this.#names.get(place(path))?.bytes() ?? null;
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    this.#put(path, bytes).sync();
    this.#syncFolder(posix.dirname(place(path)));
  }

  async swap(path: string, bytes: Uint8Array): Promise<void> {
    this.#put(path, bytes);
  }

  #put(path: string, bytes: Uint8Array): Content {
    const at = this.#inFolder(path);
    if (this.#usedBytes + bytes.length > this.capacityBytes) throw new StationError('STORAGE_FULL');
    this.#usedBytes += bytes.length - (this.#names.get(at)?.length ?? 0);
    const content = new Content();
    content.write(bytes, 0);
    this.#names.set(at, content);
    return content;
  }

  async open(path: string, mode: 'read' | 'write'): Promise<OpenFile> {
    const at = mode === 'write' ? this.#inFolder(path) : place(path);
    let content = this.#names.get(at);
    if (!content) {
      if (mode === 'read') throw missing(path);
      content = new Content();
      this.#names.set(at, content);
    }
    return this.#handle(at, content, mode);
  }

  async move(from: string, to: string): Promise<void> {
    const source = place(from);
    const target = this.#inFolder(to);
    const content = this.#names.get(source);
    if (!content) throw missing(from);
    if (source === target) return;
    this.#usedBytes -= this.#names.get(target)?.length ?? 0;
    this.#names.delete(source);
    this.#names.set(target, content);
    this.#syncFolder(posix.dirname(source));
    this.#syncFolder(posix.dirname(target));
  }

  async remove(path: string): Promise<void> {
    const at = place(path);
    this.#usedBytes -= this.#names.get(at)?.length ?? 0;
    this.#names.delete(at);
  }

  async size(path: string): Promise<number | null> {
    return this.#names.get(place(path))?.length ?? null;
  }

  async list(folder: string): Promise<string[]> {
    const at = place(folder);
    const below = [...this.#names.keys(), ...this.#folders].filter(
      (name) => name !== '/' && posix.dirname(name) === at,
    );
    return below.map((name) => posix.basename(name)).sort((a, b) => (a < b ? -1 : 1));
  }

  async makeFolder(folder: string): Promise<void> {
    for (let at = place(folder); at !== '/'; at = posix.dirname(at)) this.#folders.add(at);
  }

  async removeFolder(folder: string): Promise<void> {
    const at = place(folder);
    const isBelow = (name: string) => name === at || name.startsWith(`${at}/`);
    for (const name of [...this.#names.keys()].filter(isBelow)) await this.remove(name);
    for (const name of [...this.#folders].filter(isBelow)) this.#folders.delete(name);
  }

  async freeBytes(folder: string): Promise<number> {
    if (!this.#folders.has(place(folder))) throw missing(folder);
    return Math.max(0, this.capacityBytes - this.#usedBytes);
  }

  /** The power goes and comes back: unsynced bytes and names are gone, removals may be undone, open files are dead. */
  crash(): void {
    this.#boots++;
    const left = new Map<Content, Content>();
    for (const content of this.#keptNames.values()) left.set(content, content.afterCrash());
    this.#names = new Map([...this.#keptNames].map(([name, content]) => [name, left.get(content) as Content]));
    this.#keptNames = new Map(this.#names);
    this.#usedBytes = [...this.#names.values()].reduce((sum, content) => sum + content.length, 0);
  }

  /** The disk rots: inverts the bits of `mask` in one byte, silently and durably. */
  flip(path: string, position: number, mask = 0x01): void {
    const content = this.#names.get(place(path));
    if (!content) throw missing(path);
    if (!(position >= 0 && position < content.length)) throw new RangeError(`${path} has no byte ${position}`);
    content.write(Uint8Array.of((content.live[position] as number) ^ mask), position);
    content.sync();
  }

  #inFolder(path: string): string {
    const at = place(path);
    if (this.#folders.has(at) || !this.#folders.has(posix.dirname(at))) throw missing(path);
    return at;
  }

  /** Makes durable which names a folder has. */
  #syncFolder(folder: string): void {
    for (const name of this.#keptNames.keys()) if (posix.dirname(name) === folder) this.#keptNames.delete(name);
    for (const [name, content] of this.#names) if (posix.dirname(name) === folder) this.#keptNames.set(name, content);
  }

  #isNamed(path: string, content: Content): boolean {
    return this.#names.get(path) === content || [...this.#names.values()].includes(content);
  }

  #handle(path: string, content: Content, mode: 'read' | 'write'): OpenFile {
    const boot = this.#boots;
    let open = true;
    const check = (writing: boolean) => {
      if (boot !== this.#boots) throw Object.assign(new Error('EIO: the machine went down'), { code: 'EIO' });
      if (!open) throw Object.assign(new Error(`EBADF: ${path} was closed`), { code: 'EBADF' });
      if (writing && mode === 'read')
        throw Object.assign(new Error(`EBADF: ${path} is open for reading`), { code: 'EBADF' });
    };
    const take = (bytes: number) => {
      if (this.#isNamed(path, content)) this.#usedBytes += bytes;
    };
    return {
      read: async (buffer, position) => {
        check(false);
        const part = content.live.subarray(
          Math.min(position, content.length),
          Math.min(position + buffer.length, content.length),
        );
        buffer.set(part);
        return part.length;
      },
      write: async (bytes, position) => {
        check(true);
        const room = Math.max(0, this.capacityBytes - this.#usedBytes) + content.length;
        const fits = bytes.subarray(0, Math.max(0, Math.min(bytes.length, room - position)));
        const lengthBefore = content.length;
        if (fits.length > 0) content.write(fits, position);
        take(content.length - lengthBefore);
        if (fits.length < bytes.length) throw new StationError('STORAGE_FULL');
      },
      truncate: async (bytes) => {
        check(true);
        if (bytes - content.length > this.capacityBytes - this.#usedBytes) throw new StationError('STORAGE_FULL');
        take(bytes - content.length);
        content.truncate(bytes);
      },
      sync: async () => {
        check(false);
        content.sync();
        if (this.#names.get(path) === content) this.#keptNames.set(path, content);
      },
      size: async () => {
        check(false);
        return content.length;
      },
      close: async () => {
        open = false;
      },
    };
  }
}

function place(path: string): string {
  if (!path.startsWith('/')) throw new Error(`not an absolute path: ${path}`);
  return posix.resolve(path);
}
