import { expect, test } from 'vitest';
import {
  addFmStation,
  changeFmStation,
  type FmSettings,
  findFmStation,
  licencesOver,
  listFmStations,
  renewFmKey,
  retireFmStation,
} from '#fm';
import { openStore } from '#store';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { lineOf, settingsOf } from './stations.ts';

function room() {
  const { db } = openStore(':memory:');
  const make = { clock: new VirtualClock({ wallMs: Date.UTC(2026, 10, 23) }), random: new SeededRandom(7) };
  const input = (more: Partial<FmSettings> = {}, name = 'Đài xã') => ({
    name,
    areaId: null,
    settings: settingsOf(more),
  });
  return { db, make, input };
}

test.each<[string, Partial<FmSettings>, string | null]>([
  ['the lower edge', { frequencyKhz: 54_000 }, null],
  ['the upper edge', { frequencyKhz: 68_000 }, null],
  ['below', { frequencyKhz: 53_900 }, 'FM_FREQUENCY'],
  ['above', { frequencyKhz: 68_100 }, 'FM_FREQUENCY'],
  ['the other band', { band: '87-108' }, 'FM_FREQUENCY'],
  ['a band alone', { frequencyKhz: null }, 'FM_FREQUENCY'],
  ['a frequency alone', { band: null }, 'FM_FREQUENCY'],
  ['wires only', { band: null, frequencyKhz: null }, null],
  ['an agent that nobody chose', { audio: 'agent' }, 'FM_AGENT'],
  ['a line that says nothing of where', { lines: [lineOf({ host: '' })] }, 'FM_LINE'],
])('what may be a station: %s', async (_what, more, code) => {
  const { db, make, input } = room();
  const added = addFmStation(db, make, input(more));
  if (code === null) await expect(added).resolves.toMatchObject({ name: 'Đài xã' });
  else await expect(added).rejects.toMatchObject({ code });
  expect(await listFmStations(db)).toHaveLength(code === null ? 1 : 0);
});

test('a PI code belongs to one station in use; the agent at a transmitter serves one', async () => {
  const { db, make, input } = room();
  const agent = { audio: 'agent', audioEndpointId: 'end_1' } as const;
  const first = await addFmStation(db, make, input(agent));
  await expect(addFmStation(db, make, input({}, 'Đài hai'))).rejects.toMatchObject({
    code: 'FM_PI_TAKEN',
    values: { station: 'Đài xã' },
  });
  await expect(addFmStation(db, make, input({ ...agent, pi: '7A02' }))).rejects.toMatchObject({ code: 'FM_AGENT' });
  // Its own code is no obstacle to itself, and what is retired gives both back.
  await changeFmStation(db, first.id, input(agent, 'Đài xã mới'), []);
  await retireFmStation(db, make.clock, first.id);
  await expect(addFmStation(db, make, input(agent, 'Đài hai'))).resolves.toMatchObject({ pi: '7A01' });
  await expect(changeFmStation(db, first.id, input(), [])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a password stays when its line comes without one, and goes with its line', async () => {
  const { db, make, input } = room();
  const line = lineOf({ password: 'bí mật' });
  const { id } = await addFmStation(db, make, input({ lines: [line] }));
  const silent = { ...line, password: '' };
  const kept = await changeFmStation(db, id, input({ lines: [{ ...silent, port: 5000 }] }), []);
  expect(kept.lines).toEqual([{ ...line, port: 5000 }]);
  expect((await findFmStation(db, id))?.lines).toEqual(kept.lines);
  await changeFmStation(db, id, input({ lines: [{ ...silent, name: 'Khác' }] }), []);
  expect((await findFmStation(db, id))?.lines[0]?.password).toBe('');
});

test('an endpoint is kept only with the sound of an agent', async () => {
  const { db, make, input } = room();
  const { id } = await addFmStation(db, make, input({ audio: 'mount', audioEndpointId: 'end_1' }));
  expect((await findFmStation(db, id))?.audioEndpointId).toBeNull();
});

test('receivers with groups keep their station from calling everybody', async () => {
  const { db, make, input } = room();
  const { id } = await addFmStation(db, make, input({ addressing: 'coded' }));
  const receiver = { name: 'Thôn Đông', onGroups: ['0123456789AB'], offGroups: [] };
  await expect(changeFmStation(db, id, input(), [receiver])).rejects.toMatchObject({
    code: 'FM_GROUPS',
    values: { name: 'Thôn Đông' },
  });
  await expect(changeFmStation(db, id, input({ addressing: 'coded' }), [receiver])).resolves.toBeDefined();
});

test('a new key is another one of 128 bits', async () => {
  const { db, make, input } = room();
  const { id, key } = await addFmStation(db, make, input());
  const renewed = await renewFmKey(db, make, id);
  expect(Buffer.from(renewed.key, 'base64url')).toHaveLength(16);
  expect(renewed.key).not.toBe(key);
  expect((await findFmStation(db, id))?.key).toBe(renewed.key);
});

test('endpoints that are no receivers are never a matter of a licence', async () => {
  const { db } = room();
  expect(await licencesOver(db, ['end_1', 'end_2'], '2030-01-01')).toEqual(new Map());
});
