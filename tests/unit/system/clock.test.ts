import { expect, test } from 'vitest';
import { realWorld } from '#system';

const { clock } = realWorld();

test('a sleep ends when its monotonic time has passed, never before', async () => {
  const startedMs = clock.monoMs();
  expect(await clock.sleep(20)).toBe(true);
  expect(clock.monoMs() - startedMs).toBeGreaterThanOrEqual(20);
});

test('an aborted sleep says so, at once', async () => {
  const abort = new AbortController();
  const asleep = clock.sleep(600_000, abort.signal);
  abort.abort();
  expect(await asleep).toBe(false);
  expect(await clock.sleep(600_000, abort.signal)).toBe(false);
});

test('a sleep longer than the platform can count does not end at once', async () => {
  const abort = new AbortController();
  const asleep = clock.sleep(2 ** 40, abort.signal);
  expect(await Promise.race([asleep, clock.sleep(5).then(() => 'still asleep')])).toBe('still asleep');
  abort.abort();
  expect(await asleep).toBe(false);
});

test('who sleeps for no time at all, again and again, lets timers and sockets have their turn', async () => {
  let hasHadTurn = false;
  const timer = setTimeout(() => {
    hasHadTurn = true;
  }, 1);
  for (let slept = 0; !hasHadTurn && slept < 1_000_000; slept += 1) await clock.sleep(0);
  clearTimeout(timer);
  expect(hasHadTurn).toBe(true);
  const abort = new AbortController();
  const asleep = clock.sleep(0, abort.signal);
  abort.abort();
  expect(await asleep).toBe(false);
});
