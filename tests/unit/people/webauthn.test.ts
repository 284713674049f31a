import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isCounterLater, judgeMade, judgeSigned, type Question, rpIdOf } from '../../../src/people/webauthn.ts';
import { PasskeyDevice, type Saying } from '../../support/passkey-device.ts';

const ORIGIN = 'https://loa.xa.vn';
const CHALLENGE = 'Y2jhu6cgbuG7mWk';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const question: Question = { challengeSha256: sha256(CHALLENGE), origin: ORIGIN, rpId: 'loa.xa.vn' };
const fromHex = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

function enrolled(kind: 'ec' | 'rsa' = 'ec') {
  const device = new PasskeyDevice('lan', ORIGIN, kind);
  const made = judgeMade(device.make({ challenge: CHALLENGE }), question);
  if ('fault' in made) throw new Error(made.fault);
  return { device, made };
}

describe('the examples of the standard (W3C Web Authentication level 3, 16.2)', () => {
  const at = (challenge: string): Question => ({
    challengeSha256: sha256(fromHex(challenge)),
    ...{ origin: 'https://example.org', rpId: 'example.org' },
  });
  const made = judgeMade(
    {
      credentialId: fromHex('f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4'),
      clientData: fromHex(
        '7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d',
      ),
      authenticatorData: fromHex(
        'bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220',
      ),
    },
    at('00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130'),
  );
  const signed = {
    credentialId: fromHex('f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4'),
    clientData: fromHex(
      '7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d',
    ),
    authenticatorData: fromHex('bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000'),
    signature: fromHex(
      '3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87',
    ),
  };
  const asked = at('39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408');
  const publicKey = 'publicKey' in made ? made.publicKey : '';

  test('its fresh key is taken, and its answer is right', () => {
    expect(made).toMatchObject({ counter: 0, isVerified: false });
    expect(judgeSigned(signed, asked, publicKey)).toEqual({ counter: 0, isVerified: false });
  });

  test('every single changed bit of the answer is noticed', () => {
    for (const part of ['clientData', 'authenticatorData', 'signature'] as const) {
      const bytes = Buffer.from(signed[part], 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const judged = judgeSigned({ ...signed, [part]: changed.toString('base64url') }, asked, publicKey);
        expect(judged, `${part}, bit ${bit}`).toHaveProperty('fault');
      }
    }
  });
});

describe.each(['ec', 'rsa'] as const)('a key of the kind %s', (kind) => {
  test('is made, and answers', () => {
    const { device, made } = enrolled(kind);
    expect(made).toMatchObject({ counter: 0, isVerified: true });
    const heard = judgeSigned(device.sign({ challenge: CHALLENGE }), question, made.publicKey);
    expect(heard).toEqual({ counter: 1, isVerified: true });
  });
});

test('one signature in 120 has a short number in it, and is right all the same', () => {
  const { device, made } = enrolled();
  for (let turn = 0; turn < 1000; turn += 1) {
    const heard = judgeSigned(device.sign({ challenge: CHALLENGE }), question, made.publicKey);
    expect(heard).toEqual({ counter: turn + 1, isVerified: true });
  }
});

const BAD: ReadonlyArray<readonly [string, Partial<Saying>, string]> = [
  ['another challenge', { challenge: 'bmdoZSDEkcOieQ' }, 'challenge'],
  ['another page', { origin: 'https://loa.xa.vn.example' }, 'origin'],
  ['the same host without TLS', { origin: 'http://loa.xa.vn' }, 'origin'],
  ['another port', { origin: 'https://loa.xa.vn:8443' }, 'origin'],
  ['a page inside of another one', { crossOrigin: true }, 'inside another page'],
  ['a key for another host', { rpId: 'xa.vn' }, 'host'],
  ['nobody touched it', { isPresent: false }, 'nobody present'],
];

test.each(BAD)('what is refused of a fresh key and of an answer: %s', (_what, amiss, fault) => {
  const { device, made } = enrolled();
  expect(judgeMade(device.make({ challenge: CHALLENGE, ...amiss }), question)).toEqual({ fault });
  expect(judgeSigned(device.sign({ challenge: CHALLENGE, ...amiss }), question, made.publicKey)).toEqual({ fault });
});

test('an answer is no fresh key, and a fresh key no answer', () => {
  const { device, made } = enrolled();
  const asMade = device.make({ challenge: CHALLENGE, type: 'webauthn.get' });
  expect(judgeMade(asMade, question)).toEqual({ fault: 'not what was asked' });
  const signed = device.sign({ challenge: CHALLENGE, type: 'webauthn.create' });
  expect(judgeSigned(signed, question, made.publicKey)).toEqual({ fault: 'not what was asked' });
});

test('the signature of another key, or none, is refused', () => {
  const { device, made } = enrolled();
  const other = new PasskeyDevice('lan', ORIGIN).sign({ challenge: CHALLENGE });
  expect(judgeSigned(other, question, made.publicKey)).toEqual({ fault: 'signature' });
  const none = { ...device.sign({ challenge: CHALLENGE }), signature: '' };
  expect(judgeSigned(none, question, made.publicKey)).toEqual({ fault: 'signature' });
});

test('a fresh key names itself, and is of a kind that the station reads', () => {
  const { device } = enrolled();
  const made = device.make({ challenge: CHALLENGE });
  expect(judgeMade({ ...made, credentialId: 'AAAA' }, question)).toEqual({ fault: 'credential' });
  expect(judgeMade({ ...made, credentialId: '' }, question)).toEqual({ fault: 'credential' });
  const bytes = Buffer.from(made.authenticatorData, 'base64url');
  const cut = (length: number) => ({ ...made, authenticatorData: bytes.subarray(0, length).toString('base64url') });
  for (const [length, fault] of [
    [0, 'malformed'],
    [36, 'malformed'],
    [54, 'credential'],
    [60, 'credential'],
    [55 + 32, 'algorithm'],
    [bytes.length - 1, 'algorithm'],
  ] as const) {
    expect(judgeMade(cut(length), question), `${length} bytes`).toEqual({ fault });
  }
  // Ed25519 (kty 1, alg -8), and a point that is not on the curve.
  const idEnd = 55 + 32;
  const with_ = (cose: Buffer) => ({
    ...made,
    authenticatorData: Buffer.concat([bytes.subarray(0, idEnd), cose]).toString('base64url'),
  });
  const ed = Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), Buffer.alloc(32, 7)]);
  expect(judgeMade(with_(ed), question)).toEqual({ fault: 'algorithm' });
  const off = Buffer.from(bytes.subarray(idEnd));
  off[off.length - 1] = (off[off.length - 1] ?? 0) ^ 1;
  expect(judgeMade(with_(off), question)).toEqual({ fault: 'algorithm' });
});

test.each([
  ['no JSON', 'bm90IGpzb24'],
  ['no object', 'MTIz'],
  ['null', 'bnVsbA'],
  ['no UTF-8', '_w'],
  ['nothing', ''],
])('what the browser says must be read: %s', (_what, clientData) => {
  const { device } = enrolled();
  const judged = judgeMade({ ...device.make({ challenge: CHALLENGE }), clientData }, question);
  expect(judged).toHaveProperty('fault');
});

test.each([
  [1, 0, true],
  [2, 1, true],
  [0, 0, true],
  [1, 1, false],
  [1, 2, false],
  [0, 1, false],
])('counter %i after %i: %s', (counter, before, isLater) => expect(isCounterLater(counter, before)).toBe(isLater));

test.each([
  ['https://loa.xa.vn', 'loa.xa.vn'],
  ['https://loa.xa.vn:8443', 'loa.xa.vn'],
  ['https://tram', 'tram'],
  ['http://localhost:8080', 'localhost'],
  ['http://tram.localhost', 'tram.localhost'],
  ['http://loa.xa.vn', null],
  ['http://192.168.1.10:8080', null],
  ['https://192.168.1.10', null],
  ['https://[fd00::5]', null],
  ['ftp://loa.xa.vn', null],
  ['https://', null],
  ['', null],
])('a page at %s has keys for %s', (origin, rpId) => expect(rpIdOf(origin)).toBe(rpId));
