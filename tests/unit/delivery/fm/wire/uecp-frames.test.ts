import { expect, test } from 'vitest';
import { rtPlusGroups } from '../../../../../src/delivery/fm/wire/rt-plus.ts';
import { uecpFrames } from '../../../../../src/delivery/fm/wire/uecp-dialect.ts';
import {
  alternativesElement,
  clockElement,
  freeGroupElement,
  rdsBytes,
  readAnswer,
} from '../../../../../src/delivery/fm/wire/uecp-elements.ts';
import { FrameReader } from '../../../../../src/delivery/fm/wire/uecp-frame.ts';
import { ALARM, CALM } from './encoder-scene.ts';

const messages = (...[state, previous]: [Parameters<typeof uecpFrames>[0], Parameters<typeof uecpFrames>[1]]) =>
  uecpFrames(state, previous, { site: 837, encoder: 18, quirk: 'standard', nextSqc: () => 1 }).map((bytes) =>
    Buffer.from(new FrameReader().push(bytes)[0]?.message ?? []).toString('hex'),
  );

test('a whole state is these elements, each in a frame of its own', () => {
  expect(messages({ ...ALARM, rt: 'LU QUET', groups: ['B0A71A5F0001'] }, null)).toEqual([
    '03000002', // announcement off, traffic programme
    '1600080004000400040002', // 0A 2A 0A 2A 0A 2A 0A 1A
    '0100007a01',
    `020000${Buffer.from('XA TAN  ').toString('hex')}`,
    '0700001f',
    '2416071a5f0001', // group 11A, its five bits, blocks 3 and 4
    `0a00000801${Buffer.from('LU QUET').toString('hex')}`,
    '03000003', // announcement on
    '1a0000f2', // country
    '1a003046', // language
    '04000008', // mono; the programme type changes by itself
  ]);
});

test('a name of the programme type, other frequencies and the time are said where they are set', () => {
  const at = Date.parse('2026-11-23T05:06:07.890+07:00');
  expect(Buffer.from(clockElement(at, 420)).toString('hex')).toBe('0d1a0b161606' + '07590e');
  expect(Buffer.from(clockElement(at, -210)).toString('hex').slice(-2)).toBe('27');
  // Two codes (98.5 MHz is 110, 102.3 MHz is 148) behind their number, from the beginning of the list.
  expect(Buffer.from(alternativesElement([98_500, 102_300])).toString('hex')).toBe('130000060000e26e9400');
  const more = { ...CALM, ptyn: 'NONGTHON', alternativesKhz: [98_500], clock: { offsetMinutes: 420 } };
  expect(messages(more, CALM)).toEqual([
    '160009000400040004000214', // 10A too
    `3e0000${Buffer.from('NONGTHON').toString('hex')}`,
    '130000050000e16e00',
    '0d46010100000000' + '0e',
    '1901',
  ]);
});

test('only what differs is said', () => {
  expect(messages({ ...CALM, pty: 9 }, CALM)).toEqual(['07000009']);
  expect(messages({ ...CALM, rt: '' }, CALM)).toEqual(['0a000000']);
  expect(messages(CALM, ALARM)).toEqual([
    '03000002',
    '07000001',
    `0a00001301${Buffer.from('BAN TIN XA TAN LAP').toString('hex')}`,
  ]);
});

test('of a free group type, version and 37 bits are sent; PI, TP and PTY are the encoder’s', () => {
  // 9B, TP and PTY 31 set, five bits 10101.
  expect(Buffer.from(freeGroupElement('9FF512345678')).toString('hex')).toBe('24131512345678');
});

test('the dollar sign has its own place in the RDS set; what is not in it is a question mark', () => {
  expect([...rdsBytes('A$đ€\xff')]).toEqual([0x41, 0xab, 0x3f, 0x3f, 0xff]);
});

test('tags of radio text are a 3A group that points to 11A, and the 11A group', () => {
  // Item title (1) from 0, 8 letters; item artist (4) from 11, 4 letters.
  const groups = rtPlusGroups([
    { type: 1, start: 0, length: 7 },
    { type: 4, start: 11, length: 3 },
  ]);
  expect(groups).toEqual(['301600004BD7', 'B008200E2163']);
  expect(rtPlusGroups([])[1]).toBe('B00000000000');
});

test('tags are said after the text, and taken back when there are none', () => {
  const tagged = { ...CALM, rtPlus: [{ type: 12, start: 0, length: 6 }] };
  expect(messages(tagged, CALM).map((one) => one.slice(0, 4))).toEqual(['2406', '2416']);
  expect(messages(CALM, tagged).at(-1)).toBe('24160000000000');
});

test.each([
  ['1800', { answer: 'yes', sequence: null }],
  ['180009', { answer: 'yes', sequence: 9 }],
  ['180609', { answer: 'no', sequence: 9, why: 'parameter out of range', isSpoilt: false }],
  ['18ee09', { answer: 'no', sequence: 9, why: 'error 238', isSpoilt: false }],
  ['180109', { answer: 'no', sequence: 9, why: 'CRC error', isSpoilt: true }],
  ['18', null],
  ['0100007a01', { answer: 'value', code: 1, value: '7A01' }],
  ['0100007a', null],
  ['0a0000040148490d', { answer: 'value', code: 10, value: 'HI' }],
  ['0a000009014849', null],
  ['0a000000', { answer: 'value', code: 10, value: '' }],
  ['2b0001', null],
  ['', null],
])('the answer %s is understood, or not', (message, answer) => {
  expect(readAnswer(Buffer.from(message, 'hex'))).toEqual(answer);
});
