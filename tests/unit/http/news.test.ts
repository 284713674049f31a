import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { addArea } from '#place';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

/** Listens as a browser of this session would. */
async function listen(session: string) {
  const said: Array<{ topics?: string[]; life?: string; number?: number }> = [];
  const { host } = new URL(door.base);
  const line = new WebSocket(`ws://${host}/api/v1/news`, {
    headers: { cookie: `loaxa_session=${session}`, origin: `http://${host}` },
  });
  line.on('error', () => undefined);
  line.on('message', (data) => said.push(JSON.parse(String(data))));
  await once(line, 'message');
  return { said, line, over: once(line, 'close') };
}

/** What a stranger's upgrade is answered. */
async function refusal(headers: Record<string, string>): Promise<number | undefined> {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
  const asked = request(`${door.base}/api/v1/news`, { headers: { ...upgrade, ...key, ...headers } });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}

test('a change that is committed is told by its topic, by nobody’s poll', async () => {
  const { said, line } = await listen(door.session);
  expect(said[0]).toMatchObject({ life: expect.any(String), now: door.commune.clock.wallMs() });
  const place = { parentId: null, kind: 'thôn', name: 'Thôn Đông', validFrom: null, validTo: null };
  await addArea(door.house.store.db, { ...door.house.world }, place);
  await door.commune.clock.advance(300);
  while (!said.some(({ topics }) => topics?.includes('areas'))) await once(line, 'message');
  line.close();
});

test('a page of another host, and who is not signed in, hears nothing', async () => {
  const { host } = new URL(door.base);
  const [cookie, origin] = [`loaxa_session=${door.session}`, `http://${host}`];
  expect(await refusal({ cookie })).toBe(403);
  expect(await refusal({ cookie, origin: 'http://elsewhere.vn' })).toBe(403);
  expect(await refusal({ cookie, origin, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await refusal({ origin })).toBe(401);
  expect(await refusal({ origin, cookie: 'loaxa_session=of-nobody-at-all-0123456789' })).toBe(401);
});

test('a session that ends, and rights that change, end the line', async () => {
  const rights = [{ verb: 'read', areaId: null } as const];
  const { store, doorkeeper } = door.house;
  const { id, token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name: 'Lan', rights }, 'link'));
  const { session } = await doorkeeper.acceptInvite(token, 'mùa xuân về trên bản làng');
  const first = await listen(session);
  await door.commune.clock.advance(3000);
  expect(first.line.readyState).toBe(WebSocket.OPEN);
  await store.transact((tx) => doorkeeper.setRights(tx, id, [{ verb: 'confirm', areaId: null }], 'link'));
  await door.commune.clock.advance(3000);
  await first.over;
  const second = await listen(session);
  await doorkeeper.signOut(session);
  await door.commune.clock.advance(3000);
  await second.over;
});
