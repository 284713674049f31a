/** What is proved of what was sent, with sound that is made here: right and wrong programmes through channels of all kinds. */
import { describe, expect, test } from 'vitest';
import { type Comparison, comparing } from '../../../src/offair/compare.ts';
import { Envelope } from '../../../src/offair/envelope.ts';
import { type Shape, shapeOf } from '../../../src/offair/shape.ts';
import {
  anyVoice,
  type Channel,
  hush,
  joined,
  mixed,
  music,
  pcm,
  RADIO_HZ,
  speech,
  throughFm,
  tone,
  whiteNoise,
} from '../../support/radio.ts';
import { forSeeds, type SeededRandom } from '../../support/seeded-random.ts';

const SENT_MS = 30_000;
const LESS_MS = 20_000;
const LAG_MS = 2400;
const GOOD: Channel = { snrDb: 40, gainDb: 0, clipDb: 0, agcMs: null, ppm: 0 };
const POOR: Channel = { snrDb: 20, gainDb: -12, clipDb: 9, agcMs: 300, ppm: 40 };
const SEEDS = 2;

function shape(sound: Float32Array): Shape {
  const envelope = new Envelope();
  envelope.push(pcm(sound));
  return shapeOf(envelope);
}

/** `beganMs`: the receiver was connected before the start, as it is in life. */
function compare(sent: Float32Array, ...heard: ReadonlyArray<Float32Array | { sound: Float32Array; beganMs: number }>) {
  const hearings = heard.map((one) =>
    one instanceof Float32Array
      ? { shape: shape(one), beganMs: -1000 }
      : { shape: shape(one.sound), beganMs: one.beganMs },
  );
  const steps = comparing(shape(sent), hearings);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** On the air from the start on, in the stream of a receiver that is late; hiss before and after. */
const onAir = (random: SeededRandom, sound: Float32Array, lagMs = LAG_MS) =>
  joined(whiteNoise(random, 1000 + lagMs, 0.001), sound, whiteNoise(random, 31_000, 0.001));
const cut = (sound: Float32Array, fromMs: number, toMs: number) =>
  sound.slice((fromMs * RADIO_HZ) / 1000, (toMs * RADIO_HZ) / 1000);

const notOurs = (found: Comparison) => {
  expect(found.heardMs).toBe(0);
  expect(['not_heard', 'cannot_tell']).toContain(found.verdict);
};

describe('our own programme', () => {
  for (const [name, channel] of Object.entries({
    'a good channel': GOOD,
    'a poor one': POOR,
    'one that pumps': { ...GOOD, agcMs: 250 },
    'one that is far too loud': { ...GOOD, clipDb: 18 },
    'a very soft one': { ...GOOD, gainDb: -30 },
  })) {
    test(`is heard through ${name}`, () =>
      forSeeds(1, SEEDS, (random) => {
        for (const sent of [speech(random, anyVoice(random), SENT_MS), music(random, SENT_MS)]) {
          const found = compare(sent, throughFm(random, onAir(random, sent), channel));
          expect(found).toMatchObject({ verdict: 'heard', heardMs: SENT_MS, ofMs: SENT_MS, missedMs: 0, foreign: [] });
          expect(Math.abs((found.lagMs ?? 0) - LAG_MS)).toBeLessThanOrEqual(80);
        }
      }));
  }

  test('is found at any lag of the range, and at none beyond', () =>
    forSeeds(11, 2, (random) => {
      const sent = speech(random, anyVoice(random), SENT_MS);
      for (const lagMs of [-4800, -1000, 0, 12_340, 29_800]) {
        const heard = { sound: onAir(random, sent, lagMs + 10_000), beganMs: -11_000 };
        const found = compare(sent, heard);
        expect(found, `${lagMs} ms`).toMatchObject({ verdict: 'heard' });
        expect(Math.abs((found.lagMs ?? 0) - lagMs), `${lagMs} ms`).toBeLessThanOrEqual(40);
      }
      for (const lagMs of [-6500, 31_500]) {
        notOurs(compare(sent, { sound: onAir(random, sent, lagMs + 10_000), beganMs: -11_000 }));
      }
    }));

  test('is followed when the sound card of the receiver is too fast or too slow', () =>
    forSeeds(21, 1, (random) => {
      const sent = speech(random, anyVoice(random), 120_000);
      for (const ppm of [3000, -3000]) {
        expect(compare(sent, throughFm(random, onAir(random, sent), { ...GOOD, ppm }))).toMatchObject({
          verdict: 'heard',
          heardMs: 120_000,
        });
      }
    }));

  test('that is said twice is heard twice; once is half', () =>
    forSeeds(31, SEEDS, (random) => {
      const once = speech(random, anyVoice(random), 15_000);
      const sent = joined(once, hush(2000), once);
      const twice = compare(sent, throughFm(random, onAir(random, sent), POOR));
      expect(twice.verdict).toBe('heard');
      expect(Math.abs((twice.lagMs ?? 0) - LAG_MS)).toBeLessThanOrEqual(80);
      const half = compare(
        sent,
        throughFm(random, onAir(random, joined(once, whiteNoise(random, 17_000, 0.03))), POOR),
      );
      expect(half.verdict).toBe('partly');
      expect(half.heardMs).toBeGreaterThan(8000);
      expect(half.heardMs).toBeLessThan(18_000);
    }));

  test('is heard by several connections together, and not known where there was none', () =>
    forSeeds(41, SEEDS, (random) => {
      const sent = speech(random, anyVoice(random), 60_000);
      const air = throughFm(random, onAir(random, sent), POOR);
      const first = { sound: cut(air, 0, 31_000), beganMs: -1000 };
      // The second connection has a lag of its own: what it sends first lay ready.
      const second = { sound: cut(air, 30_500, 94_000), beganMs: 30_700 };
      expect(compare(sent, first, second)).toMatchObject({ verdict: 'heard', foreign: [] });
      const late = compare(sent, second);
      expect(late).toMatchObject({ verdict: 'cannot_tell', problem: 'gaps' });
      expect(late.heardMs).toBeGreaterThanOrEqual(25_000);
      expect(late.heardMs).toBeLessThanOrEqual(35_000);
    }));
});

describe('what is not ours', () => {
  test('another programme is not heard: other voices, the same voice, the same rhythm, the same beat', () =>
    forSeeds(51, SEEDS, (random) => {
      const voice = anyVoice(random);
      const pairs = [
        [speech(random, voice, LESS_MS), speech(random, anyVoice(random), LESS_MS)],
        [speech(random, voice, LESS_MS), speech(random, voice, LESS_MS)],
        [speech(random, voice, LESS_MS, 200), speech(random, voice, LESS_MS, 200)],
        [speech(random, voice, LESS_MS), music(random, LESS_MS)],
        [music(random, LESS_MS), speech(random, voice, LESS_MS)],
        [music(random, LESS_MS), music(random, LESS_MS)],
        [music(random, LESS_MS, 120), music(random, LESS_MS, 120)],
      ] as const;
      for (const [sent, other] of pairs) {
        notOurs(compare(sent, throughFm(random, onAir(random, other), POOR)));
      }
    }));

  test('the same bulletin, begun elsewhere or backwards, is not heard', () =>
    forSeeds(61, SEEDS, (random) => {
      const sent = speech(random, anyVoice(random), 60_000);
      const looped = joined(cut(sent, 37_000, 60_000), cut(sent, 0, 37_000));
      const found = compare(sent, onAir(random, looped));
      expect(found.verdict).not.toBe('heard');
      expect(found.heardMs).toBeLessThanOrEqual(40_000);
      notOurs(compare(sent, onAir(random, sent.toReversed())));
      notOurs(compare(sent, onAir(random, cut(sent, 12_000, 60_000), 0)));
    }));

  test('silence is no answer; hiss and a whistle are "not heard", and no foreign station', () =>
    forSeeds(71, SEEDS, (random) => {
      const sent = speech(random, anyVoice(random), SENT_MS);
      expect(compare(sent, hush(70_000))).toMatchObject({ verdict: 'cannot_tell', problem: 'mute', heardMs: 0 });
      for (const sound of [whiteNoise(random, 70_000), tone(1000, 70_000)]) {
        expect(compare(sent, sound)).toMatchObject({ verdict: 'not_heard', heardMs: 0, foreign: [] });
      }
    }));
});

describe('a foreign station', () => {
  test('that drowns us is suspected, and nothing is claimed', () =>
    forSeeds(81, SEEDS, (random) => {
      const voice = anyVoice(random);
      for (const sent of [speech(random, voice, SENT_MS), music(random, SENT_MS)]) {
        const theirs = speech(random, anyVoice(random), 70_000);
        const found = compare(sent, throughFm(random, mixed(onAir(random, sent), theirs, 6), POOR));
        notOurs(found);
        const suspectedMs = found.foreign.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0);
        expect(suspectedMs).toBeGreaterThanOrEqual(10_000);
      }
    }));

  test('far below us does not matter', () =>
    forSeeds(91, SEEDS, (random) => {
      const sent = speech(random, anyVoice(random), SENT_MS);
      const theirs = speech(random, anyVoice(random), 70_000);
      const found = compare(sent, throughFm(random, mixed(onAir(random, sent), theirs, -18), POOR));
      expect(found).toMatchObject({ verdict: 'heard', foreign: [] });
    }));

  test('that breaks in is told with its times, though the rest was heard', () =>
    forSeeds(101, 1, (random) => {
      const sent = speech(random, anyVoice(random), 180_000);
      const theirs = speech(random, anyVoice(random), 15_000);
      const air = joined(cut(sent, 0, 100_000), theirs, cut(sent, 115_000, 180_000));
      const found = compare(sent, throughFm(random, onAir(random, air), POOR));
      expect(found.verdict).toBe('heard');
      expect(found.heardMs).toBe(165_000);
      expect(found.foreign).toEqual([{ fromAt: 100_000, toAt: 115_000 }]);
    }));

  test('is not suspected where we ourselves are late', () =>
    forSeeds(111, SEEDS, (random) => {
      // A player that stood still for three seconds in the middle.
      const sent = speech(random, anyVoice(random), 60_000);
      const air = joined(cut(sent, 0, 30_000), hush(3000), cut(sent, 30_000, 60_000));
      const found = compare(sent, throughFm(random, onAir(random, air), POOR));
      expect(found.verdict).toBe('partly');
      expect(found.foreign).toEqual([]);
    }));
});

describe('what cannot be compared', () => {
  test('too short, silent, or one lasting tone for most of it', () =>
    forSeeds(121, SEEDS, (random) => {
      const sent = speech(random, anyVoice(random), 20_000);
      for (const sound of [cut(sent, 0, 6000), hush(30_000), tone(1000, 30_000), joined(tone(1000, 40_000), sent)]) {
        const found = compare(sound, onAir(random, sound));
        expect(found).toMatchObject({ verdict: 'cannot_tell', problem: 'too_little' });
      }
    }));

  test('pauses are not counted', () =>
    forSeeds(131, SEEDS, (random) => {
      const said = speech(random, anyVoice(random), 20_000);
      const found = compare(joined(said, hush(40_000)), throughFm(random, onAir(random, said), POOR));
      expect(found).toMatchObject({ verdict: 'heard', ofMs: 20_000 });
    }));

  test('sound that repeats itself evenly is not told from the same sound at another time', () =>
    forSeeds(141, SEEDS, (random) => {
      const bar = music(random, 2000, 120);
      const sent = joined(...Array.from({ length: 15 }, () => bar));
      expect(compare(sent, onAir(random, sent))).toMatchObject({ verdict: 'cannot_tell', problem: 'repeats_itself' });
    }));
});
