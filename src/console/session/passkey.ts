import type { Answer } from '../api/client.ts';
import type { Standing } from './session.ts';

/** Why there are no passkeys here: the page is not opened by a name and https, or the browser knows none. */
export type NoPasskeys = 'address' | 'browser';

/** Whether this page may use passkeys; null: it may. Browsers refuse them by number (192.168.1.10) and without https. */
export function whyNoPasskeys(): NoPasskeys | null {
  const { hostname } = location;
  const isNumber = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  if (isNumber || !isSecureContext) return 'address';
  return 'PublicKeyCredential' in globalThis ? null : 'browser';
}

/** True when a passkey of this account works on this page. */
export function hasPasskeyHere({ factors, passkeyHosts }: Pick<Standing, 'factors' | 'passkeyHosts'>): boolean {
  return factors.includes('passkey') && passkeyHosts.includes(location.hostname) && whyNoPasskeys() === null;
}

/** The person pressed Cancel, the time was over, or the device did not want: browsers do not say which. */
export type Stopped = 'stopped' | 'known';

const ASK_MS = 120_000;

/** Has a passkey made by the phone, the computer or a stick. `known`: it is there already. */
export async function makePasskey(asked: Answer<'beginPasskey'>) {
  const { challenge, rpId, userId, userName, algorithms, known } = asked;
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: bytesOf(challenge),
    rp: { id: rpId, name: document.title },
    user: { id: bytesOf(userId), name: userName, displayName: userName },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.map(descriptorOf),
    authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
    attestation: 'none',
    timeout: ASK_MS,
  };
  const made = await orStopped(() => navigator.credentials.create({ publicKey }));
  if (typeof made === 'string') return made;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    credentialId: made.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.getAuthenticatorData()),
    transports: response.getTransports().filter(isKnownTransport),
  };
}

/** Has the question signed by a passkey of this account. */
export async function signByPasskey(asked: Answer<'askPasskey'>) {
  const { challenge, rpId, known } = asked;
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...{ challenge: bytesOf(challenge), rpId, allowCredentials: known.map(descriptorOf) },
    ...{ userVerification: 'required', timeout: ASK_MS },
  };
  const signed = await orStopped(() => navigator.credentials.get({ publicKey }));
  if (typeof signed === 'string') return signed;
  const response = signed.response as AuthenticatorAssertionResponse;
  return {
    credentialId: signed.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  };
}

async function orStopped(act: () => Promise<Credential | null>): Promise<PublicKeyCredential | Stopped> {
  try {
    return ((await act()) as PublicKeyCredential | null) ?? 'stopped';
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return error.name === 'InvalidStateError' ? 'known' : 'stopped';
  }
}

const TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal', 'cable'] as const;
type Transport = (typeof TRANSPORTS)[number];
const isKnownTransport = (name: string): name is Transport => (TRANSPORTS as readonly string[]).includes(name);

function descriptorOf(known: { readonly credentialId: string; readonly transports: readonly string[] }) {
  return {
    type: 'public-key' as const,
    id: bytesOf(known.credentialId),
    transports: known.transports as AuthenticatorTransport[],
  };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function textOf(bytes: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
