/** The page of a village helper: what a personal code opens, and that it opens nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Route, type RouteName, routes } from '../../../src/http/contract.ts';
import { CASES } from '../../policy/cases.ts';
import type { Relation } from '../../policy/policy.ts';
import { buildScene, type Stand } from '../../policy/scene.ts';
import type { Door } from './door.ts';

let door: Door;
let stands: Record<Relation, Stand>;
let accountId: string;

beforeAll(async () => {
  ({ door, stands } = await buildScene());
  const { store, doorkeeper } = door.house;
  const { areaId } = stands.own;
  // An officer who helps in the village too: by the code only the helper comes in.
  const rights = (['confirm', 'operate', 'read'] as const).map((verb) => ({ verb, areaId }));
  const made = await store.transact((tx) => doorkeeper.addPerson(tx, { name: 'Chị Bảy', rights }, 'link'));
  accountId = made.id;
});
afterAll(() => door.close());

const makeCode = async (days = 180): Promise<string> => {
  const answer = await door.ask('POST', `/api/v1/people/${accountId}/village-code`, { days });
  expect(answer.status).toBe(201);
  return answer.body.code;
};
const enter = async (code: string) => {
  const answer = await door.ask('POST', '/api/v1/village/session', { code }, { authorization: '' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = (method: string, path: string, body?: unknown) =>
    door.ask(method, `/api/v1${path}`, body, { authorization: '', cookie });
  return { status: answer.status, code: answer.body.code as string | undefined, ask };
};

test('a code has sixteen signs without look-alikes, is typed in any form, and is kept as a hash', async () => {
  const code = await makeCode();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect((await enter(code.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
  const rows = await door.house.store.db.selectFrom('helper_codes').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', '').toLowerCase());
  expect(await enter('AAAA-BBBB-CCCC-DDDD')).toMatchObject({ status: 401, code: 'HELPER_CODE_WRONG' });
});

test('the helper sees the own village and what lies below it, says what was heard, and answers tasks', async () => {
  const { ask } = await enter(await makeCode());
  const now = door.house.world.clock.wallMs();
  const { broadcastId, endpointId, taskId } = stands.own;
  const seen = (await ask('GET', '/village')).body;
  expect(seen.name).toBe('Chị Bảy');
  const places = new Set(seen.broadcasts.map((one: { endpointId: string }) => one.endpointId));
  expect(places).toEqual(
    new Set(
      [endpointId, stands.child.endpointId, stands.own.receiverId, stands.child.receiverId].filter((id) =>
        places.has(id),
      ),
    ),
  );
  expect(places.has(endpointId)).toBe(true);
  expect(places.has(stands.sibling.endpointId)).toBe(false);
  expect(seen.tasks.map((one: { id: string }) => one.id).sort()).toEqual([taskId, stands.child.taskId].sort());

  const word = { broadcastId, endpointId, heard: 'partly' };
  expect((await ask('POST', '/village/hearings', word)).body.code).toBe('HEARING_TOO_EARLY');
  const due = { planned_at: now - 60_000 };
  await door.house.store.db.updateTable('broadcasts').set(due).where('id', '=', broadcastId).execute();
  expect((await ask('POST', '/village/hearings', word)).status).toBe(201);
  const beside = { broadcastId: stands.sibling.broadcastId, endpointId: stands.sibling.endpointId, heard: 'heard' };
  expect((await ask('POST', '/village/hearings', beside)).body.code).toBe('RIGHT_MISSING');
  const said = await door.ask('GET', `/api/v1/hearings?broadcastId=${broadcastId}`);
  expect(said.body).toMatchObject([{ heard: 'partly', saidBy: 'Chị Bảy (người trực thôn)', writtenBy: 'Chị Bảy' }]);
  // The word of a person is never the proof of a device.
  const { deliveries } = (await door.ask('GET', `/api/v1/broadcasts/${broadcastId}`)).body;
  expect(deliveries.map((one: { evidence: string }) => one.evidence)).toEqual(['E0']);
  const again = (await ask('GET', '/village')).body.broadcasts;
  expect(again.find((one: { broadcastId: string }) => one.broadcastId === broadcastId).said).toBe('partly');

  expect((await ask('POST', `/village/tasks/${stands.sibling.taskId}/done`)).body.code).toBe('RIGHT_MISSING');
  expect((await ask('POST', `/village/tasks/${taskId}/done`)).status).toBe(200);
  const task = (await door.ask('GET', '/api/v1/interference')).body
    .flatMap((one: { tasks: unknown[] }) => one.tasks)
    .find((one: { id: string }) => one.id === taskId);
  expect(task).toMatchObject({ doneBy: 'Chị Bảy', doneAt: now });
});

test('a code opens the helper’s routes and nothing else, whatever more the account may', async () => {
  const { ask } = await enter(await makeCode());
  const opened: string[] = [];
  for (const [name, { group, ask: asked }] of Object.entries(CASES)) {
    if (group === 'without session ' || name === 'signOutVillage') continue;
    const { method, path }: Route = routes[name as RouteName];
    const { params, query, body } = (asked?.(stands.own as never) ?? {}) as {
      params?: Record<string, string>;
      query?: Record<string, string>;
      body?: unknown;
    };
    const address = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(params?.[key]));
    const sent = method === 'get' ? undefined : (body ?? {});
    const answer = await ask(method.toUpperCase(), `${address}${query ? `?${new URLSearchParams(query)}` : ''}`, sent);
    if (!['RIGHT_MISSING', 'KEY_NOT_HERE'].includes(answer.body?.code)) opened.push(name);
  }
  expect(opened.sort()).toEqual(['addHearing', 'answerVillageTask', 'doneVillageTask', 'sayHeard', 'villageToday']);
});

test('a new code, a revoked one and a right that is taken away shut the phone out', async () => {
  const first = await enter(await makeCode());
  expect((await first.ask('GET', '/village')).status).toBe(200);
  const second = await enter(await makeCode());
  expect((await first.ask('GET', '/village')).status).toBe(401);
  expect((await door.ask('DELETE', `/api/v1/people/${accountId}/village-code`)).status).toBe(200);
  expect((await second.ask('GET', '/village')).status).toBe(401);
  const third = await enter(await makeCode());
  const { store, doorkeeper } = door.house;
  const right = { verb: 'read', areaId: stands.own.areaId } as const;
  await store.transact((tx) => doorkeeper.setRights(tx, accountId, [right], 'link'));
  expect((await third.ask('GET', '/village')).body.code).toBe('RIGHT_MISSING');
  const without = await door.ask('POST', `/api/v1/people/${accountId}/village-code`, {});
  expect(without.body.code).toBe('HELPER_WITHOUT_AREA');
});
