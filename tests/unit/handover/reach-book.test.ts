import { expect, it } from 'vitest';
import { ReachBook } from '../../../src/handover/reach-book.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { NOON } from './situations.ts';

function book() {
  const clock = new VirtualClock({ wallMs: NOON });
  const line = { isReachable: false, quietMs: null as number | null };
  const reach = { isReachable: () => line.isReachable, quietMs: () => line.quietMs };
  return { clock, line, book: new ReachBook(clock, reach) };
}

it('counts an endpoint that never came from the start of the station on', async () => {
  const { clock, book: reach } = book();
  await clock.advance(7000);
  expect(reach.look('end_1')).toEqual({ isReachable: false, leftAt: NOON, hasJoined: false });
  expect(reach.settledAt).toBe(NOON + 10_000);
});

it('remembers when an endpoint left, whether it was told or saw it by itself', async () => {
  const { clock, line, book: reach } = book();
  line.isReachable = true;
  expect(reach.look('end_1')).toEqual({ isReachable: true, leftAt: null, hasJoined: true });
  await clock.advance(5000);
  line.isReachable = false;
  expect(reach.look('end_1').leftAt).toBe(NOON + 5000);
  await clock.advance(5000);
  reach.note('end_1', false);
  expect(reach.look('end_1').leftAt).toBe(NOON + 5000);
  reach.note('end_1', true);
  await clock.advance(1000);
  reach.note('end_1', false);
  await clock.advance(1000);
  expect(reach.look('end_1').leftAt).toBe(NOON + 11_000);
});

it('takes a line on which nothing comes for broken, since it was heard last', async () => {
  const { clock, line, book: reach } = book();
  Object.assign(line, { isReachable: true, quietMs: 7999 });
  await clock.advance(20_000);
  expect(reach.look('end_1').isReachable).toBe(true);
  line.quietMs = 8000;
  expect(reach.look('end_1')).toEqual({ isReachable: false, leftAt: NOON + 12_000, hasJoined: true });
});

it('is not misled by a clock that somebody sets', async () => {
  const { clock, line, book: reach } = book();
  line.isReachable = true;
  reach.look('end_1');
  line.isReachable = false;
  reach.look('end_1');
  await clock.advance(4000);
  clock.jumpWall(3_600_000);
  expect(clock.wallMs() - (reach.look('end_1').leftAt ?? 0)).toBe(4000);
});
