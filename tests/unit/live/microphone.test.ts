import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStudio, type Studio } from './studio.ts';

let studio: Studio;

beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

test('a microphone that never says hello is let go after ten seconds, and the session waits on', async () => {
  const session = await studio.open();
  const mute = studio.page(session, false);
  await studio.clock.advance(9_900);
  expect(mute.isOpen()).toBe(true);
  await studio.clock.advance(200);
  expect([mute.isOpen(), mute.last()]).toMatchObject([false, { refused: 'no_hello' }]);
  // What it says afterwards, before its socket is gone, is not taken.
  mute.greet();
  expect([session.state, mute.told.length]).toEqual(['opened', 1]);
  const late = studio.page(session, false);
  await studio.clock.advance(9_000);
  late.greet();
  await late.speak(5_000);
  expect([late.isOpen(), session.state]).toEqual([true, 'on_air']);
});

test('a microphone that waits in vain is closed at once when its session is over, or was before it came', async () => {
  const session = await studio.open();
  const mute = studio.page(session, false);
  session.end('killed');
  const late = studio.page(session, false);
  for (const one of [mute, late]) {
    expect([one.isOpen(), one.last()]).toMatchObject([false, { refused: 'LIVE_OVER' }]);
    one.events.closed();
  }
  await studio.clock.advance(60_000);
  expect(mute.told).toHaveLength(1);
});
