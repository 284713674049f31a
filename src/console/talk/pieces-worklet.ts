/** Runs on the audio thread of the browser: what the microphone gives, in pieces of a twentieth of a second. */
import { PieceCutter } from './pieces.ts';

// The names of the audio thread, which the types of a page do not have.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const PIECES_A_SECOND = 20;

registerProcessor(
  'pieces',
  class extends AudioWorkletProcessor {
    readonly #cutter = new PieceCutter(Math.round(sampleRate / PIECES_A_SECOND));

    process(inputs: Float32Array[][]): boolean {
      const block = inputs[0]?.[0];
      if (block) this.#cutter.take(block, (bytes) => this.port.postMessage(bytes, [bytes]));
      return true;
    }
  },
);
