/** The consequences of saving, held against plainer readings of the same facts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES, defaultGate, type EndpointGate, gateAt, OPEN_RULES, openGate } from '#gate';
import { instantOf, LEVELS } from '#kernel';
import { type Alike, closedFor, consequencesOf, earshotBetween, isUnusualHour, type Party, type Question } from '#why';

const ZONE = 'Asia/Ho_Chi_Minh';
const MINUTE = 60_000;
const FROM = instantOf('2026-11-23', '00:00', ZONE) ?? 0;
const DAY = { date: '2026-11-23', from: FROM, to: FROM + 24 * 60 * MINUTE };
const minute = fc.integer({ min: 0, max: 1439 });
const runs = { numRuns: 2000 };

describe('an unusual hour', () => {
  test('is one that is more than half an hour from all that is known, also over midnight', () => {
    fc.assert(
      fc.property(minute, fc.array(minute, { minLength: 1, maxLength: 5 }), (asked, known) => {
        const isNear = known.some((one) => [-1440, 0, 1440].some((turn) => Math.abs(one + turn - asked) <= 30));
        expect(isUnusualHour(asked, known)).toBe(!isNear);
      }),
      runs,
    );
  });

  test('more history never makes an hour unusual', () => {
    fc.assert(
      fc.property(minute, fc.array(minute, { minLength: 1, maxLength: 5 }), minute, (asked, known, more) => {
        if (!isUnusualHour(asked, known)) expect(isUnusualHour(asked, [...known, more])).toBe(false);
      }),
      runs,
    );
  });

  test('where nothing was ever heard, people are awake from five to nine in the evening', () => {
    const hours = [299, 300, 720, 1260, 1261, 0].map((at) => isUnusualHour(at, []));
    expect(hours).toEqual([true, false, false, false, true, true]);
  });
});

describe('earshot', () => {
  const standing = fc.record({
    latitude: fc.double({ min: 20.99, max: 21.01, noNaN: true }),
    longitude: fc.double({ min: 105.79, max: 105.81, noNaN: true }),
    reachM: fc.integer({ min: 0, max: 1500 }),
  });

  test('goes both ways, and as far as a flat map says', () => {
    fc.assert(
      fc.property(standing, standing, (a, b) => {
        expect(earshotBetween(a, b)).toBe(earshotBetween(b, a));
        const north = (a.latitude - b.latitude) * 111_195;
        const east = (a.longitude - b.longitude) * 111_195 * Math.cos((21 * Math.PI) / 180);
        const flatM = Math.hypot(north, east);
        const reachM = a.reachM + b.reachM;
        fc.pre(Math.abs(flatM - reachM) > 5);
        const found = earshotBetween(a, b);
        expect(found !== null).toBe(flatM <= reachM);
        if (found !== null) expect(Math.abs(found - flatM)).toBeLessThan(5);
      }),
      runs,
    );
  });

  test('is not guessed when nobody said where one stands', () => {
    const here = { latitude: 21, longitude: 105.8, reachM: 500 };
    expect(earshotBetween(here, { latitude: null, longitude: null, reachM: 500 })).toBeNull();
  });
});

describe('what closes the gate', () => {
  const gates: readonly EndpointGate[] = [
    openGate(ZONE),
    defaultGate(ZONE),
    { ...defaultGate(ZONE), quietSpans: [{ from: FROM + 6 * 60 * MINUTE, to: FROM + 8 * 60 * MINUTE, reason: 'thi' }] },
    { ...openGate(ZONE), versions: [{ from: '2026-01-01', rules: { ...OPEN_RULES, weekdays: [1, 3] } }] },
    { ...openGate(ZONE), mourning: [{ from: '2026-11-23', to: '2026-11-23' }] },
    {
      ...openGate(ZONE),
      versions: [
        { from: '2026-01-01', rules: { ...DEFAULT_RULES, windows: [{ name: 'a', from: '05:00', to: '06:30' }] } },
      ],
    },
  ];
  const asks = fc.constantFrom(
    { level: 'scheduled', kind: 'bulletin' } as const,
    { level: 'scheduled', kind: 'music' } as const,
    { level: 'emergency', kind: 'emergency' } as const,
  );

  test('is found exactly when some minute of the sound is closed, and the first opening is open throughout', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...gates),
        asks,
        minute,
        fc.integer({ min: 1, max: 90 }),
        (gate, ask, start, long) => {
          const startAt = FROM + start * MINUTE;
          const isOpenAt = (from: number) =>
            Array.from({ length: long }, (_, more) => gateAt(gate, ask, from + more * MINUTE).isOpen).every(Boolean);
          const closed = closedFor(gate, ask, startAt, long * MINUTE);
          expect(closed === null).toBe(isOpenAt(startAt));
          if (!closed) return;
          expect(gateAt(gate, ask, closed.closedAt)).toMatchObject({ isOpen: false, reason: closed.reason });
          expect(closed.closedAt).toBeGreaterThanOrEqual(startAt);
          expect(closed.closedAt).toBeLessThan(startAt + long * MINUTE);
          expect(closed.words.vi).not.toBe('');
          if (closed.opensAt !== null) expect(isOpenAt(closed.opensAt)).toBe(true);
        },
      ),
      runs,
    );
  });
});

const party = (broadcastId: string, plannedAt: number, level: Party['level'] = 'scheduled'): Party => ({
  ...{ broadcastId, title: broadcastId, level, kind: 'bulletin', plannedAt, acceptedAt: 0, precedence: 0 },
  cutInAfterMs: null,
});
type Fate = Alike['before'][number];
const fate = fc
  .record({
    plannedAt: minute,
    startsLater: fc.integer({ min: 0, max: 30 }),
    long: fc.integer({ min: 1, max: 20 }),
    sounds: fc.integer({ min: 0, max: 2 }),
    level: fc.constantFrom(...LEVELS),
  })
  .map(({ plannedAt, startsLater, long, sounds, level }) => (id: string) => {
    const at = FROM + plannedAt * MINUTE;
    const spans = Array.from({ length: sounds }, (_, place) => {
      const startAt = at + (startsLater + place * 2 * long) * MINUTE;
      return { startAt, endAt: startAt + long * MINUTE };
    });
    const told: Fate = {
      ...{ broadcastId: id, plannedAt: at, sounds: spans, cutBy: sounds === 2 ? ['other'] : [] },
      obstacles: startsLater > 0 ? [{ hindrance: 'air_taken', by: 'other' }] : [],
      givenUpFor: sounds === 0 ? 'air_taken' : null,
    };
    return { told, party: party(id, at, level) };
  });
const fates = fc.array(fate, { maxLength: 5 }).map((all) => all.map((make, place) => make(`b${place}`)));

function question(
  before: readonly Fate[],
  after: readonly Fate[],
  parties: readonly Party[],
  fresh: string[],
): Question {
  const listener = { latitude: null, longitude: null, reachM: 0, isReachable: true };
  return {
    scene: { zone: ZONE, date: DAY.date },
    days: [DAY],
    listeners: [
      { ...listener, id: 'one', name: 'Một', village: 'Thôn' },
      { ...listener, id: 'two', name: 'Hai', village: 'Thôn' },
    ],
    alike: [{ endpointIds: ['one', 'two'], before, after, played: [] }],
    parties: new Map([...parties, party('other', FROM, 'emergency')].map((one) => [one.broadcastId, one])),
    fresh: new Set(fresh),
    neighbours: [],
  };
}

describe('the changes', () => {
  test('of what changes nothing are none, and the village hears as much as before', () => {
    fc.assert(
      fc.property(fates, (all) => {
        const told = all.map((one) => one.told);
        const { changes, listening, overlaps } = consequencesOf(
          question(
            told,
            told,
            all.map((one) => one.party),
            [],
          ),
        );
        expect([changes, overlaps]).toEqual([[], []]);
        for (const { beforeMs, afterMs } of listening) expect(afterMs).toBe(beforeMs);
      }),
      runs,
    );
  });

  test('name each one that is late, cut or given up, and nobody else; a delay is the difference of the starts', () => {
    fc.assert(
      fc.property(fates, fates, (was, will) => {
        const parties = [...was, ...will].map((one) => one.party);
        const [before, after] = [was.map((one) => one.told), will.map((one) => one.told)];
        const { changes } = consequencesOf(question(before, after, parties, []));
        for (const one of after) {
          const earlier = before.find(({ broadcastId }) => broadcastId === one.broadcastId);
          const start = one.sounds[0]?.startAt;
          const own = changes.filter(({ broadcastId }) => broadcastId === one.broadcastId);
          const laterMs = start === undefined ? 0 : start - (earlier?.sounds[0]?.startAt ?? one.plannedAt);
          expect(own.some(({ effect }) => effect === 'refused')).toBe(
            start === undefined && (earlier === undefined || earlier.sounds.length > 0),
          );
          expect(own.find(({ effect }) => effect === 'delayed')?.byMs ?? 0).toBe(laterMs > 1000 ? laterMs : 0);
          expect(own.some(({ effect }) => effect === 'cut')).toBe(
            start !== undefined && one.cutBy.some((id) => !earlier?.cutBy.includes(id)),
          );
          for (const { endpointIds, text } of own) {
            expect(endpointIds).toEqual(['one', 'two']);
            expect(text.vi + text.en).not.toMatch(/[{}]|undefined/);
          }
        }
        expect(changes.every(({ broadcastId }) => after.some((one) => one.broadcastId === broadcastId))).toBe(true);
      }),
      runs,
    );
  });

  test('count the minutes of the civil day only', () => {
    fc.assert(
      fc.property(fates, (will) => {
        const after = will.map((one) => one.told);
        const { listening } = consequencesOf(
          question(
            [],
            after,
            will.map((one) => one.party),
            [],
          ),
        );
        const isInside = (at: number) => at >= DAY.from && at < DAY.to;
        const minutes = after
          .flatMap((one) => one.sounds)
          .flatMap(({ startAt, endAt }) =>
            Array.from({ length: (endAt - startAt) / MINUTE }, (_, more) => startAt + more * MINUTE),
          )
          .filter(isInside).length;
        expect(listening).toEqual([{ date: DAY.date, village: 'Thôn', beforeMs: 0, afterMs: minutes * MINUTE }]);
      }),
      runs,
    );
  });
});
