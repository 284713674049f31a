/** Ed25519 signatures of the link (RFC 8032). Keys travel as base64url of their 32 raw public bytes. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type OrderPayload, orderPayload, parseMessage, type SignedOrder } from './messages.ts';

export interface KeyPair {
  readonly publicKey: string;
  /** PKCS 8 in PEM: a secret, kept in a file or table that only its owner reads. */
  readonly privatePem: string;
}

/** A new identity. Chance comes from the operating system's generator: a guessable key would be no identity. */
export function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function publicKeyOf(raw: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
}

/** True when `raw` is a public key that can be used. */
export function isPublicKey(raw: string): boolean {
  try {
    publicKeyOf(raw);
    return true;
  } catch {
    return false;
  }
}

let lastPem = '';
let lastKey: KeyObject | null = null;

/** Reading the PEM takes twice as long as the signature itself: the key in use is kept. */
function privateKeyOf(pem: string): KeyObject {
  if (pem !== lastPem || !lastKey) [lastPem, lastKey] = [pem, createPrivateKey(pem)];
  return lastKey;
}

/** What a signature is good for. */
type Purpose = 'hello' | 'order' | 'checkpoint' | 'audit-export';

/** Signs text, for one purpose. The purpose stands in the signed bytes, so that no signature serves another one. */
export function signText(privatePem: string, purpose: Purpose, text: string): string {
  return sign(null, Buffer.from(`loaxa-${purpose}\n${text}`), privateKeyOf(privatePem)).toString('base64url');
}

/** True when `signature` is that key's own over that text and purpose. Never throws. */
export function isSigned(publicKey: string, purpose: Purpose, text: string, signature: string): boolean {
  try {
    const bytes = Buffer.from(`loaxa-${purpose}\n${text}`);
    const given = Buffer.from(signature, 'base64url');
    // A signature is written in one way only: the decoder would pass over what does not belong.
    if (given.toString('base64url') !== signature) return false;
    return verify(null, bytes, publicKeyOf(publicKey), given);
  } catch {
    return false;
  }
}

/** Makes the frame of one order. The same bytes may go to many speakers. */
export function signOrder(privatePem: string, payload: OrderPayload): SignedOrder {
  const text = JSON.stringify(payload);
  return { type: 'signed', payload: text, signature: signText(privatePem, 'order', text) };
}

/** How far a speaker has obeyed: orders at or below this mark are old. */
export interface OrderMark {
  readonly epoch: number;
  readonly seq: number;
}

export type OrderVerdict =
  | { readonly ok: true; readonly payload: OrderPayload; readonly mark: OrderMark }
  | { readonly ok: false; readonly why: 'forged' | 'malformed' | 'not_for_us' | 'old' | 'expired' };

/**
 * Decides whether a speaker obeys a signed order: the station's own signature, addressed to it, newer than everything
 * it obeyed, and not expired by the station's clock (`stationNowMs`, null when the speaker does not know it yet).
 */
export function judgeOrder(
  signed: SignedOrder,
  speaker: { endpointId: string; stationKey: string; mark: OrderMark; stationNowMs: number | null },
): OrderVerdict {
  if (!isSigned(speaker.stationKey, 'order', signed.payload, signed.signature)) return { ok: false, why: 'forged' };
  const payload = parseMessage(orderPayload, signed.payload);
  if (!payload) return { ok: false, why: 'malformed' };
  if (!isMeantFor(speaker.endpointId, payload)) return { ok: false, why: 'not_for_us' };
  const { epoch, seq } = payload;
  const isNewer = epoch > speaker.mark.epoch || (epoch === speaker.mark.epoch && seq > speaker.mark.seq);
  if (!isNewer) return { ok: false, why: 'old' };
  if (speaker.stationNowMs !== null && payload.expiresAt < speaker.stationNowMs) return { ok: false, why: 'expired' };
  return { ok: true, payload, mark: { epoch, seq } };
}

/** An order that names its targets is for no one else, whoever it is addressed to. */
function isMeantFor(endpointId: string, { to, order }: OrderPayload): boolean {
  if (to !== '*' && to !== endpointId) return false;
  return !('targets' in order) || order.targets.includes(endpointId);
}
