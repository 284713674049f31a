import { expect, test } from 'vitest';
import { Village } from './village.ts';

/** A broken program, by the loop that dies of it: what it stumbles over, and what brings it there. */
const BREAKS = [
  ['air desk', /broadcast ended/, () => undefined],
  ['link', /link to the station was lost/, (village: Village) => village.station.cut()],
  [
    'placement',
    /audio could not be/,
    (village: Village) => {
      village.decode = () => Promise.reject(new Error('no decoder'));
      village.station.plan(village.entry('three', village.station.now() + 60_000));
    },
  ],
] as const;

test.each(BREAKS)(
  'when the %s dies the agent falls silent and ends, and goes on when it is started again',
  async (...one) => {
    const [name, fact, stumble] = one;
    const village = new Village();
    const { station, clock, decode } = village;
    await village.on();
    const at = station.now() + 5_000;
    // The second waits in vain behind the first, and is over six seconds after that began.
    station.plan(village.entry('one', at), village.entry('two', at + 1_000, { notAfter: at + 6_000 }));
    station.start('one', at);
    await clock.advance(10_000);
    expect([village.heard.length, village.deaths]).toEqual([1, []]);
    village.broken = fact;
    stumble(village);
    await clock.advance(2_000);
    expect(village.deaths).toEqual([expect.stringContaining(`${name}: Error: a broken program`)]);
    expect([village.lines.filter((line) => line === `${name} died`).length, station.isJoined]).toEqual([1, false]);
    const diedMs = village.heard[0]?.ms ?? 0;
    expect(diedMs).toBeLessThan(7_500);
    await clock.advance(10_000);
    expect([village.heard.length, village.heard[0]?.ms]).toEqual([1, diedMs]);
    Object.assign(village, { broken: null, decode });
    station.isReachable = true;
    await village.on();
    await clock.advance(60_000);
    expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
    expect(village.deaths).toHaveLength(1);
  },
);

test('an agent that is switched off dies of nothing', async () => {
  const village = new Village();
  await village.on();
  village.broken = /link to the station was lost/;
  await village.agent?.stop();
  await village.clock.advance(60_000);
  expect(village.deaths).toEqual([]);
});
