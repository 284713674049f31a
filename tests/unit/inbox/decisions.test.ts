import { describe, expect, test } from 'vitest';
import { compareRight } from '#queue';
import { airTime, lastInstant } from '../../../src/inbox/air-time.ts';
import { CLASSES, decided, type ItemEvent, inboxMachine } from '../../../src/inbox/item.ts';
import { answerBy, type Contender, closing, tiesAmong } from '../../../src/inbox/questions.ts';

describe('an item is decided once, in the way of its class', () => {
  const allowed: Record<string, string> = {
    'thong_thuong schedule': 'scheduled',
    'thong_thuong decline': 'declined',
    'thong_thuong lapse': 'lapsed',
    'uu_tien place': 'placed',
    'khan_cap send': 'sent',
  };
  const events: ItemEvent[] = ['schedule', 'decline', 'place', 'send', 'lapse'];
  test.each(CLASSES.flatMap((of) => events.map((event) => [of, event] as const)))('%s %s', (of, event) => {
    expect(decided(of, 'waiting', event)).toBe(allowed[`${of} ${event}`] ?? null);
    for (const state of inboxMachine.states.filter((one) => one !== 'waiting'))
      expect(decided(of, state, event)).toBe(null);
  });
});

describe('when a priority item goes on air', () => {
  const NOW = 1_000_000;
  const LAST = NOW + 3600_000;
  const scheduled = (plannedAt: number) => ({ plannedAt, durationMs: 60_000, isPriority: false });
  const own = (plannedAt: number) => ({ plannedAt, durationMs: 60_000, isPriority: true });
  test.each([
    ['the front of the next programme', [scheduled(NOW + 600_000), scheduled(NOW + 300_000)], NOW, NOW + 300_000],
    ['the gate, when no programme comes', [], NOW + 120_000, NOW + 120_000],
    ['now, as soon as speakers can have it, when the gate is open', [], NOW, NOW + 4000],
    ['a programme that begins too soon is not reached', [scheduled(NOW + 1000)], NOW, NOW + 4000],
    ['a programme after the last instant is none', [scheduled(LAST + 1)], NOW + 5000, NOW + 5000],
    ['the gate does not open', [], null, null],
    ['the gate opens too late', [], LAST + 1, null],
    [
      'the commune’s own in the same slot: the same instant',
      [scheduled(NOW + 300_000), own(NOW + 310_000)],
      NOW,
      NOW + 310_000,
    ],
    ['the commune’s own elsewhere', [scheduled(NOW + 300_000), own(NOW + 900_000)], NOW, NOW + 300_000],
    ['the commune’s own is no programme to stand in front of', [own(NOW + 900_000)], NOW + 5000, NOW + 5000],
  ])('%s', (_what, upcoming, openAt, at) => {
    expect(airTime(NOW, 20_000, LAST, upcoming, openAt)).toBe(at);
  });

  test('it is looked for up to its validity, and two days at most', () => {
    expect(lastInstant(NOW, NOW + 5000)).toBe(NOW + 5000);
    expect(lastInstant(NOW, null)).toBe(NOW + 48 * 3600_000);
    expect(lastInstant(NOW, NOW + 72 * 3600_000)).toBe(NOW + 48 * 3600_000);
  });
});

const contender = (id: string, more: Partial<Contender> = {}): Contender => ({
  ...{ id, level: 'priority', origin: 'operator', state: 'planned', plannedAt: 100_000, acceptedAt: 1, precedence: 0 },
  ...{ notAfter: 200_000, durationMs: 10_000, endpointIds: ['e1', 'e2'] },
  ...more,
});
const above = (more: Partial<Contender> = {}) => contender('above', { origin: 'authority', acceptedAt: 2, ...more });

describe('when a question arises', () => {
  test.each([
    ['the same instant', above(), contender('own'), true],
    ['overlapping from before', above({ plannedAt: 95_000 }), contender('own'), true],
    ['overlapping from behind', above({ plannedAt: 109_999 }), contender('own'), true],
    ['one after the other', above({ plannedAt: 110_000 }), contender('own'), false],
    ['no shared endpoint', above({ endpointIds: ['e3'] }), contender('own'), false],
    ['one shared endpoint', above({ endpointIds: ['e2', 'e3'] }), contender('own'), true],
    ['the commune’s own is not priority', above(), contender('own', { level: 'scheduled' }), false],
    ['it sounds already', above(), contender('own', { state: 'on_air' }), false],
    ['two of the commune', contender('one'), contender('own'), false],
    ['two from above', above(), contender('own', { origin: 'authority' }), false],
    ['by a rule of the commune', above(), contender('own', { origin: 'schedule' }), true],
  ])('%s', (_what, a, b, arises) => {
    const pairs = tiesAmong([a, b]).map((tie) => [tie.above.id, tie.own.id]);
    expect(pairs).toEqual(arises ? [['above', 'own']] : []);
    expect(tiesAmong([b, a])).toHaveLength(arises ? 1 : 0);
  });

  test('it is open until five seconds before the first of the two', () => {
    expect(answerBy(above(), contender('own', { plannedAt: 90_000 }))).toBe(85_000);
  });
});

describe('what becomes of a question that nobody answers', () => {
  const question = { answerBy: 95_000 };
  const lapsed = (firstBroadcast: string) => ({ state: 'lapsed', firstBroadcast });
  const gone = { state: 'void', firstBroadcast: null };
  test.each([
    ['there is time', above(), contender('own'), 94_999, null],
    ['no time is left: accepted first', above(), contender('own'), 95_000, lapsed('own')],
    ['accepted first, from above', above({ acceptedAt: 0 }), contender('own'), 95_000, lapsed('above')],
    ['planned earlier', above({ plannedAt: 99_000 }), contender('own'), 95_000, lapsed('above')],
    ['one was cancelled in time', above(), contender('own', { state: 'cancelled' }), 50_000, gone],
    ['one was cancelled', above({ state: 'cancelled' }), contender('own'), 96_000, gone],
    ['one is not there', null, contender('own'), 50_000, gone],
    [
      'the station was down meanwhile',
      above({ state: 'ended' }),
      contender('own', { state: 'ended' }),
      900_000,
      lapsed('own'),
    ],
  ])('%s', (_what, a, b, now, closed) => {
    expect(closing(question, a, b, now, compareRight)).toEqual(closed);
  });
});
