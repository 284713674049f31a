import { expect, test } from 'vitest';
import { relaysIn } from '../../../src/station-voices.ts';
import { broadcastOf } from '../delivery/things.ts';

const AT = 1_000_000;
const items = [
  { kind: 'silence', durationMs: 500 },
  { kind: 'stream', streamId: 'rel_1', durationMs: 10_000 },
  { kind: 'stream', streamId: 'liv_1', durationMs: 10_000 },
] as const;
const programme = (more: Parameters<typeof broadcastOf>[3] = {}) =>
  broadcastOf('brc_1', AT, 0, {
    runningOrder: { items: [...items], durationMs: 20_500 },
    notAfter: AT + 60_000,
    ...more,
  });
const need = (toAt: number) => [{ broadcastId: 'brc_1', streamId: 'rel_1', fromAt: AT + 500, toAt }];

test.each([
  ['planned: its own time', programme(), AT - 60_000, need(AT + 10_500)],
  ['on air: its own time at least', programme({ state: 'on_air' }), AT, need(AT + 10_500)],
  ['on air and late: as long as it may sound', programme({ state: 'on_air' }), AT + 40_000, need(AT + 50_000)],
  ['never over: not for ever', programme({ state: 'on_air' }), AT + 9_000_000, need(AT + 10_500 + 660_000)],
  ['stopped: no more', programme({ haltReason: 'stopped_by_operator' }), AT, []],
])('a source is needed %s', (_what, broadcast, now, expected) => {
  expect(relaysIn([broadcast], now)).toEqual(expected);
});
