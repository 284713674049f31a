import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

const PRESENT = 0x01;
const VERIFIED = 0x04;
const CREDENTIAL = 0x40;

/** What the browser and the device say of themselves; a test says what is amiss. */
export interface Saying {
  readonly challenge: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
}

/** A phone, or a stick, with one key on it, and the browser in front of it. */
export class PasskeyDevice {
  readonly credentialId: string;
  counter = 0;
  readonly #kind: 'ec' | 'rsa';
  readonly #id: Buffer;
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  readonly #home: { origin: string; rpId: string };

  constructor(name: string, origin: string, kind: 'ec' | 'rsa' = 'ec') {
    this.#id = sha256(name);
    this.credentialId = text(this.#id);
    this.#kind = kind;
    this.#keys =
      kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#home = { origin, rpId: new URL(origin).hostname };
  }

  make(saying: Saying) {
    const id = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.#id.length]), this.#id]);
    const data = Buffer.concat([this.#head(saying, CREDENTIAL), id, this.#cose()]);
    return {
      ...{ name: 'Điện thoại', transports: ['internal'], credentialId: this.credentialId },
      ...{ clientData: text(this.#client({ type: 'webauthn.create', ...saying })), authenticatorData: text(data) },
    };
  }

  sign(saying: Saying) {
    this.counter += 1;
    const client = this.#client({ type: 'webauthn.get', ...saying });
    const data = this.#head({ counter: this.counter, ...saying }, 0);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey);
    return {
      ...{ credentialId: this.credentialId, clientData: text(client), authenticatorData: text(data) },
      signature: text(signature),
    };
  }

  #client({ type, challenge, origin = this.#home.origin, crossOrigin = false }: Saying): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
  }

  #head({ rpId = this.#home.rpId, isPresent = true, isVerified = true, counter = 0 }: Saying, more: number): Buffer {
    const tail = Buffer.alloc(5);
    tail[0] = (isPresent ? PRESENT : 0) | (isVerified ? VERIFIED : 0) | more;
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), tail]);
  }

  #cose(): Buffer {
    const jwk = this.#keys.publicKey.export({ format: 'jwk' });
    const part = (name: 'x' | 'y' | 'n' | 'e') => Buffer.from(jwk[name] ?? '', 'base64url');
    const hex = (digits: string) => Buffer.from(digits, 'hex');
    return this.#kind === 'ec'
      ? Buffer.concat([hex('a5010203262001215820'), part('x'), hex('225820'), part('y')])
      : Buffer.concat([hex('a401030339010020590100'), part('n'), hex('2143'), part('e')]);
  }
}
