import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rdsBytes } from '../../../../../src/delivery/fm/wire/uecp-elements.ts';
import {
  encodeFrame,
  FrameReader,
  nextSequence,
  type UecpFrame,
  uecpCrc,
} from '../../../../../src/delivery/fm/wire/uecp-frame.ts';

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
const PS = Uint8Array.of(0x02, 3, 6, ...rdsBytes(' PS RDS '));

test('a name for one encoder, and the same for another with stuffing in its address, are the bytes of the standard', () => {
  expect(hex(encodeFrame({ site: 837, encoder: 18, sequence: 1, message: PS }))).toBe(
    'FE D1 52 01 0B 02 03 06 20 50 53 20 52 44 53 20 25 F4 FF',
  );
  expect(hex(encodeFrame({ site: 1022, encoder: 63, sequence: 0, message: PS }))).toBe(
    'FE FD 02 BF 00 0B 02 03 06 20 50 53 20 52 44 53 20 80 0C FF',
  );
});

test('the check sum is the inverted CRC-16 that begins with ones', () => {
  expect(uecpCrc(new TextEncoder().encode('123456789'))).toBe(0xd64e);
});

test('numbers go from 1 to 255 and round again, never 0', () => {
  expect([0, 1, 254, 255].map(nextSequence)).toEqual([1, 2, 255, 1]);
});

test.each([
  ['site', { site: 1024 }],
  ['encoder', { encoder: 64 }],
  ['sequence', { sequence: 256 }],
  ['message', { message: new Uint8Array(256) }],
])('a frame never carries a %s that has no place in it', (_, part) => {
  expect(() => encodeFrame({ site: 1, encoder: 1, sequence: 1, message: PS, ...part })).toThrow(RangeError);
});

const frameOf = (message: Uint8Array, sequence = 7): UecpFrame => ({ site: 5, encoder: 2, sequence, message });

describe('stuffing', () => {
  test.each([0xfd, 0xfe, 0xff])('the byte %i survives in every position, the check sum too', (special) => {
    for (let length = 1; length <= 64; length++)
      for (const at of [0, length >> 1, length - 1]) {
        const frame = frameOf(new Uint8Array(length).fill(0x41).with(at, special));
        const sent = encodeFrame(frame);
        expect(sent.subarray(1, -1).filter((byte) => byte > 0xfd)).toHaveLength(0);
        expect(new FrameReader().push(sent)).toEqual([frame]);
      }
  });

  test('check sums with special bytes are stuffed', () => {
    const found = { high: false, low: false };
    for (let sequence = 0; sequence < 256; sequence++)
      for (let value = 0; value < 256; value++) {
        const frame = frameOf(Uint8Array.of(value), sequence);
        const crc = uecpCrc(Uint8Array.of(1, 0x42, sequence, 1, value));
        if (crc >> 8 < 0xfd && (crc & 0xff) < 0xfd) continue;
        found.high ||= crc >> 8 >= 0xfd;
        found.low ||= (crc & 0xff) >= 0xfd;
        expect(new FrameReader().push(encodeFrame(frame))).toEqual([frame]);
      }
    expect(found).toEqual({ high: true, low: true });
  });

  test('a maker that stuffs nothing is written and read by length alone', () => {
    const frame = frameOf(Uint8Array.of(0xfd, 0xfe, 0xff, 0, 0xff));
    const sent = encodeFrame(frame, 'no_stuffing');
    expect(sent).toHaveLength(1 + 4 + 5 + 2 + 1);
    const reader = new FrameReader('no_stuffing');
    expect([...sent].flatMap((byte) => reader.push(Uint8Array.of(byte)))).toEqual([frame]);
    expect(reader.push(Uint8Array.of(...sent, ...sent))).toEqual([frame, frame]);
  });
});

describe('a stream of frames', () => {
  const one = encodeFrame(frameOf(PS));

  test.each([
    ['two glued together', [...one, ...one], 2, 0],
    ['garbage before it', [1, 2, 3, 0xff, ...one], 1, 1],
    ['garbage behind it', [...one, 1, 2, 3], 1, 1],
    ['a start inside a frame', [...one.slice(0, 6), ...one], 1, 1],
    ['a stop that is missing', [...one.slice(0, -1), ...one], 1, 1],
    ['FD at the end', [...one.slice(0, -1), 0xfd, 0xff, ...one], 1, 1],
    ['FD 03', [0xfe, 1, 0xfd, 3, 5, 6, 0xff, ...one], 1, 1],
    ['FD before a start', [0xfe, 1, 0xfd, ...one], 1, 1],
    ['a length that is too small', [...one.with(4, 3), ...one], 1, 1],
    ['a length that is too large', [...one.with(4, 200), ...one], 1, 1],
    ['a bad check sum', [...one.with(-2, (one.at(-2) ?? 0) ^ 1), ...one], 1, 1],
    ['nothing between start and stop', [0xfe, 0xff, ...one], 1, 1],
    ['a start alone', [0xfe, ...one], 1, 1],
  ])('with %s', (_, stream, frames, damaged) => {
    const reader = new FrameReader();
    expect(reader.push(Uint8Array.from(stream))).toEqual(new Array(frames).fill(frameOf(PS)));
    expect(reader.damaged).toBe(damaged);
  });

  test('in 255 pieces', () => {
    const long = frameOf(Uint8Array.from({ length: 248 }, (_, index) => index));
    const reader = new FrameReader();
    const sent = encodeFrame(long);
    expect(sent.length).toBeGreaterThanOrEqual(255);
    expect([...sent].flatMap((byte) => reader.push(Uint8Array.of(byte)))).toEqual([long]);
  });

  test('10 MB without an end are dropped, and the next frame is read', () => {
    const reader = new FrameReader();
    reader.push(Uint8Array.of(0xfe));
    for (let piece = 0; piece < 160; piece++) reader.push(new Uint8Array(65_536).fill(0x55));
    expect(reader.damaged).toBe(1);
    expect(reader.push(one)).toEqual([frameOf(PS)]);
  });

  test('whatever comes, no frame is made up and a whole one behind it is found', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (garbage) => {
        const reader = new FrameReader();
        expect(reader.push(garbage)).toEqual([]);
        expect(reader.push(one)).toEqual([frameOf(PS)]);
      }),
      { numRuns: 500 },
    );
  });
});
