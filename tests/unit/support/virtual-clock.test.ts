import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { sleepUntilWall } from '#kernel';
import { VirtualClock } from '../../support/virtual-clock.ts';

const HALF_HOUR_MS = 1_800_000;

test('sleepers wake in order of time, then of arrival, at their own instant', async () => {
  const clock = new VirtualClock({ wallMs: 1000 });
  const woken: string[] = [];
  const nap = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push(`${name}@${clock.monoMs()}/${clock.wallMs()}`);
  };
  const all = [nap('late', 30), nap('first', 10.5), nap('second', 10.5), nap('soon', 2)];
  expect(clock.sleepers).toBe(4);
  await clock.advance(20);
  expect(woken).toEqual(['soon@2/1002', 'first@10.5/1010', 'second@10.5/1010']);
  expect(clock.monoMs()).toBe(20);
  await clock.advance(10);
  await Promise.all(all);
  expect(woken.at(-1)).toBe('late@30/1030');
  expect(clock.sleepers).toBe(0);
});

test('what a woken one starts happens before time moves on', async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const loop = (async () => {
    for (let i = 0; i < 5; i++) {
      await clock.sleep(100);
      await new Promise((resolve) => setImmediate(resolve));
      for (let k = 0; k < 50; k++) await null;
      seen.push(clock.monoMs());
    }
  })();
  await clock.advance(1000);
  await loop;
  expect(seen).toEqual([100, 200, 300, 400, 500]);
});

test('sleeps that a woken one adds inside the same advance are honoured', async () => {
  const clock = new VirtualClock();
  const at: number[] = [];
  void (async () => {
    await clock.sleep(10);
    at.push(clock.monoMs());
    await clock.sleep(0);
    at.push(clock.monoMs());
    await clock.sleep(5);
    at.push(clock.monoMs());
  })();
  await clock.advance(15);
  expect(at).toEqual([10, 10, 15]);
});

test('a wall jump moves appointments and nothing else', async () => {
  const clock = new VirtualClock({ wallMs: 0 });
  let arrived: number | null = null;
  void sleepUntilWall(clock, 3_600_000).then(() => {
    arrived = clock.monoMs();
  });
  let napped = false;
  void clock.sleep(60_000).then(() => {
    napped = true;
  });
  clock.jumpWall(3_590_000);
  expect(clock.monoMs()).toBe(0);
  await clock.advance(29_999);
  expect([arrived, napped]).toEqual([null, false]);
  await clock.advance(1);
  expect(arrived).toBe(30_000);
  await clock.advance(30_000);
  expect(napped).toBe(true);
});

test('a jump back makes an appointment wait again', async () => {
  const clock = new VirtualClock({ wallMs: 0 });
  let arrived = false;
  void sleepUntilWall(clock, 10_000).then(() => {
    arrived = true;
  });
  await clock.advance(5000);
  clock.jumpWall(-60_000);
  await clock.advance(10_000);
  expect(arrived).toBe(false);
  await clock.advanceTo(10_000);
  expect(arrived).toBe(true);
  expect(clock.monoMs()).toBe(70_000);
});

test('an aborted sleeper is gone at once and leaves no listener, whichever way it ends', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const naps = Array.from({ length: 100 }, (_, i) => clock.sleep(1000 + i, stop.signal));
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(100);
  await clock.advance(1049);
  expect(clock.sleepers).toBe(50);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(50);
  stop.abort();
  expect(clock.sleepers).toBe(0);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  expect(await clock.sleep(5, stop.signal)).toBe(false);
  expect((await Promise.all(naps)).filter(Boolean)).toHaveLength(50);
});

test('runUntil stops at the instant when the predicate turns true', async () => {
  const clock = new VirtualClock();
  let ticks = 0;
  const stop = new AbortController();
  const loop = (async () => {
    while (await clock.sleep(250, stop.signal)) ticks++;
  })();
  await clock.runUntil(() => ticks === 7, 60_000);
  expect(clock.monoMs()).toBe(1750);
  await clock.runUntil(async () => ticks === 8, 60_000);
  expect(clock.monoMs()).toBe(2000);
  await expect(clock.runUntil(() => false, 1000)).rejects.toThrow('after 1000 ms');
  expect(clock.monoMs()).toBe(3000);
  stop.abort();
  await loop;
  await expect(clock.runUntil(() => false, 10)).rejects.toThrow('0 asleep');
});

test('misuse is named', async () => {
  const clock = new VirtualClock();
  await expect(clock.advance(-1)).rejects.toThrow(RangeError);
  await expect(clock.sleep(Number.NaN)).rejects.toThrow(RangeError);
  const first = clock.advance(10);
  await expect(clock.advance(10)).rejects.toThrow('already being moved');
  await first;
});

test('a loop that sleeps 0 ms for ever is found', async () => {
  const clock = new VirtualClock({ drainTurns: 1 });
  const stop = new AbortController();
  void (async () => {
    while (await clock.sleep(0, stop.signal));
  })();
  await expect(clock.advance(1)).rejects.toThrow('without end');
  stop.abort();
});

test('ten thousand sleepers with random times and aborts wake in order', async () => {
  const clock = new VirtualClock({ drainTurns: 1 });
  const woken: number[] = [];
  const stops: AbortController[] = [];
  for (let i = 0; i < 10_000; i++) {
    const stop = new AbortController();
    stops.push(stop);
    void clock.sleep((i * 7919) % 997, stop.signal).then((slept) => {
      if (slept) woken.push(clock.monoMs());
    });
  }
  for (let i = 0; i < 10_000; i += 3) stops[i]?.abort();
  await clock.advance(1000);
  expect(woken).toHaveLength(6666);
  expect(woken).toEqual(woken.toSorted((a, b) => a - b));
});

test('a year of half-hour sleeps takes well under a second', async () => {
  const clock = new VirtualClock();
  let wakes = 0;
  const stop = new AbortController();
  const loop = (async () => {
    while (await clock.sleep(HALF_HOUR_MS, stop.signal)) wakes++;
  })();
  const from = performance.now();
  await clock.advance(365 * 48 * HALF_HOUR_MS);
  const tookMs = performance.now() - from;
  stop.abort();
  await loop;
  expect(wakes).toBe(17_520);
  expect(tookMs).toBeLessThan(1000);
  if (process.env['MEASURE']) console.log(`a year of half-hour sleeps: ${tookMs.toFixed(0)} ms`);
});
