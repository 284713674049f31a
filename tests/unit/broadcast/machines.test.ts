import { expect, test } from 'vitest';
import {
  type BroadcastState,
  broadcastMachine,
  type DeliveryEvent,
  type DeliveryState,
  deliveryMachine,
  isOpen,
} from '#broadcast';
import { FINAL_STATES } from '#kernel';

test('a broadcast: every state against every event', () => {
  const events = ['order', 'settle', 'cancel', 'expire'] as const;
  const expected: Record<BroadcastState, ReadonlyArray<BroadcastState | null>> = {
    planned: ['on_air', 'ended', 'cancelled', 'expired'],
    on_air: [null, 'ended', 'cancelled', null],
    ended: [null, null, null, null],
    cancelled: [null, null, null, null],
    expired: [null, null, null, null],
  };
  expect(broadcastMachine.states).toEqual(Object.keys(expected));
  for (const state of broadcastMachine.states) {
    expect(
      events.map((event) => broadcastMachine.next(state, event)),
      state,
    ).toEqual(expected[state]);
  }
});

test('a delivery: every state against every event', () => {
  const events = [
    'order',
    'start',
    'play_whole',
    'play_part',
    'fail',
    'cancel',
    'supersede',
    'expire',
    'withhold',
  ] as const;
  const ends = Object.keys(FINAL_STATES) as DeliveryState[];
  const whole: ReadonlyArray<DeliveryState> = [
    'played',
    'played_part',
    'failed',
    'cancelled',
    'superseded',
    'expired',
    'withheld',
  ];
  const row = (order: DeliveryState | null): ReadonlyArray<DeliveryState | null> => [order, 'playing', ...whole];
  const open: Record<string, ReadonlyArray<DeliveryState | null>> = {
    planned: row('ordered'),
    ordered: row('ordered'),
    playing: row(null),
  };
  expect([...deliveryMachine.states].sort()).toEqual([...Object.keys(open), ...ends].sort());
  for (const state of deliveryMachine.states) {
    const expected = open[state] ?? events.map(() => null);
    expect(
      events.map((event) => deliveryMachine.next(state, event)),
      state,
    ).toEqual(expected);
    expect(isOpen(state)).toBe(state in open);
  }
});

test('an event that cannot happen is a broken invariant and says which one', () => {
  const event: DeliveryEvent = 'start';
  expect(() => deliveryMachine.apply('played', event)).toThrow('delivery: "start" cannot happen in state "played"');
});
