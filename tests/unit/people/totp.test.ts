import { expect, test } from 'vitest';
import { base32, stepOf, stepOfCode, totpAddress, totpCode } from '../../../src/people/totp.ts';

const SECRET = Buffer.from('12345678901234567890');
const AT = Date.UTC(2026, 10, 23, 4, 0, 0);

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('the vectors of RFC 6238 for SHA-1: %i s', (seconds, code) => {
  expect(totpCode(SECRET, stepOf(seconds * 1000), 8)).toBe(code);
});

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('the vectors of RFC 4648 for base 32: %s', (text, code) => {
  expect(base32(Buffer.from(text))).toBe(code);
});

test.each([
  ['this step', 0, 0],
  ['the step before', -1, -1],
  ['the next step', 1, 1],
  ['two steps before', -2, null],
  ['two steps ahead', 2, null],
  ['ten minutes ahead', 20, null],
])('a code of %s', (_what, off, found) => {
  const step = stepOfCode(SECRET, totpCode(SECRET, stepOf(AT) + off), AT, 0);
  expect(step === null ? null : step - stepOf(AT)).toBe(found);
});

test('a step that was used, and every one before it, is over', () => {
  const now = stepOf(AT);
  expect(stepOfCode(SECRET, totpCode(SECRET, now), AT, now)).toBe(null);
  expect(stepOfCode(SECRET, totpCode(SECRET, now - 1), AT, now)).toBe(null);
  expect(stepOfCode(SECRET, totpCode(SECRET, now + 1), AT, now)).toBe(now + 1);
});

test.each(['', '12345', '1234567', '٠١٢٣٤٥', '-12345', 'abcdef'])('what is no code is none: %j', (code) => {
  expect(stepOfCode(SECRET, code, AT, 0)).toBe(null);
});

test('the address that an app reads is whole, whatever the names are', () => {
  const address = totpAddress(SECRET, 'Đài xã: Tân Lập', 'cán bộ/a&b');
  const url = new URL(address);
  expect(decodeURIComponent(url.pathname)).toContain('Đài xã  Tân Lập:cán bộ/a&b');
  expect(url.searchParams.get('secret')).toBe(base32(SECRET));
  expect(url.searchParams.get('issuer')).toBe('Đài xã  Tân Lập');
});
