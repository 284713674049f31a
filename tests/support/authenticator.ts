import { stepOf, totpCode } from '../../src/people/totp.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(key: string): Uint8Array {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const letter of key) {
    held = (held << 5) | BASE32.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** The app on a person's phone: knows the key that was shown, and gives codes that were not used yet. */
export class Authenticator {
  readonly #secret: Uint8Array;
  #lastStep = 0;

  constructor(key: string) {
    this.#secret = bytesOf(key);
  }

  /** A fresh code that the station takes at this moment; it allows for one step either way, so three lie ready. */
  code(wallMs = Date.now()): string {
    const step = Math.max(stepOf(wallMs) - 1, this.#lastStep + 1);
    if (step > stepOf(wallMs) + 1) throw new Error('three codes were used within 30 seconds: wait for the next');
    this.#lastStep = step;
    return totpCode(this.#secret, step);
  }
}
