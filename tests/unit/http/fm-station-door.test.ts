import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseManifest, readManifest } from '../../../src/delivery/fm/manifest/read-manifest.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

test('a station that was just registered has its faces, and a new key closes the old addresses', async () => {
  const settings = { band: '87-108', frequencyKhz: 98_500, pi: '7A01', ps: 'TAN LAP', audio: 'manifest' };
  const made = await door.ask('POST', '/api/v1/fm/stations', { name: 'Đài xã Tân Lập', ...settings });
  expect(made.status).toBe(201);
  const { id, paths } = made.body;
  await expect.poll(async () => (await fetch(`${door.base}${paths.manifest}`)).status).toBe(200);
  const answer = await fetch(`${door.base}${paths.manifest}`);
  const text = await answer.text();
  expect(parseManifest(text)?.station).toMatchObject({ id, ps: 'TAN LAP ', soundBy: 'manifest' });
  expect(readManifest(text, door.commune.clock.wallMs())).toMatchObject({
    state: 'fresh',
    rt: 'Dai xa Tan Lap',
    ta: false,
  });
  const again = await fetch(`${door.base}${paths.manifest}`, {
    headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  expect(await (await fetch(`${door.base}${paths.now}`)).text()).toBe('Dai xa Tan Lap');
  expect(await (await fetch(`${door.base}${paths.nowUtf8}`)).text()).toBe('Đài xã Tân Lập');
  const [listed] = (await door.ask('GET', '/api/v1/fm/stations')).body;
  expect(listed.manifestFetchedAt).not.toBeNull();

  const renewed = await door.ask('POST', `/api/v1/fm/stations/${id}/key`);
  expect((await fetch(`${door.base}${paths.manifest}`)).status).toBe(404);
  await expect.poll(async () => (await fetch(`${door.base}${renewed.body.paths.manifest}`)).status).toBe(200);
  await door.ask('DELETE', `/api/v1/fm/stations/${id}`);
  await expect.poll(async () => (await fetch(`${door.base}${renewed.body.paths.manifest}`)).status).toBe(404);
});
