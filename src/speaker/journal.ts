import { crc32 } from 'node:zlib';
import { type Files, isStationError, type Logger, type OpenFile } from '#kernel';

const sumOf = (text: string) => crc32(text).toString(16).padStart(8, '0');
/** Ended at both ends, so that a rotten line break costs one line and not two. */
const lineOf = (text: string) => `\n${sumOf(text)} ${text}\n`;

/** The whole lines of a journal, and how many were damaged. */
function linesOf(bytes: Uint8Array | null): { texts: string[]; damaged: number } {
  const texts: string[] = [];
  let damaged = 0;
  for (const line of Buffer.from(bytes ?? [])
    .toString('utf8')
    .split('\n')) {
    if (line === '') continue;
    const text = line.slice(9);
    if (line.slice(0, 8) === sumOf(text)) texts.push(text);
    else damaged += 1;
  }
  return { texts, damaged };
}

/**
 * Lines that survive a power cut at any moment. Each carries a checksum; what was torn or has rotted is left out when
 * they are read. It is rewritten from a summary now and then, through a second copy, so that one of the two is whole at
 * every moment.
 */
export class Journal {
  readonly #files: Files;
  readonly #path: string;
  readonly #logger: Logger;
  /** One line that says all that the lines so far say. */
  readonly #summary: () => string;
  #file: OpenFile | null = null;
  #bytes = 0;
  #summaryBytes = 0;
  #waiting = '';
  #batch: Promise<boolean> | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #lastSync: Promise<boolean> = Promise.resolve(true);
  #nextSync: Promise<boolean> | null = null;
  /** The last write failed: what is on disk lags behind, and only a summary brings it level. */
  #lags: boolean;

  constructor(files: Files, path: string, logger: Logger, summary: () => string) {
    this.#files = files;
    this.#path = path;
    this.#logger = logger;
    this.#summary = summary;
    this.#lags = false;
  }

  /** All lines in order; the ones of the second copy first. */
  async read(): Promise<string[]> {
    const copy = linesOf(await this.#files.read(`${this.#path}.copy`));
    const own = linesOf(await this.#files.read(this.#path));
    const damaged = copy.damaged + own.damaged;
    if (damaged > 0) this.#logger.warn('lines of the journal were damaged and left out', { damaged });
    return [...copy.texts, ...own.texts];
  }

  /**
   * Resolves true when the line would survive a power cut, false when the disk would not take it. It survives the end of
   * this program much sooner: the next line is written while a slow disk still syncs the last one.
   */
  append(text: string): Promise<boolean> {
    this.#waiting += lineOf(text);
    this.#batch ??= this.#then(() => this.#write());
    return this.#batch.then((isWritten) => isWritten && this.#synced());
  }

  /** Replaces all lines by the summary. */
  rewrite(): Promise<boolean> {
    return this.#then(() => this.#rewrite());
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#synced();
    await this.#file?.close();
    this.#file = null;
  }

  /** A sync that has not begun yet covers all that is written by now. */
  #synced(): Promise<boolean> {
    this.#nextSync ??= this.#lastSync.then(() => {
      this.#lastSync = this.#guard(() => this.#sync());
      this.#nextSync = null;
      return this.#lastSync;
    });
    return this.#nextSync;
  }

  async #sync(): Promise<boolean> {
    // Without an open file the last thing done was a rewrite, which is durable by itself.
    await this.#file?.sync();
    return true;
  }

  #then(work: () => Promise<boolean>): Promise<boolean> {
    const done = this.#tail.then(() => this.#guard(work));
    this.#tail = done;
    return done;
  }

  async #guard(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (!this.#lags) {
        const why = isStationError(error, 'STORAGE_FULL') ? 'disk full' : String(error);
        this.#logger.error('journal could not be written; it is kept in memory until it can', { why });
      }
      this.#lags = true;
      return false;
    }
  }

  async #write(): Promise<boolean> {
    const lines = this.#waiting;
    this.#waiting = '';
    this.#batch = null;
    if (this.#lags || this.#bytes > Math.max(262_144, 4 * this.#summaryBytes)) return this.#rewrite();
    const bytes = Buffer.from(lines);
    this.#file ??= await this.#files.open(this.#path, 'write');
    await this.#file.write(bytes, this.#bytes);
    this.#bytes += bytes.length;
    return true;
  }

  async #rewrite(): Promise<boolean> {
    const bytes = Buffer.from(lineOf(this.#summary()));
    await this.#files.replace(`${this.#path}.copy`, bytes);
    await this.#lastSync;
    const file = this.#file;
    this.#file = null;
    await file?.close();
    await this.#files.replace(this.#path, bytes);
    this.#bytes = bytes.length;
    this.#summaryBytes = bytes.length;
    this.#lags = false;
    return true;
  }
}
