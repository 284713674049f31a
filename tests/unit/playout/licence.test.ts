/** What becomes of a broadcast when the licence of a transmitter is over: the village comes first, then the paper. */
import { expect, it } from 'vitest';
import { findBroadcast } from '#broadcast';
import { registerEndpoint } from '#endpoint';
import { addFmStation, addReceiver, receiverSettings } from '#fm';
import { instantOf, isStationError } from '#kernel';
import { putZone } from '#place';
import { lastTraces } from '#why';
import { Commune } from '../../support/commune.ts';
import { settingsOf } from '../fm/stations.ts';

const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;
const DAY_MS = 86_400_000;

/** A village with a speaker and FM receivers; the licence of the transmitter ends with the day of `FIVE`. */
async function village({ licenceNote = '', onlyFm = false } = {}) {
  const day = new Commune({ wallMs: FIVE - 3600_000 });
  const station = await day.start();
  await day.addVillages(['Thôn Đông']);
  const { world } = station.house;
  const speakerId = day.villages[0]?.endpointId ?? '';
  const receiverId = await day.store.transact(async (tx) => {
    const settings = settingsOf({ licenceEndsOn: '2026-11-23', licenceNote });
    const { id } = await addFmStation(tx, world, { name: 'Đài xã', areaId: null, settings });
    const asked = { name: 'Thu FM', areaId: null, protocol: 'fm', fmStationId: id, gainDb: 0, leadInMs: 0 } as const;
    const { endpoint } = await registerEndpoint(tx, world, asked);
    await addReceiver(tx, endpoint.id, id, receiverSettings.parse({}));
    const endpointIds = onlyFm ? [endpoint.id] : [speakerId, endpoint.id];
    day.zoneId = (await putZone(tx, world, { name: 'Thôn', areaId: null, endpointIds })).id;
    return endpoint.id;
  });
  await station.house.gateChanged();
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs: 10_000 });
  const carriers = async (id: string) =>
    (await findBroadcast(day.store.db, id))?.deliveries.map((one) => one.endpointId).sort();
  /** What is told of the receivers when somebody asks why. */
  const told = async () => {
    await day.clock.advance(2000);
    return (await lastTraces(day.store.db, receiverId, Number.MAX_SAFE_INTEGER, 10)).flatMap((one) =>
      'code' in one ? [one.en] : [],
    );
  };
  return { day, bulletinId, carriers, told, both: [speakerId, receiverId].sort(), speakerId, receiverId };
}

it('on the last day of the licence everybody carries it, and nothing is told', async () => {
  const { day, bulletinId, carriers, both, told } = await village();
  expect(await carriers(await day.ask(bulletinId, FIVE))).toEqual(both);
  expect(await told()).toEqual([]);
});

it('the day after, a zone with speakers too is served by them alone, and it is told why', async () => {
  const { day, bulletinId, carriers, speakerId, told } = await village();
  expect(await carriers(await day.ask(bulletinId, FIVE + DAY_MS))).toEqual([speakerId]);
  expect(await told()).toEqual([expect.stringContaining('does not go by FM here')]);
});

it('where nothing but FM is left it is refused, naming the station and its last day', async () => {
  const { day, bulletinId } = await village({ onlyFm: true });
  const refused = await day.ask(bulletinId, FIVE + DAY_MS).catch((error: unknown) => error);
  expect(isStationError(refused, 'FM_LICENCE_OVER')).toBe(true);
  expect(refused).toMatchObject({ values: { station: 'Đài xã', date: { vi: '23/11/2026', en: '2026-11-23' } } });
  await expect(day.ask(bulletinId, FIVE)).resolves.toMatch(/^brc_/);
});

it('an emergency goes all the same, and that it did is told', async () => {
  const { day, bulletinId, carriers, both, told } = await village();
  expect(await carriers(await day.ask(bulletinId, FIVE + DAY_MS, 'emergency'))).toEqual(both);
  expect(await told()).toEqual([expect.stringContaining('although the licence is over')]);
});

it('a written reason lets everything go on', async () => {
  const { day, bulletinId, carriers, both } = await village({ licenceNote: 'Công văn 12 cho phép chờ' });
  expect(await carriers(await day.ask(bulletinId, FIVE + DAY_MS))).toEqual(both);
});

it('asking what would be writes nothing down', async () => {
  const { day, bulletinId, told } = await village();
  const draft = { bulletinId, zoneIds: [day.zoneId], origin: 'operator', level: 'scheduled' } as const;
  const at = FIVE + DAY_MS;
  const asked = { ...draft, plannedAt: at, notAfter: at, title: null, askedBy: null };
  const [verdict] = (await day.station?.house.playout.prepare(day.store.db, [asked])) ?? [];
  expect(verdict && 'mayNot' in verdict && verdict.mayNot.size).toBe(1);
  expect(await told()).toEqual([]);
});
