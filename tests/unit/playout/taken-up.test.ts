import { expect, test } from 'vitest';
import type { Broadcast } from '#broadcast';
import { takenUp } from '../../../src/playout/claims.ts';
import { broadcastOf, deliveryOf } from '../delivery/things.ts';

const AT = 1_000_000;
const NOW = AT + 10_000;
const alarm = { level: 'emergency', kind: 'emergency' } as const;
const stream = { kind: 'stream', streamId: 'liv_1', durationMs: 60_000 } as const;
const voice: Partial<Broadcast> = { runningOrder: { items: [stream], durationMs: 60_000 } };

test.each([
  ['ordered and never begun', {}, { state: 'ordered', startAt: AT }, true],
  ['ordered, and its last instant is over', { notAfter: NOW - 1 }, { state: 'ordered', startAt: AT }, false],
  ['ordered for later: the order still stands', {}, { state: 'ordered', startAt: NOW + 1 }, false],
  ['an alarm that was cut off', alarm, { state: 'playing', startAt: AT, startedAt: AT }, true],
  ['an alarm that is not valid any more', { ...alarm, notAfter: NOW - 1 }, { state: 'playing', startAt: AT }, false],
  ['a bulletin that was cut off', {}, { state: 'playing', startAt: AT, startedAt: AT }, false],
  ['a spoken alarm: the voice is gone', { ...alarm, ...voice }, { state: 'playing', startAt: AT }, false],
  ['planned', {}, { state: 'planned', startAt: null }, false],
] as const)('%s', (_what, broadcast, delivery, isAnew) => {
  const known = deliveryOf('brc_1', 'end_1', delivery);
  const taken = takenUp(broadcastOf('brc_1', AT, 60_000, broadcast), known, NOW);
  if (isAnew) expect(taken).toEqual({ ...known, state: 'ordered', startAt: null, startedAt: null });
  else expect(taken).toBe(known);
});
