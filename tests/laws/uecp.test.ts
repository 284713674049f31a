import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RdsState } from '../../src/delivery/fm/rds-state.ts';
import { uecpFrames } from '../../src/delivery/fm/wire/index.ts';
import { encodeFrame, FrameReader, nextSequence } from '../../src/delivery/fm/wire/uecp-frame.ts';
import { seedOf } from '../support/seeded-random.ts';

const seed = seedOf(62106);
const special = fc.constantFrom(0xfd, 0xfe, 0xff);
const byte = fc.oneof(special, fc.integer({ min: 0, max: 255 }));
const frame = fc.record({
  site: fc.integer({ min: 0, max: 1023 }),
  encoder: fc.integer({ min: 0, max: 63 }),
  sequence: fc.integer({ min: 0, max: 255 }),
  message: fc.array(byte, { maxLength: 255 }).map((bytes) => Uint8Array.from(bytes)),
});

test('5,000 frames come back as they were, in pieces of any size', () => {
  fc.assert(
    fc.property(frame, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (one, sizes) => {
      const sent = encodeFrame(one);
      expect(sent.subarray(1, -1).every((value) => value < 0xfe)).toBe(true);
      const reader = new FrameReader();
      const got = [];
      for (let from = 0, piece = 0; from < sent.length; piece++) {
        const size = sizes[piece % sizes.length] ?? 1;
        got.push(...reader.push(sent.subarray(from, from + size)));
        from += size;
      }
      expect(got).toEqual([one]);
      expect(reader.damaged).toBe(0);
    }),
    { numRuns: 5000, seed },
  );
});

test('of a frame with one changed byte nothing is believed, wherever and whatever it is', () => {
  fc.assert(
    fc.property(frame, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, at, change) => {
      const sent = encodeFrame(one);
      const place = at % sent.length;
      const reader = new FrameReader();
      expect(reader.push(sent.with(place, (sent[place] ?? 0) ^ change))).toEqual([]);
      const next = { ...one, sequence: nextSequence(one.sequence) };
      expect(reader.push(encodeFrame(next))).toEqual([next]);
    }),
    { numRuns: 5000, seed },
  );
});

test('every change of one byte in one frame is refused', () => {
  const sent = encodeFrame({ site: 1022, encoder: 63, sequence: 254, message: Uint8Array.of(2, 0xfd, 0xfe, 0xff, 9) });
  for (let place = 0; place < sent.length; place++)
    for (let change = 1; change < 256; change++)
      expect(new FrameReader().push(sent.with(place, (sent[place] ?? 0) ^ change))).toEqual([]);
});

const text = (most: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 32, max: 126 }), byte), { maxLength: most })
    .map((codes) => String.fromCharCode(...codes));
const state: fc.Arbitrary<RdsState> = fc.record({
  pi: fc.integer({ min: 0x7000, max: 0x7fff }).map((pi) => pi.toString(16).toUpperCase()),
  ecc: fc.constant('F2'),
  language: fc.constant('46'),
  ps: text(8).map((name) => name.padEnd(8)),
  rt: text(64),
  tp: fc.boolean(),
  ta: fc.boolean(),
  taUntil: fc.constantFrom(null, 1_800_000_000_000),
  pty: fc.integer({ min: 0, max: 31 }),
  rtPlus: fc.array(fc.record({ type: fc.nat(63), start: fc.nat(63), length: fc.nat(63) }), { maxLength: 2 }),
  groups: fc.uniqueArray(fc.stringMatching(/^[0-9A-F]{12}$/), { maxLength: 3 }),
});

/** What an encoder has after these frames: the last of each element, and all free groups in order. */
function after(frames: readonly Uint8Array[], before: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const has = new Map(before);
  for (const bytes of frames) {
    const [one, ...more] = new FrameReader().push(bytes);
    expect(more).toEqual([]);
    const message = Buffer.from(one?.message ?? []);
    const [code = 0, , variant = 0] = message;
    // Radio text differs by its A/B flag, which is no content; slow labelling has variants.
    const name = code === 0x1a ? `1a ${variant >> 4}` : code === 0x24 ? `24 ${message.toString('hex')}` : String(code);
    has.set(name, code === 0x0a ? message.subarray(5).toString('latin1') : message.toString('hex'));
  }
  return has;
}

test('what differs is enough: after any two states an encoder is as if it had been told the second alone', () => {
  let sequence = 0;
  const nextSqc = () => {
    sequence = nextSequence(sequence);
    return sequence;
  };
  const to = { site: 5, encoder: 2, quirk: 'standard', nextSqc } as const;
  fc.assert(
    fc.property(state, state, (first, second) => {
      const whole = after(uecpFrames(second, null, to));
      const step = after(uecpFrames(second, first, to), after(uecpFrames(first, null, to)));
      for (const [name, content] of whole) if (!name.startsWith('24 ')) expect(step.get(name)).toBe(content);
      expect(uecpFrames(second, second, to)).toEqual([]);
      const [release] = uecpFrames(second, null, to);
      expect(Buffer.from(new FrameReader().push(release ?? new Uint8Array())[0]?.message ?? [])).toEqual(
        Buffer.from([3, 0, 0, second.tp ? 2 : 0]),
      );
      expect(whole.get('10')).toBe(second.rt.replaceAll('$', '\xab'));
      expect(Number.parseInt(whole.get('3') ?? '', 16) & 1).toBe(
        second.ta && second.tp && second.taUntil !== null ? 1 : 0,
      );
    }),
    { numRuns: 500, seed },
  );
});
