import type { Dialect } from './dialect.ts';
import { nextSequence } from './uecp-frame.ts';

/** So many frames of ours are known again when they come back. */
const ECHOES = 16;

/** Numbers what is said and remembers what was sent last. */
export class Framer {
  readonly #dialect: Dialect;
  readonly #sent: Uint8Array[] = [];
  #sequence = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Frames that may come back as an echo. */
  get sent(): readonly Uint8Array[] {
    return this.#sent;
  }

  next(body: Uint8Array): { readonly bytes: Uint8Array; readonly sequence: number } {
    this.#sequence = nextSequence(this.#sequence);
    return { bytes: this.#dialect.frame(body, this.#sequence), sequence: this.#sequence };
  }

  remember(bytes: Uint8Array): void {
    this.#sent.push(bytes);
    if (this.#sent.length > ECHOES) this.#sent.shift();
  }

  /** Another connection: nothing comes back from the one before. */
  forget(): void {
    this.#sent.length = 0;
  }
}
