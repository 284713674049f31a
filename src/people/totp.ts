/** Codes of six digits that change every 30 seconds (RFC 6238, HMAC-SHA-1, as every authenticator app has them). Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
/** A clock may be one step off, either way. */
const STEPS_OFF = [-1, 0, 1] as const;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const TOTP_SECRET_BYTES = 20;

export function stepOf(wallMs: number): number {
  return Math.floor(wallMs / STEP_MS);
}

/** The code of one step (RFC 4226 truncation). */
export function totpCode(secret: Uint8Array, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = (mac[mac.length - 1] ?? 0) & 0xf;
  const number = mac.readUInt32BE(at) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose code this is: the present one or a neighbour, and later than `lastStep`, since each works once. Null:
 * none. Takes the same time for every code.
 */
export function stepOfCode(secret: Uint8Array, code: string, wallMs: number, lastStep: number): number | null {
  let found: number | null = null;
  for (const off of STEPS_OFF) {
    const step = stepOf(wallMs) + off;
    const [given, right] = [Buffer.from(code), Buffer.from(totpCode(secret, Math.max(0, step)))];
    const isRight = given.length === right.length && timingSafeEqual(given, right);
    if (isRight && step > lastStep) found ??= step;
  }
  return found;
}

/** RFC 4648, without padding: how a key is typed into a phone by hand. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let [held, bits] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** What the QR code of an enrolment says. */
export function totpAddress(secret: Uint8Array, station: string, account: string): string {
  const label = `${encodeURIComponent(station.replaceAll(':', ' '))}:${encodeURIComponent(account.replaceAll(':', ' '))}`;
  const issuer = encodeURIComponent(station.replaceAll(':', ' '));
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`;
}
