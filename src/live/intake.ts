/** A bucket of bytes that fills again: how much a source may send at once, and in the long run. */
export class ByteAllowance {
  readonly #perMs: number;
  readonly #most: number;
  #left: number;
  #atMs: number;

  constructor(bytesPerSecond: number, burstBytes: number, nowMs: number) {
    this.#perMs = bytesPerSecond / 1000;
    this.#most = burstBytes;
    this.#left = burstBytes;
    this.#atMs = nowMs;
  }

  /** False when it is more than a source may send. */
  take(bytes: number, nowMs: number): boolean {
    this.#left = Math.min(this.#most, this.#left + Math.max(0, nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** Hands pieces to a slow taker one after another; what would make the line too long pushes the oldest out. */
export class BoundedLine {
  readonly #mostBytes: number;
  readonly #take: (bytes: Uint8Array) => Promise<void>;
  readonly #dropped: (bytes: number) => void;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #isBusy: boolean = false;
  #isClosed: boolean = false;

  constructor(mostBytes: number, take: (bytes: Uint8Array) => Promise<void>, dropped: (bytes: number) => void) {
    this.#mostBytes = mostBytes;
    this.#take = take;
    this.#dropped = dropped;
  }

  push(bytes: Uint8Array): void {
    if (this.#isClosed || bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    let lost = 0;
    while (this.#bytes > this.#mostBytes && this.#waiting.length > 1) {
      const oldest = this.#waiting.shift();
      lost += oldest?.length ?? 0;
      this.#bytes -= oldest?.length ?? 0;
    }
    if (lost > 0) this.#dropped(lost);
    if (!this.#isBusy) void this.#drain();
  }

  /** Hands on what waits, then `done`. Nothing is taken any more. */
  close(done: () => void): void {
    this.#isClosed = true;
    if (this.#isBusy) this.#done = done;
    else done();
  }

  #done: () => void = () => undefined;

  async #drain(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#bytes -= next.length;
        await this.#take(next);
      }
    } catch {
      // Whoever takes is gone: its owner hears of that by itself.
      this.#isClosed = true;
      this.#waiting = [];
    }
    this.#isBusy = false;
    if (this.#isClosed) this.#done();
  }
}
