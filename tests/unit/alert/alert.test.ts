import { describe, expect, test } from 'vitest';
import type { Delivery } from '#broadcast';
import { alertOrder, onceMs } from '../../../src/alert/alert.ts';
import { stateOf } from '../../../src/alert/alert-view.ts';
import { countReach, needsFeet, reachOf, villagesOf } from '../../../src/alert/village-reach.ts';

const siren = { recordingId: 'rec_siren', durationMs: 5000 };
const words = { recordingId: 'rec_words', durationMs: 8000 };
const shape = ({ items }: ReturnType<typeof alertOrder>) =>
  items.map((item) => (item.kind === 'audio' ? item.recordingId : `${item.durationMs}`)).join(' ');

describe('what an alert sounds like', () => {
  test.each([
    ['once', siren, words, 1, 3000, 0, 'rec_siren rec_words', 13_000],
    [
      'three times with gaps between',
      siren,
      words,
      3,
      1000,
      0,
      'rec_siren rec_words 1000 rec_siren rec_words 1000 rec_siren rec_words',
      41_000,
    ],
    ['without a gap', siren, words, 2, 0, 0, 'rec_siren rec_words rec_siren rec_words', 26_000],
    ['a signal alone', siren, null, 2, 500, 0, 'rec_siren 500 rec_siren', 10_500],
    ['a signal wakes amplifiers by itself', siren, words, 1, 0, 4000, 'rec_siren rec_words', 13_000],
    ['words wait for the sleepiest amplifier, once', null, words, 2, 0, 4000, '4000 rec_words rec_words', 20_000],
  ] as const)('%s', (_what, signal, said, repeats, gapMs, leadInMs, items, durationMs) => {
    const order = alertOrder(signal, said, { repeats, gapMs }, leadInMs);
    expect([shape(order), order.durationMs]).toEqual([items, durationMs]);
    expect(onceMs(order, repeats)).toBe((signal?.durationMs ?? 0) + (said?.durationMs ?? 0));
  });
});

describe('where it has arrived', () => {
  const of = (more: Partial<Delivery>) => ({
    ...({ state: 'planned', evidence: 'E0', reason: null, renderedMs: 0 } as const),
    ...more,
  });
  test.each([
    ['told in a moment', of({}), true, 'waiting', false],
    ['no line', of({}), false, 'not_reachable', true],
    ['the audio lies there', of({ evidence: 'E1' }), true, 'reached', false],
    ['ordered', of({ state: 'ordered' }), true, 'reached', false],
    ['ordered, the line is gone', of({ state: 'ordered' }), false, 'not_reachable', true],
    ['it plays', of({ state: 'playing', renderedMs: 100 }), true, 'sounding', false],
    ['it played when it was heard last', of({ state: 'playing', renderedMs: 100 }), false, 'sounding', false],
    [
      'whole',
      of({ state: 'played', evidence: 'E2', reason: 'complete', renderedMs: 20_000 }),
      false,
      'confirmed',
      false,
    ],
    [
      'once, then taken back',
      of({ state: 'played_part', evidence: 'E2', reason: 'taken_back', renderedMs: 13_000 }),
      true,
      'confirmed',
      false,
    ],
    [
      'not even once, it broke',
      of({ state: 'played_part', evidence: 'E2', reason: 'sink_failed', renderedMs: 4000 }),
      true,
      'part',
      true,
    ],
    [
      'not even once, taken back',
      of({ state: 'played_part', evidence: 'E2', reason: 'taken_back', renderedMs: 4000 }),
      true,
      'part',
      false,
    ],
    [
      'a stream that somebody listened to',
      of({ state: 'played', evidence: 'E1', reason: 'complete', renderedMs: 20_000 }),
      true,
      'unproved',
      false,
    ],
    ['never reached', of({ state: 'failed', reason: 'unreachable' }), false, 'not_reachable', true],
    ['never told', of({ state: 'failed', reason: 'no_report' }), false, 'not_reachable', true],
    ['nobody listens', of({ state: 'failed', reason: 'not_listening' }), false, 'not_reachable', true],
    ['broken', of({ state: 'failed', reason: 'sink_failed' }), true, 'silent', true],
    ['taken back before it began', of({ state: 'cancelled', reason: 'taken_back' }), true, 'silent', false],
    ['stopped by the operator', of({ state: 'cancelled', reason: 'stopped_by_operator' }), true, 'silent', false],
  ] as const)('%s', (_what, delivery, isReachable, reach, feet) => {
    expect(reachOf(delivery, isReachable, 13_000)).toBe(reach);
    expect(needsFeet(reach, delivery.reason)).toBe(feet);
  });

  test.each([
    ['about to be told', of({}), true, 'waiting'],
    ['its encoder and computer are silent', of({}), false, 'not_reachable'],
    ['on air', of({ state: 'playing' }), true, 'by_fm'],
    [
      'heard off air: that is the transmitter, not the village',
      of({ state: 'handed_over', evidence: 'F2', renderedMs: 20_000 }),
      true,
      'by_fm',
    ],
    ['refused', of({ state: 'failed', reason: 'encoder_refused' }), true, 'not_reachable'],
  ] as const)('by FM: %s', (_what, delivery, isReachable, reach) => {
    expect(reachOf(delivery, isReachable, 13_000, true)).toBe(reach);
  });

  test('villages to walk to stand first; an endpoint of no village stands under its own name', () => {
    const at = (endpointId: string, areaId: string | null, reach: 'confirmed' | 'not_reachable') => ({
      ...({ endpointId, name: `loa ${endpointId}`, areaId, reach, evidence: 'E0', reason: null } as const),
      ...{ startedAt: null, renderedMs: 0 },
    });
    const names = new Map([
      ['a', 'Thôn An'],
      ['b', 'Thôn Bắc'],
    ]);
    const villages = villagesOf(
      [at('1', 'a', 'confirmed'), at('2', 'b', 'confirmed'), at('3', 'b', 'not_reachable'), at('4', null, 'confirmed')],
      names,
    );
    expect(villages.map((one) => [one.name, one.endpoints.length, one.walkThere])).toEqual([
      ['Thôn Bắc', 2, true],
      ['loa 4', 1, false],
      ['Thôn An', 1, false],
    ]);
    expect(countReach(villages)).toMatchObject({ confirmed: 3, not_reachable: 1, sounding: 0 });
  });
});

test.each([
  ['planned', null, false, 'planned'],
  ['on_air', null, false, 'on_air'],
  ['ended', null, false, 'over'],
  ['expired', null, false, 'over'],
  ['cancelled', 'stopped_by_operator', false, 'over'],
  ['cancelled', 'taken_back', false, 'taken_back'],
  ['ended', null, true, 'taken_back'],
] as const)('the state of an alert whose broadcast is %s (%s)', (state, haltReason, wasSilenced, alert) => {
  expect(stateOf({ state, haltReason }, wasSilenced)).toBe(alert);
});
