import { afterAll, beforeAll, expect, it } from 'vitest';
import { gateAt, OPEN_RULES } from '#gate';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const post = async (path: string, body: unknown) => (await door.ask('POST', `/api/v1/${path}`, body)).body;
const isOpen = (endpointId: string) => {
  const { gates, world } = door.house;
  return gateAt(gates.of(endpointId), { level: 'scheduled', kind: 'bulletin' }, world.clock.wallMs()).isOpen;
};

it('an endpoint keeps the rules of its place from its first moment, and those of another place when it is moved', async () => {
  const still = await post('areas', { kind: 'xã', name: 'Xã yên lặng' });
  const open = await post('areas', { kind: 'thôn', name: 'Thôn Đông' });
  const windows = [{ name: 'Nửa đêm', from: '00:00', to: '00:10' }];
  await post('gate/versions', {
    areaId: still.id,
    from: '2026-11-23',
    rules: { ...OPEN_RULES, windows },
    note: 'Quy chế',
  });
  const asked = { name: 'Loa đình', areaId: still.id, protocol: 'link' };
  const { endpoint } = await post('endpoints', asked);
  expect(isOpen(endpoint.id)).toBe(false);
  const moved = await door.ask('PUT', `/api/v1/endpoints/${endpoint.id}`, { name: asked.name, areaId: open.id });
  expect(moved.status).toBe(200);
  expect(isOpen(endpoint.id)).toBe(true);
  const body = { kind: 'thôn', name: 'Thôn Đông', parentId: still.id };
  expect((await door.ask('PUT', `/api/v1/areas/${open.id}`, body)).status).toBe(200);
  expect(isOpen(endpoint.id)).toBe(false);
});
