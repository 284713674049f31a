/** Samples from -1 to 1 as little-endian 16 bit, whatever the machine; what is louder is held at the edge. */
export function samplesToBytes(samples: Float32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, at) => {
    const held = Math.max(-1, Math.min(1, sample));
    view.setInt16(at * 2, Math.round(held < 0 ? held * 0x8000 : held * 0x7fff), true);
  });
  return view.buffer;
}

/** Gathers blocks of any size into pieces of one length. */
export class PieceCutter {
  readonly #piece: Float32Array;
  #filled = 0;

  constructor(samplesAPiece: number) {
    this.#piece = new Float32Array(samplesAPiece);
  }

  take(block: Float32Array, give: (bytes: ArrayBuffer) => void): void {
    let from = 0;
    while (from < block.length) {
      const part = block.subarray(from, from + this.#piece.length - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === this.#piece.length) {
        give(samplesToBytes(this.#piece));
        this.#filled = 0;
      }
    }
  }
}
