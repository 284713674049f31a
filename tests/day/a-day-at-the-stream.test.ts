import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { registerEndpoint } from '#endpoint';
import { FRAME_MS } from '#feed';
import { instantOf } from '#kernel';
import { putZone } from '#place';
import { Commune } from '../support/commune.ts';
import { Ear, named, spoken } from '../unit/delivery/ears.ts';

const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FRAMES = 1250;
const LENGTH_MS = FRAMES * FRAME_MS;

/** A commune of one cheap horn that pulls a stream, with bulletins of thirty seconds that can be told apart. */
async function horn() {
  const day = new Commune({ wallMs: FIVE - 10 * MINUTE });
  const station = await day.start();
  const world = { clock: day.clock, random: day.random };
  const asked = { name: 'Loa kéo luồng', areaId: null, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
  const { endpoint } = await registerEndpoint(day.store.db, world, asked);
  day.zoneId = (await putZone(day.store.db, world, { name: 'Xã', areaId: null, endpointIds: [endpoint.id] })).id;
  const bulletin = async (voice: number) => {
    const title = `Tin ${voice}`;
    const id = await day.addBulletin({ title, durationMs: LENGTH_MS });
    const bytes = spoken(voice, FRAMES);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const old = createHash('sha256').update(`audio of ${title}`).digest('hex');
    await day.files.replace(`/station/renditions/${sha256}`, bytes);
    const change = day.store.db.updateTable('renditions').set({ sha256, bytes: bytes.length });
    await change.where('sha256', '=', old).execute();
    return id;
  };
  const ear = new Ear();
  const leave = station.house.streams.join(endpoint.id, ear);
  const outcome = async () =>
    (await day.log()).map((line) => [line.title, line.state, line.reason, line.evidence, line.renderedMs]);
  return { day, station, endpoint, ear, leave, bulletin, outcome };
}

it('three bulletins for the same minute follow one another on the stream, each whole', async () => {
  const { day, ear, bulletin, outcome } = await horn();
  for (const voice of [1, 2, 3]) {
    await day.ask(await bulletin(voice), FIVE);
    await day.clock.advance(1);
  }
  await day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(ear.voices).toEqual([...named(1, 0, FRAMES), ...named(2, 0, FRAMES), ...named(3, 0, FRAMES)]);
  expect(await outcome()).toEqual([1, 2, 3].map((voice) => [`Tin ${voice}`, 'played', 'complete', 'E0', LENGTH_MS]));
});

it('a second horn on the same stream joins in where it is, and the first hears nothing twice', async () => {
  const { day, station, endpoint, ear, bulletin, outcome } = await horn();
  await day.ask(await bulletin(1), FIVE);
  await day.clock.advanceTo(FIVE + 10 * SECOND);
  const second = new Ear();
  station.house.streams.join(endpoint.id, second);
  await day.clock.advanceTo(FIVE + 5 * MINUTE);
  expect(ear.voices).toEqual(named(1, 0, FRAMES));
  expect(second.voices.length).toBeGreaterThan(800);
  expect(second.voices.length).toBeLessThan(FRAMES);
  expect(await outcome()).toEqual([['Tin 1', 'played', 'complete', 'E0', LENGTH_MS]]);
});

it('"stop" in the very second of the order leaves the horn silent', async () => {
  const { day, station, ear, bulletin, outcome } = await horn();
  const id = await day.ask(await bulletin(1), FIVE);
  await day.clock.advanceTo(FIVE - 3 * SECOND);
  expect(await station.house.playout.halt(id, 'stopped_by_operator')).toBe(true);
  await day.clock.advanceTo(FIVE + MINUTE);
  expect(ear.voices).toEqual([]);
  expect(await outcome()).toEqual([['Tin 1', 'cancelled', 'stopped_by_operator', 'E0', 0]]);
});

it('nobody at the stream: the log says that nobody listened', async () => {
  const { day, leave, bulletin, outcome } = await horn();
  leave();
  await day.ask(await bulletin(1), FIVE);
  await day.clock.advanceTo(FIVE + 10 * MINUTE);
  expect(await outcome()).toEqual([['Tin 1', 'failed', 'not_listening', 'E0', 0]]);
});
