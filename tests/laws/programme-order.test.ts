import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProgrammeOrder } from '#playout';
import type { Bulletin, TemplatePart } from '#programme';
import { groupByOrder, type Heard } from '../../src/playout/variants.ts';

const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });
const AT = 1_800_000_000_000;

const language = fc.constantFrom('vi', 'hmn', 'tyz', 'km', 'vi-VN');
const recordingId = fc.nat(30).map((n) => `rec_${n}`);
const durations = fc
  .array(fc.integer({ min: 200, max: 900_000 }), { minLength: 31, maxLength: 31 })
  .map((all) => new Map(all.flatMap((ms, n) => (n % 7 === 3 ? [] : [[`rec_${n}`, ms] as const]))));
const bulletin = fc.record({
  recordingId,
  language,
  versions: fc.uniqueArray(fc.record({ language, recordingId }), { maxLength: 3, selector: (one) => one.language }),
  validFrom: fc.constantFrom(null, null, AT - 1, AT, AT + 1),
  validTo: fc.constantFrom(null, null, AT - 1, AT, AT + 1),
  withdrawnAt: fc.constantFrom(null, null, null, AT),
});
const bulletins = fc
  .array(bulletin, { minLength: 6, maxLength: 6 })
  .map(
    (all) =>
      new Map(
        all.map((one, n): [string, Bulletin] => [
          `bul_${n}`,
          { ...one, id: `bul_${n}`, title: '', programmeId: 'prg_1' },
        ]),
      ),
  );
const part: fc.Arbitrary<TemplatePart> = fc.oneof(
  fc.record({ part: fc.constantFrom('chime' as const, 'closing' as const), recordingId }),
  fc.record({ part: fc.constant('silence' as const), durationMs: fc.integer({ min: 1, max: 60_000 }) }),
  fc.record({
    part: fc.constant('relay' as const),
    relayId: fc.constant('rel_1'),
    durationMs: fc.integer({ min: 1000, max: 3_600_000 }),
  }),
  fc.record({
    part: fc.constant('bulletins' as const),
    bulletinIds: fc.array(
      fc.nat(7).map((n) => `bul_${n}`),
      { minLength: 1, maxLength: 6 },
    ),
    pauseMs: fc.integer({ min: 0, max: 5000 }),
  }),
);
const hearing = fc.record({
  languages: fc.uniqueArray(language, { maxLength: 3 }),
  mode: fc.constantFrom('first' as const, 'all' as const),
  leadInMs: fc.integer({ min: 0, max: 3000 }),
  slot: fc.constantFrom('fixed' as const, 'moves' as const),
});
const template = fc.record({
  slotMs: fc.oneof(fc.constant(null), fc.integer({ min: 10_000, max: 7_200_000 })),
  parts: fc.array(part, { maxLength: 8 }),
});

describe('whatever a template holds', () => {
  it('what is filled and missing and over makes the slot, to the millisecond, and each bulletin is heard or accounted for', () => {
    fc.assert(
      fc.property(template, bulletins, durations, hearing, (frame, known, lengths, heard) => {
        const who = { ...heard, approved: new Set([...known.keys()].filter((_, at) => at % 3 !== 2)) };
        const { lines, fill, runningOrder } = buildProgrammeOrder(frame, known, lengths, AT, who);
        if (frame.slotMs !== null) expect(fill.filledMs + fill.underMs - fill.overMs).toBe(frame.slotMs);
        else expect([fill.overMs, fill.underMs, fill.cut]).toEqual([0, 0, null]);
        expect(Math.min(fill.overMs, fill.underMs)).toBe(0);
        let at = 0;
        for (const { fromMs, item } of lines) {
          expect(fromMs).toBe(at);
          expect(item.durationMs).toBeGreaterThan(0);
          at += item.durationMs;
        }
        if (runningOrder) expect(runningOrder).toEqual({ items: lines.map((one) => one.item), durationMs: at });
        // Nothing is heard after the end of the slot but the one thing that is faded out there.
        if (frame.slotMs !== null) {
          const last = lines.at(-1);
          expect(at - (fill.cut ? (last?.item.durationMs ?? 0) : 0)).toBeLessThanOrEqual(frame.slotMs);
          expect(fill.cut !== null).toBe(at > frame.slotMs);
          if (who.slot === 'moves') expect(at).toBeLessThanOrEqual(frame.slotMs);
        }
        const named = frame.parts.flatMap((one) => (one.part === 'bulletins' ? one.bulletinIds : []));
        const accounted = new Set([
          ...lines.flatMap((one) => one.bulletinId ?? []),
          ...fill.leftOut.map((one) => one.bulletinId),
        ]);
        expect([...accounted].sort()).toEqual([...new Set(named)].sort());
        for (const { bulletinId } of lines) {
          const one = bulletinId === null ? undefined : known.get(bulletinId);
          if (!one) continue;
          expect(one.withdrawnAt).toBe(null);
          expect(AT >= (one.validFrom ?? AT) && AT <= (one.validTo ?? AT)).toBe(true);
        }
      }),
      runs(4000),
    );
  });
});

describe('whoever listens', () => {
  const heard: fc.Arbitrary<Heard> = fc.nat(4).map((n) => ({
    runningOrder: { items: [{ kind: 'silence', durationMs: n + 1 }], durationMs: n + 1 },
    languages: n < 2 ? ['vi'] : ['hmn', 'vi'].slice(0, n - 1),
  }));

  it('each endpoint has exactly one running order, and it is the one that it asked for', () => {
    fc.assert(
      fc.property(fc.array(heard, { minLength: 1, maxLength: 40 }), (all) => {
        const heardBy = new Map(all.map((one, n) => [`end_${n}`, one]));
        const { runningOrder, variants, variantOf } = groupByOrder(heardBy);
        expect([...variantOf.keys()].sort()).toEqual([...heardBy.keys()].sort());
        const counts = new Map<string, number>();
        for (const [id, key] of variantOf) {
          expect(key === '' ? runningOrder : variants[key]).toEqual(heardBy.get(id)?.runningOrder);
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        expect(Math.max(...counts.values())).toBe(counts.get(''));
        expect([...counts.keys()].filter((key) => key !== '').sort()).toEqual(Object.keys(variants).sort());
      }),
      runs(2000),
    );
  });
});
