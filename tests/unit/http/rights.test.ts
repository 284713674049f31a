import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Right } from '#people';
import { addArea, putZone } from '#place';
import { type Route, routes } from '../../../src/http/contract.ts';
import { NEEDS } from '../../../src/http/needs.ts';
import { type Door, openDoor } from './door.ts';

test('what answers without a session says so in the contract and in the policy', () => {
  const names = (some: Array<[string, unknown]>) => some.map(([name]) => name).sort();
  const open = Object.entries<Route>(routes).filter(([, route]) => route.open);
  expect(names(open)).toEqual(names(Object.entries(NEEDS).filter(([, need]) => need === 'open')));
  expect(Object.keys(NEEDS).sort()).toEqual(Object.keys(routes).sort());
});

describe('at the door', () => {
  const PASSWORD = 'mưa nắng là việc của trời';
  let door: Door;
  let bulletinId: string;
  const areas = new Map<string, string>();
  const zones = new Map<string, string>();

  /** xã > Thôn Đông, Thôn Tây, one endpoint in each and one in no area; a zone for each. */
  beforeAll(async () => {
    door = await openDoor();
    const { store } = door.house;
    await door.commune.addVillages(['Đông', 'Tây', 'Chợ']);
    bulletinId = await door.commune.addBulletin({ title: 'Tin', durationMs: 5000 });
    const place = { validFrom: null, validTo: null };
    const xa = await addArea(store.db, door.house.world, { ...place, parentId: null, kind: 'xã', name: 'Xã Mẫu' });
    areas.set('Xã', xa.id);
    for (const [at, village] of door.commune.villages.entries()) {
      const { endpointId, name } = village;
      const area =
        at === 2
          ? null
          : await addArea(store.db, door.house.world, {
              ...place,
              parentId: xa.id,
              kind: 'thôn',
              name: `Thôn ${name}`,
            });
      if (area) areas.set(name, area.id);
      await store.db
        .updateTable('endpoints')
        .set({ area_id: area?.id ?? null })
        .where('id', '=', endpointId)
        .execute();
      const zone = await putZone(store.db, door.house.world, { name, areaId: null, endpointIds: [endpointId] });
      zones.set(name, zone.id);
    }
  });
  afterAll(() => door.close());

  async function personWith(name: string, rights: readonly Right[]) {
    const { store, doorkeeper } = door.house;
    const { id, token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
    const session = await door.enrol((await doorkeeper.acceptInvite(token, PASSWORD)).session);
    const ask = (method: string, path: string, body?: unknown) =>
      door.ask(method, `/api/v1${path}`, body, { authorization: `Bearer ${session}` });
    return { id, ask };
  }
  const right = (verb: Right['verb'], area: string | null): Right => ({
    verb,
    areaId: area === null ? null : (areas.get(area) ?? ''),
  });
  const play = (...names: string[]) => ({
    bulletinId,
    zoneIds: names.map((name) => zones.get(name)),
    startAt: door.house.world.clock.wallMs() + 3600_000,
  });

  test('what somebody may play is decided by the areas of the endpoints that hear it', async () => {
    const table: Array<[string, readonly Right[], readonly string[], number]> = [
      ['own village', [right('operate', 'Đông')], ['Đông'], 201],
      ['the village beside', [right('operate', 'Đông')], ['Tây'], 403],
      ['own village and the one beside', [right('operate', 'Đông')], ['Đông', 'Tây'], 403],
      ['the commune above', [right('operate', 'Xã')], ['Đông', 'Tây'], 201],
      ['the commune above, an endpoint in no area', [right('operate', 'Xã')], ['Chợ'], 403],
      ['the whole station', [right('operate', null)], ['Đông', 'Tây', 'Chợ'], 201],
      ['another verb', [right('gate', null)], ['Đông'], 403],
      ['no right', [], ['Đông'], 403],
    ];
    for (const [at, [what, rights, names, status]] of table.entries()) {
      const { ask } = await personWith(`Người ${at}`, rights);
      const answer = await ask('POST', '/broadcasts', play(...names));
      expect([what, answer.status, answer.body.code]).toEqual([
        what,
        status,
        status === 403 ? 'RIGHT_MISSING' : undefined,
      ]);
    }
  });

  test('a refusal says what is missing and where, in both languages', async () => {
    const { ask } = await personWith('Hoa', [right('operate', 'Đông')]);
    const { body } = await ask('POST', '/broadcasts', play('Đông', 'Tây'));
    expect(body.detail).toEqual({
      vi: 'Bạn chưa có quyền vận hành phát thanh ở Thôn Tây. Hãy nhờ người quản lý người dùng cấp quyền.',
      en: 'You have no right to operate the broadcasts in Thôn Tây. Ask whoever manages people to grant it.',
    });
  });

  test('a right that was taken away is gone at the next request, and the session says so', async () => {
    const nam = await personWith('Nam', [right('operate', 'Đông')]);
    expect((await nam.ask('POST', '/broadcasts', play('Đông'))).status).toBe(201);
    expect((await door.ask('PUT', `/api/v1/people/${nam.id}/rights`, { rights: [] })).status).toBe(200);
    expect((await nam.ask('POST', '/broadcasts', play('Đông'))).status).toBe(403);
    expect((await nam.ask('GET', '/session')).body).toMatchObject({ name: 'Nam', rights: [] });
  });

  test('who manages the people of one village grants nothing beyond it, and takes nothing away beyond it', async () => {
    const { ask } = await personWith('Trưởng thôn', [right('people', 'Đông')]);
    expect((await ask('POST', '/people', { name: 'A', rights: [right('operate', 'Tây')] })).status).toBe(403);
    const made = await ask('POST', '/people', { name: 'B', rights: [right('operate', 'Đông')] });
    expect(made.status).toBe(201);
    expect(made.body.person).toMatchObject({ name: 'B', hasPassword: false });
    const chief = await personWith('Chủ tịch', [right('operate', null)]);
    expect((await ask('PUT', `/people/${chief.id}/rights`, { rights: [] })).status).toBe(403);
    expect((await ask('POST', `/people/${chief.id}/invite`)).status).toBe(403);
    const own = { ...right('operate', 'Đông'), fromAt: null, toAt: null };
    expect(made.body.person.rights).toEqual([{ ...own, grantedBy: 'Trưởng thôn', grantedAt: expect.any(Number) }]);
    const entered = await door.ask('POST', '/api/v1/invite', { token: made.body.token, password: PASSWORD });
    expect(entered.body).toMatchObject({ name: 'B', rights: [right('operate', 'Đông')] });
  });

  test.each([
    ['stop', 'POST', '/stop', { all: true }],
    ['alert', 'POST', '/alerts', { title: 'Lũ', reason: 'Nước dâng nhanh', confirm: true }],
    ['gate', 'POST', '/gate/mournings', { from: '2026-12-01', to: '2026-12-02', reason: 'Quốc tang' }],
    ['people', 'GET', '/people', undefined],
    ['upload', 'POST', '/uploads', { title: 'Tin', totalBytes: 10 }],
    ['place', 'POST', '/areas', { kind: 'thôn', name: 'Thôn Mới' }],
    ['log', 'GET', '/as-run', undefined],
    ['preview', 'POST', '/rules/preview', { pattern: { every: 'daily', times: ['05:00'] } }],
  ])('somebody without any right is refused: %s', async (what, method, path, body) => {
    const { ask } = await personWith(`Khách ${what}`, []);
    expect((await ask(method, path, body)).body).toMatchObject({ code: 'RIGHT_MISSING' });
  });

  test('who operates one village changes no bulletin, programme or template that is heard in another', async () => {
    const { store } = door.house;
    const own = await door.commune.addBulletin({ title: 'Tin riêng', durationMs: 5000 });
    const shared = await door.commune.addBulletin({ title: 'Tin chung', durationMs: 6000 });
    const row = await store.db.selectFrom('bulletins').selectAll().where('id', '=', shared).executeTakeFirstOrThrow();
    const boss = await personWith('Người cả xã', [right('operate', 'Xã'), right('edit', 'Xã')]);
    const template = { name: 'Khung chung', programmeId: row.programme_id, parts: [] as unknown[] };
    template.parts.push({ part: 'bulletins', bulletinIds: [shared] });
    const made = await boss.ask('POST', '/templates', template);
    expect(made.status).toBe(201);
    const pattern = { every: 'daily', times: ['09:00'] };
    const zoneIds = [zones.get('Đông'), zones.get('Tây')];
    const templateId = (made.body as { id: string }).id;
    const asked = { title: 'Chung', templateId, bulletinId: null, zoneIds, pattern, confirmUnusual: true };
    const rule = await boss.ask('POST', '/rules', asked);
    expect(rule).toMatchObject({ status: 201 });
    const east = await personWith('Người thôn Đông', [right('edit', 'Đông')]);
    const status = async (method: string, path: string, body?: unknown) => (await east.ask(method, path, body)).status;
    const validity = { validFrom: null, validTo: null };
    const { recording_id: recordingId } = row;
    expect(await status('DELETE', `/bulletins/${shared}`)).toBe(403);
    expect(await status('PUT', `/bulletins/${shared}/validity`, validity)).toBe(403);
    expect(await status('PUT', `/bulletins/${shared}/versions/en`, { recordingId })).toBe(403);
    expect(await status('DELETE', `/bulletins/${shared}/versions/vi`)).toBe(403);
    expect(await status('PUT', `/templates/${templateId}`, template)).toBe(403);
    expect(await status('DELETE', `/templates/${templateId}`)).toBe(403);
    expect(await status('PUT', `/programmes/${row.programme_id}`, { name: 'Khác', kind: 'bulletin' })).toBe(403);
    expect(await status('PUT', `/bulletins/${own}/validity`, validity)).toBe(200);
    expect(await status('DELETE', `/bulletins/${own}`)).toBe(200);
  });

  test('which of two goes first is decided by somebody who operates wherever either is heard', async () => {
    const { store, inbox, world } = door.house;
    const east = await personWith('Người trực thôn Đông', [right('operate', 'Đông')]);
    const boss = await personWith('Người trực xã', [right('operate', 'Xã')]);
    const recordingOf = async (title: string) => {
      await door.commune.addBulletin({ title, durationMs: 7000 });
      const row = await store.db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirst();
      return row?.id ?? '';
    };
    const zoneIds = [zones.get('Đông') ?? '', zones.get('Tây') ?? ''];
    const startAt = world.clock.wallMs() + 3600_000;
    const own = await boss.ask('POST', '/broadcasts', {
      ...{ bulletinId: await door.commune.addBulletin({ title: 'Tin thôn', durationMs: 8000 }), level: 'priority' },
      ...{ zoneIds: [zones.get('Đông')], startAt, confirmUnusual: true },
    });
    expect(own.status).toBe(201);
    await inbox.receive(
      {
        ...{ class: 'uu_tien', title: 'Từ tỉnh', source: 'Sở', externalId: null, zoneIds, areaIds: [], validTo: null },
        ...{ recordingId: await recordingOf('Tiếng từ tỉnh'), note: null, reason: null },
      },
      { id: 'acc_tinh', name: 'Sở' },
    );
    await door.commune.clock.advance(5000);
    const [question] = await inbox.questions(1);
    const path = `/order-questions/${question?.id}/answer`;
    const first = { first: own.body.id };
    expect((await east.ask('POST', path, first)).status).toBe(403);
    expect((await boss.ask('POST', path, first)).status).toBe(200);
  });

  test('a right with a time counts only then, and an end before its beginning is refused', async () => {
    const { clock } = door.house.world;
    const now = clock.wallMs();
    const during = { ...right('read', 'Đông'), fromAt: now + 60_000, toAt: now + 120_000 };
    const { ask } = await personWith('Người trực thay', [during]);
    const told = async () => (await ask('GET', '/session')).body.rights;
    expect((await ask('GET', '/as-run')).status).toBe(403);
    expect(await told()).toEqual([]);
    await door.commune.clock.advance(60_000);
    expect((await ask('GET', '/as-run')).status).toBe(200);
    expect(await told()).toEqual([right('read', 'Đông')]);
    await door.commune.clock.advance(60_000);
    expect((await ask('GET', '/as-run')).body.code).toBe('RIGHT_MISSING');
    const backwards = { ...right('operate', 'Đông'), fromAt: now, toAt: now };
    const refused = await door.ask('POST', '/api/v1/people', { name: 'Ngược', rights: [backwards] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID', field: 'body.rights.0.toAt' } });
  });

  test('nobody who manages people gives anything to themselves, but may give something up', async () => {
    const boss = await personWith('Quản trị', [right('people', null), right('read', null)]);
    const put = (rights: readonly Right[]) => boss.ask('PUT', `/people/${boss.id}/rights`, { rights });
    const own = [right('people', null), right('read', null)];
    for (const verb of ['approve_own', 'maintain', 'live'] as const)
      expect((await put([...own, right(verb, 'Đông')])).body.code).toBe('RIGHT_FOR_SELF');
    expect((await put([{ ...own[0], toAt: 1 } as never])).body.code).toBe('RIGHT_FOR_SELF');
    expect((await put([right('people', null)])).status).toBe(200);
    expect((await put(own)).body.code).toBe('RIGHT_FOR_SELF');
  });

  test('a recording that another village hears is not trimmed from here', async () => {
    const { store } = door.house;
    const shared = await door.commune.addBulletin({ title: 'Tin chung hai thôn', durationMs: 6000 });
    const row = await store.db.selectFrom('bulletins').selectAll().where('id', '=', shared).executeTakeFirstOrThrow();
    const boss = await personWith('Người phát cả xã', [right('operate', 'Xã')]);
    const pattern = { every: 'daily', times: ['15:00'] };
    const asked = { title: 'Chung', bulletinId: shared, zoneIds: [zones.get('Đông'), zones.get('Tây')], pattern };
    expect((await boss.ask('POST', '/rules', { ...asked, confirmUnusual: true })).status).toBe(201);
    const east = await personWith('Biên tập thôn Đông', [right('edit', 'Đông')]);
    const trim = await east.ask('PUT', `/recordings/${row.recording_id}/trim`, { headMs: 0, tailMs: 1000 });
    expect(trim.body.code).toBe('RIGHT_MISSING');
  });

  test('an account that is taken out of use is out at once, and its name is free again', async () => {
    const nam = await personWith('Người nghỉ việc', [right('operate', 'Đông'), right('read', 'Đông')]);
    expect((await nam.ask('GET', '/as-run')).status).toBe(200);
    const east = await personWith('Trưởng thôn Tây', [right('people', 'Tây')]);
    expect((await east.ask('DELETE', `/people/${nam.id}`)).body.code).toBe('RIGHT_MISSING');
    const boss = await personWith('Quản lý người', [right('people', null)]);
    expect((await boss.ask('DELETE', `/people/${boss.id}`)).body.code).toBe('PERSON_SELF');
    expect((await boss.ask('DELETE', `/people/${nam.id}`)).status).toBe(200);
    expect((await nam.ask('GET', '/as-run')).status).toBe(401);
    const names = (await boss.ask('GET', '/people')).body.map((one: { name: string }) => one.name);
    expect(names.filter((name: string) => name.startsWith('Người nghỉ việc'))).toEqual([]);
    expect((await boss.ask('DELETE', `/people/${nam.id}`)).status).toBe(404);
    expect((await boss.ask('POST', '/people', { name: 'Người nghỉ việc', rights: [] })).status).toBe(201);
  });

  test('the roles and the mixes that deserve a second look are told to whoever manages people', async () => {
    const boss = await personWith('Quản lý người hai', [right('people', null)]);
    const { roles, oddMixes } = (await boss.ask('GET', '/roles')).body;
    expect(roles.map((one: { role: string }) => one.role)).toHaveLength(7);
    expect(roles).toContainEqual({
      ...{ role: 'village_helper', name: { vi: 'Người trực thôn', en: 'Village helper' }, verbs: ['confirm'] },
    });
    expect(oddMixes).toHaveLength(3);
  });
});
