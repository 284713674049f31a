/** Takes exact amounts from a stream of bytes, and never holds more than was asked for and one piece of the stream. */
export class Puller {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #isOver: boolean = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly `count` bytes, or fewer when the stream ends before. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0 && (await this.#fill())) {
      const part = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  /** Whether not one byte is left. */
  async isOver(): Promise<boolean> {
    return !(await this.#fill());
  }

  /** Lets the stream go, whether it is over or not. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#held.length === 0 && !this.#isOver) {
      const { done, value } = await this.#source.next();
      if (done) this.#isOver = true;
      else this.#held = value;
    }
    return this.#held.length > 0;
  }
}
