import { expect, test } from 'vitest';
import { BANDS, Envelope, FRAME_MS } from '../../../src/offair/envelope.ts';
import { joined, pcm, tone, whiteNoise } from '../../support/radio.ts';
import { forSeeds, SeededRandom } from '../../support/seeded-random.ts';

const rows = (envelope: Envelope) =>
  Array.from({ length: envelope.frames }, (_, frame) =>
    Array.from({ length: BANDS }, (_, band) => envelope.levelDb(frame, band)),
  );

function envelopeOf(sound: Float32Array): Envelope {
  const envelope = new Envelope();
  envelope.push(pcm(sound));
  return envelope;
}

test('it is the same however the bytes are cut, samples and all', () =>
  forSeeds(1, 5, (random) => {
    const bytes = pcm(whiteNoise(random, 3000));
    const whole = new Envelope();
    whole.push(bytes);
    const pieces = new Envelope();
    for (let at = 0; at < bytes.length; ) {
      const length = random.int(0, 777);
      pieces.push(bytes.subarray(at, at + length));
      at += length;
    }
    expect(rows(pieces)).toEqual(rows(whole));
    expect(whole.durationMs).toBe(3000);
  }));

test('a tone is loudest in its own band, at its own level', () => {
  for (const [band, hz] of [250, 450, 800, 1350, 2100, 3000].entries()) {
    const row = rows(envelopeOf(tone(hz, 1000, 0.1))).at(-1) ?? [];
    expect(row.indexOf(Math.max(...row)), `${hz} Hz`).toBe(band);
    expect(Math.abs((row[band] ?? 0) - -20)).toBeLessThan(1);
  }
});

test('a change is seen in the frame in which it comes', () => {
  const frames = rows(envelopeOf(joined(tone(800, 40 * FRAME_MS, 0.001), tone(800, 40 * FRAME_MS, 0.1))));
  expect(frames[38]?.[2]).toBeLessThan(-55);
  expect(frames[40]?.[2]).toBeGreaterThan(-26);
});

test('a part is what was there, and nothing beyond the end', () => {
  const envelope = envelopeOf(whiteNoise(new SeededRandom(3), 4000));
  expect(rows(envelope.part(1000, 2000))).toEqual(rows(envelope).slice(25, 50));
  expect(envelope.part(3520, 9000).durationMs).toBe(480);
  expect(envelope.part(5000, 9000).frames).toBe(0);
  expect(envelope.part(2000, 1000).frames).toBe(0);
  expect(envelope.levelDb(-1, 0)).toBe(envelope.levelDb(99_999, 0));
});

test('a part takes more', () => {
  const sound = whiteNoise(new SeededRandom(4), 1000);
  const part = envelopeOf(sound).part(0, 400);
  part.push(pcm(sound));
  expect(part.durationMs).toBe(1400);
});
