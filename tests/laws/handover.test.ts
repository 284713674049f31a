import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideHandover, type MainEndpoint, type Situation, wordOf } from '#handover';
import { ModelCommune } from '../unit/handover/model-commune.ts';
import { begun, emergency, failed, heard, main, NOON, routine, SECOND, village } from '../unit/handover/situations.ts';

const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });

/** An instant within two minutes of noon. */
const instant = fc.integer({ min: -120 * SECOND, max: 120 * SECOND }).map((ms) => NOON + ms);
const loudspeaker: fc.Arbitrary<MainEndpoint> = fc
  .record({
    base: fc.constantFrom(main(), main({ startAt: NOON }), begun, heard, failed, main({ isHeldBack: true })),
    leftAt: fc.option(instant, { nil: null }),
    hasJoined: fc.boolean(),
    startAt: fc.option(instant, { nil: null }),
    busyAt: fc.option(instant, { nil: null }),
    renderedMs: fc.integer({ min: 0, max: 600 * SECOND }),
  })
  .map(({ base, leftAt, hasJoined, startAt, busyAt, renderedMs }) => ({
    ...{ ...base, leftAt, isReachable: leftAt === null, hasJoined: hasJoined || leftAt === null },
    busyAt,
    ...{ startAt: base.hasBegun || base.isOver ? NOON : startAt, renderedMs: base.isOver ? renderedMs : 0 },
  }));
const situation: fc.Arbitrary<Situation> = fc
  .record({
    isEmergency: fc.boolean(),
    mains: fc.array(loudspeaker, { minLength: 1, maxLength: 6 }),
    settledAt: instant,
    thresholdPercent: fc.integer({ min: 1, max: 100 }),
    isLive: fc.boolean(),
    endBy: fc.option(instant, { nil: null }),
  })
  .map(({ isEmergency, mains, settledAt, thresholdPercent, isLive, endBy }) => {
    const [standIn] = village([]).standIns;
    const standIns = standIn ? [{ ...standIn, thresholdPercent }] : [];
    const villages = [village(mains, { standIns })];
    return (isEmergency ? emergency : routine)([], { villages, settledAt, isLive, endBy });
  });
const isHanded = (one: Situation, now: number) => decideHandover(one, now).handOvers.length > 0;
const withMains = (one: Situation, change: (mains: readonly MainEndpoint[]) => MainEndpoint[]): Situation => ({
  ...one,
  villages: one.villages.map((there) => ({ ...there, mains: change(there.mains) })),
});

describe('the decision', () => {
  it('hands over exactly when fewer than the threshold carry it or may still begin', () => {
    fc.assert(
      fc.property(situation, instant, (one, now) => {
        const [first] = decideHandover(one, now).handOvers;
        if (!first) return;
        const words = one.villages.flatMap(({ mains }) => mains.map((each) => wordOf(each, one, now).word));
        const meant = words.filter((word) => word !== 'not_meant');
        const carrying = meant.filter((word) => word === 'carrying' || word === 'waiting');
        expect(first.counts).toEqual({ of: meant.length, carrying: carrying.length });
        expect(carrying.length * 100).toBeLessThan(first.thresholdPercent * meant.length);
      }),
      runs(2000),
    );
  });

  it('is never undone by another loudspeaker that fails', () => {
    fc.assert(
      fc.property(situation, instant, fc.nat(5), (one, now, which) => {
        if (!isHanded(one, now)) return;
        const worse = withMains(one, (mains) =>
          mains.map((each, at) =>
            at === which && !each.isHeldBack ? { ...failed, endpointId: each.endpointId } : each,
          ),
        );
        expect(isHanded(worse, now)).toBe(true);
      }),
      runs(2000),
    );
  });

  it('is never brought about by another loudspeaker that carries it', () => {
    fc.assert(
      fc.property(situation, instant, fc.nat(5), (one, now, which) => {
        if (isHanded(one, now)) return;
        const better = withMains(one, (mains) =>
          mains.map((each, at) =>
            at === which && !each.isHeldBack ? { ...begun, endpointId: each.endpointId } : each,
          ),
        );
        expect(isHanded(better, now)).toBe(false);
      }),
      runs(2000),
    );
  });

  it('does not change by itself before the instant at which it says that it may', () => {
    fc.assert(
      fc.property(situation, instant, fc.double({ min: 0, max: 1, noNaN: true }), (one, now, share) => {
        const { handOvers, lookAgainAt } = decideHandover(one, now);
        if (handOvers.length > 0) return;
        const until = lookAgainAt ?? now + 600 * SECOND;
        expect(until).toBeGreaterThan(now);
        expect(isHanded(one, now + (until - now - 1) * share)).toBe(false);
      }),
      runs(2000),
    );
  });

  it('is never made for what is silent on purpose, too late, or handed over already', () => {
    fc.assert(
      fc.property(situation, instant, (one, now) => {
        expect(isHanded({ ...one, isHalted: true }, now)).toBe(false);
        expect(isHanded({ ...one, notAfter: now - 1 }, now)).toBe(false);
        expect(
          isHanded(
            withMains(one, (mains) => mains.map((each) => ({ ...each, isHeldBack: true }))),
            now,
          ),
        ).toBe(false);
        const done = { ...one, villages: one.villages.map((there) => ({ ...there, hasStandIn: true })) };
        expect(isHanded(done, now)).toBe(false);
      }),
      runs(1000),
    );
  });
});

describe('the watch, with a cable that breaks at any instant', () => {
  it('decides within 15 s about an emergency, and never twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -60 * SECOND, max: 60 * SECOND }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 3000 }),
        async (cutMs, isSilent, speakers, slowMs) => {
          const commune = new ModelCommune();
          const there = await commune.addVillage('Thôn Tây', speakers);
          for (const speaker of there.speakers) speaker.manners = { slowMs };
          commune.start();
          await commune.clock.advance(60 * SECOND);
          let id = '';
          let acceptedAt = 0;
          let cutAt = 0;
          const events = [
            {
              at: commune.now + 60 * SECOND,
              run: () => {
                acceptedAt = commune.now;
                id = commune.ask({ level: 'emergency', durationMs: 120 * SECOND });
              },
            },
            {
              at: commune.now + 60 * SECOND + cutMs,
              run: () => {
                cutAt = commune.now;
                for (const speaker of there.speakers) commune.cut(speaker, isSilent);
              },
            },
          ].sort((a, b) => a.at - b.at);
          for (const { at, run } of events) {
            await commune.clock.advanceTo(at);
            run();
          }
          await commune.clock.advance(200 * SECOND);
          await commune.stop();
          await commune.store.close();
          expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
          const lateMs = (commune.handed[0]?.at ?? Number.POSITIVE_INFINITY) - Math.max(cutAt, acceptedAt);
          expect(lateMs).toBeLessThanOrEqual(15 * SECOND);
        },
      ),
      runs(60),
    );
  }, 120_000);
});
