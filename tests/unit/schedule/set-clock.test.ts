import { expect, test } from 'vitest';
import { SetClock } from '../../../src/schedule/set-clock.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;

test('a clock that was set is news when the speakers believe it, until somebody has dealt with it', async () => {
  const clock = new VirtualClock();
  const setClock = new SetClock(clock);
  expect(setClock.isNews()).toBe(false);
  await clock.advance(MINUTE);
  expect(setClock.isNews()).toBe(true);
  expect(setClock.isNews()).toBe(true);
  setClock.settle();
  expect(setClock.isNews()).toBe(false);
  clock.jumpWall(-60 * MINUTE);
  expect(setClock.isNews()).toBe(false);
  await clock.advance(MINUTE - 1);
  expect(setClock.isNews()).toBe(false);
  // Set once more before it was believed: the time begins anew.
  clock.jumpWall(60 * MINUTE);
  await clock.advance(1);
  expect(setClock.isNews()).toBe(false);
  await clock.advance(MINUTE);
  expect(setClock.isNews()).toBe(true);
});

test('a clock that drifts is not set', async () => {
  const clock = new VirtualClock();
  const setClock = new SetClock(clock);
  await clock.advance(MINUTE);
  setClock.settle();
  for (let at = 0; at < 20; at += 1) {
    clock.jumpWall(400);
    await clock.advance(5000);
    expect(setClock.isNews()).toBe(false);
  }
});
