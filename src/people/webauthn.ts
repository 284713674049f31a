/**
 * Passkeys, as browsers speak of them (W3C Web Authentication, level 2): what an answer says, and whether it is the one that
 * was asked for. Pure. Who made the device is not asked, so nothing is attested; what is proved is the key itself.
 */
import { createHash, createPublicKey, type JsonWebKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** What was asked, by which page. */
export interface Question {
  /** Of the challenge as it was sent (base64url), in hex. */
  readonly challengeSha256: string;
  /** `https://loa.xa.vn` */
  readonly origin: string;
  /** The host of that page: a key that was made for it works there only. */
  readonly rpId: string;
}

/** A fresh key, as the browser hands it over; everything is base64url. */
export interface Made {
  readonly credentialId: string;
  readonly clientData: string;
  readonly authenticatorData: string;
}

/** An answer given by a key. */
export interface Signed extends Made {
  readonly signature: string;
}

/** Why an answer is not taken. */
export type Fault =
  | 'malformed'
  | 'not what was asked'
  | 'challenge'
  | 'origin'
  | 'inside another page'
  | 'host'
  | 'nobody present'
  | 'credential'
  | 'algorithm'
  | 'signature';

export interface FreshKey {
  /** SubjectPublicKeyInfo, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly isVerified: boolean;
}

export interface Heard {
  readonly counter: number;
  /** The device knew its owner: by PIN, finger or face. */
  readonly isVerified: boolean;
}

type Judged<Good> = Good | { readonly fault: Fault };

/** COSE numbers of what the station reads: ECDSA on P-256, which every device has, and RSA, which Windows may use. */
export const ALGORITHMS = [-7, -257] as const;

const HEAD_BYTES = 37;
const FLAG = { present: 0x01, verified: 0x04, credential: 0x40 } as const;
const bytesOf = (text: string) => Buffer.from(text, 'base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** Whether a fresh key was made for this question; its public half if so. */
export function judgeMade(made: Made, question: Question): Judged<FreshKey> {
  const said = clientFault(made.clientData, 'webauthn.create', question);
  if (said) return { fault: said };
  const data = bytesOf(made.authenticatorData);
  const fault = dataFault(data, question);
  if (fault) return { fault };
  const id = bytesOf(made.credentialId);
  const idAt = HEAD_BYTES + 18;
  if (!((data[32] ?? 0) & FLAG.credential) || data.length < idAt) return { fault: 'credential' };
  const idEnd = idAt + data.readUInt16BE(idAt - 2);
  if (id.length === 0 || !data.subarray(idAt, idEnd).equals(id)) return { fault: 'credential' };
  const key = publicKeyOf(data.subarray(idEnd));
  if (!key) return { fault: 'algorithm' };
  const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64url');
  return { publicKey, ...heardIn(data) };
}

/** Whether this answer was given to this question by the owner of this public key. */
export function judgeSigned(signed: Signed, question: Question, publicKey: string): Judged<Heard> {
  const said = clientFault(signed.clientData, 'webauthn.get', question);
  if (said) return { fault: said };
  const data = bytesOf(signed.authenticatorData);
  const fault = dataFault(data, question);
  if (fault) return { fault };
  const key = createPublicKey({ key: bytesOf(publicKey), format: 'der', type: 'spki' });
  const words = Buffer.concat([data, sha256(bytesOf(signed.clientData))]);
  return verify('sha256', words, key, bytesOf(signed.signature)) ? heardIn(data) : { fault: 'signature' };
}

/** The counter of a key rises with each use, or stays at nought for devices that do not count. Else there are two of it. */
export function isCounterLater(counter: number, before: number): boolean {
  return counter > before || (counter === 0 && before === 0);
}

/** The host for which keys are made on a page of this origin; null where browsers have none: without TLS, or by number. */
export function rpIdOf(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { protocol, hostname } = new URL(origin);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) return null;
  return hostname === '' || hostname.startsWith('[') || /^[\d.]+$/.test(hostname) ? null : hostname;
}

/** What the browser says that it was asked, and by whom. */
function clientFault(clientData: string, type: string, question: Question): Fault | null {
  const said = jsonOf(bytesOf(clientData));
  if (said === null) return 'malformed';
  if (said['type'] !== type) return 'not what was asked';
  const challenge = typeof said['challenge'] === 'string' ? said['challenge'] : '';
  if (sha256(challenge).toString('hex') !== question.challengeSha256) return 'challenge';
  if (said['origin'] !== question.origin) return 'origin';
  return said['crossOrigin'] === true ? 'inside another page' : null;
}

function jsonOf(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** What the device says: for which host, and that somebody touched it. */
function dataFault(data: Buffer, { rpId }: Question): Fault | null {
  if (data.length < HEAD_BYTES) return 'malformed';
  if (!timingSafeEqual(data.subarray(0, 32), sha256(rpId))) return 'host';
  return (data[32] ?? 0) & FLAG.present ? null : 'nobody present';
}

function heardIn(data: Buffer): Heard {
  return { counter: data.readUInt32BE(33), isVerified: ((data[32] ?? 0) & FLAG.verified) !== 0 };
}

/** CTAP2 prescribes the order and the length of every part of a key, so that each kind has one form in bytes (CBOR). */
const EC = { head: Buffer.from('a5010203262001215820', 'hex'), between: Buffer.from('225820', 'hex') };
const RSA = { head: Buffer.from('a401030339010020', 'hex'), between: Buffer.from('2143', 'hex') };
/** 2,048 to 4,096 bits. */
const RSA_BYTES = { least: 256, most: 512 };

function publicKeyOf(bytes: Buffer): KeyObject | null {
  const jwk = ecOf(bytes) ?? rsaOf(bytes);
  try {
    return jwk && createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    // No point of the curve.
    return null;
  }
}

function ecOf(bytes: Buffer): JsonWebKey | null {
  const { head, between } = EC;
  const xAt = head.length;
  const yAt = xAt + 32 + between.length;
  if (bytes.length < yAt + 32 || !bytes.subarray(0, xAt).equals(head)) return null;
  if (!bytes.subarray(xAt + 32, yAt).equals(between)) return null;
  const [x, y] = [bytes.subarray(xAt, xAt + 32), bytes.subarray(yAt, yAt + 32)];
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
}

function rsaOf(bytes: Buffer): JsonWebKey | null {
  const { head, between } = RSA;
  // A byte string with a length of two bytes.
  const nAt = head.length + 3;
  if (bytes.length < nAt || !bytes.subarray(0, head.length).equals(head) || bytes[head.length] !== 0x59) return null;
  const nEnd = nAt + bytes.readUInt16BE(head.length + 1);
  const eAt = nEnd + between.length;
  if (nEnd - nAt < RSA_BYTES.least || nEnd - nAt > RSA_BYTES.most || bytes.length < eAt + 3) return null;
  if (!bytes.subarray(nEnd, eAt).equals(between)) return null;
  const [n, e] = [bytes.subarray(nAt, nEnd), bytes.subarray(eAt, eAt + 3)];
  return { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
}
