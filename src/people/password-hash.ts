import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's choice for argon2id: 19 MiB, two passes, one lane. */
const ARGON = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const derive = promisify(argon2);

/** The slow function that stands between a stolen database and what people typed. */
export type SlowHash = (secret: string, salt: Uint8Array) => Promise<Uint8Array>;

export const argon2id: SlowHash = (secret, salt) => derive('argon2id', { message: secret, nonce: salt, ...ARGON });

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');
const HEAD = `$argon2id$v=19$m=${ARGON.memory},t=${ARGON.passes},p=${ARGON.parallelism}`;

/** What is kept of a password: the PHC string, however its accents were typed. */
export async function passwordPhc(slow: SlowHash, password: string, salt: Uint8Array): Promise<string> {
  return `${HEAD}$${text(salt)}$${text(await slow(password.normalize('NFC'), salt))}`;
}

/** Stands for the password of an account that does not exist: the same work for the same answer. */
export const NOBODY_PHC = `${HEAD}$AAAAAAAAAAAAAAAAAAAAAA$AA`;

export async function isPassword(slow: SlowHash, password: string, phc: string): Promise<boolean> {
  const salt = Buffer.from(phc.split('$')[4] ?? '', 'base64');
  const [given, kept] = [Buffer.from(await passwordPhc(slow, password, salt)), Buffer.from(phc)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
