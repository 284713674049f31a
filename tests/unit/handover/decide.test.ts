import { describe, expect, it } from 'vitest';
import { decideHandover, type HandoverReason, type MainEndpoint, type Situation } from '#handover';
import {
  begun,
  emergency,
  failed,
  gone,
  heard,
  main,
  NOON,
  ordered,
  routine,
  SECOND,
  standIn,
  village,
} from './situations.ts';

const at = (seconds: number) => NOON + seconds * SECOND;
const leftAt = (seconds: number, one: MainEndpoint = main()): MainEndpoint => ({
  ...one,
  isReachable: false,
  leftAt: at(seconds),
});
const whyOf = (situation: Situation, seconds: number): HandoverReason | null =>
  decideHandover(situation, at(seconds)).handOvers[0]?.why ?? null;
const voice = { isLive: true, durationMs: 60 * SECOND };

describe('a routine broadcast', () => {
  it.each<[string, Situation, number, HandoverReason | null]>([
    ['five seconds before its time nobody can be reached', routine([gone, gone]), -5, 'unreachable'],
    ['earlier than that nothing is decided', routine([gone, gone]), -5.001, null],
    ['half of them are enough for a threshold of 50', routine([gone, main()]), -5, null],
    ['one of three is not', routine([gone, gone, main()]), -5, 'unreachable'],
    ['a line that broke a second ago is waited for', routine([leftAt(-6)]), -5, null],
    ['for three seconds', routine([leftAt(-6)]), -3, 'unreachable'],
    ['ten seconds after its start nobody has confirmed it', routine([ordered, ordered]), 10, 'unconfirmed'],
    ['a moment before that it may still come', routine([ordered, ordered]), 9.999, null],
    ['half of them have begun', routine([ordered, begun]), 10, null],
    ['it was heard to its end', routine([heard, heard]), 700, null],
    ['it failed at once', routine([failed, failed]), 2, 'unconfirmed'],
    ['what has begun plays on by its plan when its line is cut', routine([leftAt(20, begun)]), 60, null],
    ['it waits for its turn and is not ordered yet', routine([main(), main()]), 300, null],
    ['its clock begins with the order', routine([main({ startAt: at(300) })]), 309, null],
    ['and ends ten seconds after it', routine([main({ startAt: at(300) })]), 310, 'unconfirmed'],
    ['it sounds what came late until now', routine([main({ startAt: NOON, busyAt: at(30) })]), 39, null],
    ['and is silent after that', routine([main({ startAt: NOON, busyAt: at(30) })]), 40, 'unconfirmed'],
    ['the line breaks while it waits for its turn', routine([leftAt(100)]), 103, 'unreachable'],
    ['a rule of the house keeps all of them silent', routine([{ ...gone, isHeldBack: true }]), 5, null],
    ['it may not begin any more', routine([gone]), 1800.001, null],
    ['the very last instant', routine([gone]), 1800, 'unreachable'],
    ['its slot is nearly over', routine([gone], { endBy: at(60) }), 51, null],
    ['enough of its slot is left', routine([gone], { endBy: at(60) }), 50, 'unreachable'],
    ['a voice is nearly over', routine([gone], voice), 51, null],
    ['enough of a voice is left', routine([gone], voice), 49, 'unreachable'],
    ['somebody wants it silent', routine([gone], { isHalted: true }), 5, null],
    ['it was handed over already', routine([], { villages: [village([gone], { hasStandIn: true })] }), 5, null],
    ['the station has just started', routine([{ ...gone, hasJoined: false }], { settledAt: at(10) }), 9, null],
    ['nobody came back since', routine([{ ...gone, hasJoined: false }], { settledAt: at(10) }), 10, 'unreachable'],
  ])('%s', (_, situation, seconds, why) => {
    expect(whyOf(situation, seconds)).toBe(why);
  });
});

describe('an emergency', () => {
  it.each<[string, Situation, number, HandoverReason | null]>([
    ['nobody can be reached when it is accepted', emergency([gone, gone]), 0, 'unreachable'],
    ['a line that has just broken is not waited for', emergency([leftAt(-0.1)]), 0, 'unreachable'],
    ['half can be reached', emergency([gone, ordered]), 0, null],
    ['one that waits for its turn behind another emergency', emergency([main()]), 60, null],
    ['it is not confirmed after ten seconds', emergency([ordered, ordered]), 10, 'unconfirmed'],
    ['it is confirmed', emergency([begun, begun]), 10, null],
    ['the line breaks while it sounds', emergency([leftAt(20, begun)]), 29.999, null],
    ['and does not come back', emergency([leftAt(20, begun)]), 30, 'lost'],
    ['the line breaks just before its end', emergency([leftAt(40, begun)]), 50, null],
    ['half of them sound on', emergency([leftAt(20, begun), begun]), 40, null],
    ['it was heard in part only', emergency([{ ...heard, renderedMs: 20 * SECOND }]), 25, 'lost'],
    ['it was heard nearly whole', emergency([{ ...heard, renderedMs: 51 * SECOND }]), 55, null],
    ['the station has just started', emergency([{ ...gone, hasJoined: false }], { settledAt: at(8) }), 7, null],
    [
      'planned for later, it is decided before its time',
      emergency([gone], { acceptedAt: at(-900) }),
      -5,
      'unreachable',
    ],
    ['planned for later, and not due', emergency([gone], { acceptedAt: at(-900) }), -6, null],
    ['it was taken back', emergency([gone], { isHalted: true }), 1, null],
    ['it is not valid any more', emergency([gone], { notAfter: at(5) }), 6, null],
  ])('%s', (_, situation, seconds, why) => {
    expect(whyOf(situation, seconds)).toBe(why);
  });
});

it('tells how many carried it, and takes the strictest threshold of the receivers of a village', () => {
  const standIns = [
    standIn({ endpointId: 'end_a', thresholdPercent: 30 }),
    standIn({ endpointId: 'end_b', thresholdPercent: 60 }),
  ];
  const situation = emergency([], { villages: [village([gone, ordered], { standIns })] });
  expect(decideHandover(situation, NOON).handOvers).toEqual([
    {
      ...{ villageId: 'are_tay', endpointIds: ['end_a', 'end_b'], why: 'unreachable', thresholdPercent: 60 },
      counts: { of: 2, carrying: 1 },
    },
  ]);
});

it('asks only receivers that can carry something, and says why when none can', () => {
  const off = standIn({ endpointId: 'end_off', isUsable: false, whyNot: { vi: 'Hết giấy phép.', en: 'No licence.' } });
  const both = routine([], { villages: [village([gone], { standIns: [off, standIn()] })] });
  expect(decideHandover(both, NOON).handOvers.map((one) => one.endpointIds)).toEqual([['end_fm']]);
  const none = routine([], { villages: [village([gone], { standIns: [off] })] });
  expect(decideHandover(none, NOON)).toMatchObject({
    handOvers: [],
    traces: [{ code: 'stand_in_unusable', villageId: 'are_tay', counts: { of: 1, carrying: 0 } }],
  });
});

it('tells which failing loudspeakers have nobody to stand in, and leaves out those that do well', () => {
  const uncovered = [
    { ...gone, endpointId: 'end_gone' },
    { ...begun, endpointId: 'end_begun' },
    { ...gone, endpointId: 'end_held', isHeldBack: true },
  ];
  const decision = decideHandover(routine([begun], { uncovered }), at(20));
  expect(decision.traces).toEqual([{ code: 'no_stand_in', endpointIds: ['end_gone'] }]);
  expect(decision.handOvers).toEqual([]);
});

it.each<[string, Situation, number, number | null]>([
  ['five seconds before its time', routine([main()]), -60, -5],
  ['when a broken line is not waited for any more', routine([leftAt(-6)]), -5, -3],
  ['when the order must have been confirmed', routine([ordered]), 1, 10],
  ['when a line has been broken too long', emergency([leftAt(20, begun)]), 21, 30],
  ['when the loudspeakers must be back', routine([{ ...gone, hasJoined: false }], { settledAt: at(10) }), 0, 10],
  ['never by itself', routine([begun]), 60, null],
])('is to be looked at again %s', (_, situation, seconds, next) => {
  expect(decideHandover(situation, at(seconds)).lookAgainAt).toBe(next === null ? null : at(next));
});
