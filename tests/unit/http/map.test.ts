/** The map over the API: an outline, a picture, pins, and what is no map. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, openDoor } from './door.ts';

let door: Door;
let endpointId = '';
beforeAll(async () => {
  door = await openDoor();
  endpointId = (await door.ask('POST', '/api/v1/endpoints', { name: 'Loa' })).body.endpoint.id;
});
afterAll(() => door.close());

const RING = [
  [104.1, 21.8],
  [104.2, 21.8],
  [104.2, 21.9],
  [104.1, 21.8],
];
const OUTLINE = JSON.stringify({ type: 'Polygon', coordinates: [RING] });
const png = Buffer.alloc(40);
png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
png.write('IHDR', 12);
png.writeUInt32BE(800, 16);
png.writeUInt32BE(600, 20);

async function put(body: string | Buffer<ArrayBuffer>, name = encodeURIComponent('Xã Mù.json')) {
  const headers = {
    authorization: `Bearer ${door.session}`,
    'content-type': 'application/octet-stream',
    'upload-name': name,
  };
  const response = await fetch(`${door.base}/api/v1/map`, { method: 'PUT', headers, body });
  return { status: response.status, body: await response.json() };
}
const pin = (at: unknown) => door.ask('PUT', `/api/v1/endpoints/${endpointId}/pin`, { at });
const shown = async () => (await door.ask('GET', '/api/v1/map')).body;

test('there is none, then an outline, then a picture with pins, then none', async () => {
  expect(await shown()).toEqual({ map: null, pins: [] });
  expect((await pin({ x: 0.5, y: 0.5 })).status).toBe(404);
  expect(await put(OUTLINE)).toMatchObject({
    status: 200,
    body: { map: { kind: 'outline', name: 'Xã Mù.json', outline: { rings: [RING] } } },
  });
  expect((await put(png)).body.map).toMatchObject({ kind: 'image', width: 800, height: 600 });
  expect((await pin({ x: 0.25, y: 1 })).status).toBe(200);
  expect((await pin({ x: 0.25, y: 1.1 })).status).toBe(400);
  const { map, pins } = await shown();
  expect(pins).toEqual([{ endpointId, x: 0.25, y: 1 }]);
  const image = await door.ask('GET', `/api/v1/map/${map.id}/image`);
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(image.headers.get('x-content-type-options')).toBe('nosniff');
  expect(image.headers.get('content-security-policy')).toContain('sandbox');
  await pin(null);
  expect((await shown()).pins).toEqual([]);
  await pin({ x: 0.25, y: 0.25 });
  // Another picture is another place: nothing stands on it yet.
  await put(png);
  expect((await shown()).pins).toEqual([]);
  expect((await door.ask('DELETE', '/api/v1/map')).body).toEqual({ map: null, pins: [] });
});

test('what is no map is refused, and the map in use stays', async () => {
  await put(OUTLINE);
  for (const file of ['<svg/>', '%PDF-1.7', '{"type":"Polygon"}', OUTLINE.replaceAll('104.', '304.')]) {
    expect(await put(file)).toMatchObject({ status: 422, body: { code: 'MAP_BAD' } });
  }
  const large = Buffer.alloc(3 * 1024 * 1024 + 1, ' ');
  expect((await put(large)).body.code).toBe('REQUEST_TOO_LARGE');
  expect((await shown()).map).toMatchObject({ kind: 'outline' });
});
