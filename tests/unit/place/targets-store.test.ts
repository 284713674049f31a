import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Duty, registerEndpoint } from '#endpoint';
import { addFmStation, fmSettings } from '#fm';
import { addArea, endpointsIn, putZone } from '#place';
import { openStore, type Store } from '#store';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let store: Store;
const make = { clock: new VirtualClock(), random: new SeededRandom(5) };
/** Names by id, and back. */
const names = new Map<string, string>();
const ids = new Map<string, string>();

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

async function area(name: string, parentId: string | null) {
  return (await addArea(store.db, make, { parentId, kind: 'thôn', name, validFrom: null, validTo: null })).id;
}

async function endpoint(name: string, areaId: string, duty: Duty = 'main', fmStationId: string | null = null) {
  const asked = {
    name,
    areaId,
    protocol: fmStationId ? 'fm' : 'link',
    gainDb: 0,
    leadInMs: 0,
    duty,
    fmStationId,
  } as const;
  const { id } = (await registerEndpoint(store.db, make, asked)).endpoint;
  names.set(id, name);
  ids.set(name, id);
}

/** Two villages with a loudspeaker each; one has receivers of its own that stand in, the other those of the commune. */
async function commune() {
  const settings = fmSettings.parse({ band: null, frequencyKhz: null, pi: '7A01', ps: 'XA' });
  const { id: fm } = await addFmStation(store.db, make, { name: 'Đài', areaId: null, settings });
  const xa = await area('Xã', null);
  const [dong, tay] = [await area('Đông', xa), await area('Tây', xa)];
  await endpoint('loa Đông', dong);
  await endpoint('loa Tây', tay);
  await endpoint('FM Đông', dong, 'stand_in', fm);
  await endpoint('FM Xã', xa, 'stand_in', fm);
  const members = [ids.get('loa Tây') ?? ''];
  const zone = await putZone(store.db, make, { name: 'Vùng Tây', areaId: null, endpointIds: members });
  return { xa, dong, tay, zoneId: zone.id };
}

const found = async (targets: Partial<Parameters<typeof endpointsIn>[1]>) =>
  (await endpointsIn(store.db, { zoneIds: [], areaIds: [], ...targets })).map((id) => names.get(id)).sort();

test('what is sent to a place goes to those who are meant for it, not to those who stand in', async () => {
  const { xa, dong, zoneId } = await commune();
  expect(await found({ areaIds: [dong] })).toEqual(['loa Đông']);
  expect(await found({ areaIds: [xa] })).toEqual(['loa Tây', 'loa Đông']);
  expect(await found({ zoneIds: [zoneId] })).toEqual(['loa Tây']);
  expect(await found({ everywhere: true })).toEqual(['loa Tây', 'loa Đông']);
  expect(await found({ endpointIds: [ids.get('FM Xã') ?? ''] })).toEqual(['FM Xã']);
});

test('silence reaches whoever stands in for them: their own, else those of the place above', async () => {
  const { dong, tay, zoneId } = await commune();
  const alsoStandIns = true;
  expect(await found({ areaIds: [dong], alsoStandIns })).toEqual(['FM Đông', 'loa Đông']);
  expect(await found({ areaIds: [tay], alsoStandIns })).toEqual(['FM Xã', 'loa Tây']);
  expect(await found({ zoneIds: [zoneId], alsoStandIns })).toEqual(['FM Xã', 'loa Tây']);
  expect(await found({ everywhere: true, alsoStandIns })).toHaveLength(4);
});
