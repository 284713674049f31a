import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Files } from '#kernel';
import { CheckedFile, readFully, sumUp } from './block-sums.ts';

/**
 * The audio on this speaker's disk. Per file: `<sha256>` as it came from the station, `.part` while it comes, `.pcm` its
 * sound, `.sums` the checksums of that. A name without an ending exists only when its hash was right.
 */
export class AudioShelf {
  readonly folder: string;
  readonly #files: Files;
  readonly #ready = new Set<string>();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.folder = folder;
  }

  path(sha256: string, ending: '' | '.part' | '.pcm' | '.pcm.part' | '.sums' = ''): string {
    return posix.join(this.folder, sha256 + ending);
  }

  /** Looks at what an earlier life left. */
  async open(): Promise<void> {
    await this.#files.makeFolder(this.folder);
    for (const name of await this.#files.list(this.folder)) {
      if (!name.endsWith('.pcm')) continue;
      const sha256 = name.slice(0, -4);
      const sound = await this.sound(sha256);
      if (sound) this.#ready.add(sha256);
      await sound?.close();
    }
  }

  /** True when the sound of that file can be put on air. */
  isReady(sha256: string): boolean {
    return this.#ready.has(sha256);
  }

  /** Opens the sound; null when it is not there or not whole at first sight. */
  async sound(sha256: string): Promise<CheckedFile | null> {
    try {
      return await CheckedFile.open(this.#files, this.path(sha256, '.pcm'), this.path(sha256, '.sums'));
    } catch {
      return null;
    }
  }

  /** Reads the whole sound: false, and no longer ready, when any of it has changed on the disk. Null: `signal` came first. */
  async check(sha256: string, signal: AbortSignal): Promise<boolean | null> {
    const sound = await this.sound(sha256);
    const isWhole = sound !== null && (await sound.isWhole(signal));
    await sound?.close();
    if (isWhole === false) this.distrust(sha256);
    return isWhole;
  }

  /** The sound turned out to be damaged: it is made again. */
  distrust(sha256: string): void {
    this.#ready.delete(sha256);
  }

  /** True when the file from the station is here and has the right hash; a wrong one is removed. */
  async hasSource(sha256: string): Promise<boolean> {
    if ((await this.#files.size(this.path(sha256))) === null) return false;
    if (await this.#hasHash(this.path(sha256), sha256)) return true;
    await this.#files.remove(this.path(sha256));
    return false;
  }

  /** Takes the downloaded part as the file itself when its hash is right; removes it otherwise. */
  async adoptPart(sha256: string): Promise<boolean> {
    const part = this.path(sha256, '.part');
    if (!(await this.#hasHash(part, sha256))) {
      await this.#files.remove(part);
      return false;
    }
    await this.#files.move(part, this.path(sha256));
    return true;
  }

  /** Takes the decoded part as the sound, with its checksums. */
  async adoptSound(sha256: string): Promise<void> {
    const part = this.path(sha256, '.pcm.part');
    const file = await this.#files.open(part, 'read');
    const sums = await sumUp(file).finally(() => file.close());
    await this.#files.replace(this.path(sha256, '.sums'), sums);
    await this.#files.move(part, this.path(sha256, '.pcm'));
    this.#ready.add(sha256);
  }

  /** Removes all audio but that of `kept`. */
  async clear(kept: ReadonlySet<string>): Promise<void> {
    for (const name of await this.#files.list(this.folder)) {
      const sha256 = name.split('.', 1)[0] ?? '';
      if (kept.has(sha256)) continue;
      this.#ready.delete(sha256);
      await this.#files.remove(posix.join(this.folder, name));
    }
  }

  async #hasHash(path: string, sha256: string): Promise<boolean> {
    if ((await this.#files.size(path)) === null) return false;
    const file = await this.#files.open(path, 'read');
    const hash = createHash('sha256');
    const block = new Uint8Array(65_536);
    try {
      for (let at = 0; ; ) {
        const count = await readFully(file, block, at);
        if (count === 0) break;
        hash.update(block.subarray(0, count));
        at += count;
      }
    } catch {
      return false;
    } finally {
      await file.close();
    }
    return hash.digest('hex') === sha256;
  }
}
