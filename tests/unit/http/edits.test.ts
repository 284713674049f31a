/** Two consoles change one thing: the second is told what the first one changed, and nothing is overwritten unseen. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPEN_RULES } from '#gate';
import { type Route, type RouteName, routes } from '../../../src/http/contract.ts';
import { EDIT_KINDS } from '../../../src/http/edits.ts';
import { changedSince, markOf, readMark } from '../../../src/http/mark.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

type Shown = Record<string, unknown> & { id: string; mark: string };
const list = async (path: string) => (await door.ask('GET', `/api/v1${path}`)).body as Shown[];
const shown = async (path: string, id: string) => {
  const one = (await list(path)).find((candidate) => candidate.id === id);
  if (!one) throw new Error(`${id} is not in ${path}`);
  return one;
};
const seen = (mark: string) => ({ 'if-match': `"${mark}"` });

describe('a mark', () => {
  const fields = ['a', 'b'];
  const thing = { a: 1, b: ['x'], c: 'of no matter' };
  test('is the same for the same fields, and tells which one is not', () => {
    const mark = markOf(thing, fields);
    expect(readMark(`"${mark}"`)).toBe(mark);
    expect(changedSince(mark, { ...thing, c: 'else' }, fields)).toEqual([]);
    expect(changedSince(mark, { ...thing, b: ['x', 'y'] }, fields)).toEqual(['b']);
    expect(changedSince(mark, { a: 2, b: null }, fields)).toEqual(['a', 'b']);
  });
  test('of an older form counts as changed in everything', () => {
    expect(changedSince('abcdef', thing, fields)).toEqual(fields);
  });
  test.each(['*', 'abc', '"', '""', 'W/"abcdef"', '"abcdef", "ghijkl"', '"abcde"', '"abcdef."', '"ábcdef"'])(
    '%s is none',
    (header) => expect(readMark(header)).toBeNull(),
  );
});

test('every edit that puts a whole thing in place of another stands in the table', () => {
  const known = new Set(EDIT_KINDS.flatMap((one) => Object.keys(one.edits)));
  /** Small settings of one value, and bytes: what was there before cannot be lost unseen. */
  const meant = [
    'putUpload',
    'putAttachment',
    // Bytes too; the map before stays in the books.
    'putMap',
    'pinEndpoint',
    // It names the content that it was made from itself.
    'changeBulletin',
    'trimRecording',
    'bankRecording',
    'changeAlertSettings',
    'setAdminAddresses',
    'setAdminHours',
  ];
  const puts = Object.entries(routes as Record<string, Route>).filter(([, route]) => route.method === 'put');
  expect(puts.map(([name]) => name).filter((name) => !known.has(name) && !meant.includes(name))).toEqual([]);
});

describe('two consoles', () => {
  test.each<[string, string, object, object, string]>([
    ['an area', '/areas', { kind: 'thôn', name: 'Thôn Đông' }, { kind: 'thôn', name: 'Thôn Đoài' }, 'name'],
    [
      'a zone',
      '/zones',
      { name: 'Vùng', endpointIds: [] },
      { name: 'Vùng', endpointIds: [], languageMode: 'all' },
      'languageMode',
    ],
    ['a programme', '/programmes', { name: 'Thời sự' }, { name: 'Thời sự', repeats: 2 }, 'repeats'],
    ['an endpoint', '/endpoints', { name: 'Loa' }, { name: 'Loa', gainDb: -6 }, 'gainDb'],
  ])('%s: the second is refused and told what the first changed', async (_what, path, first, second, field) => {
    const { body } = await door.ask('POST', `/api/v1${path}`, first);
    const id = ((body as { endpoint?: { id: string } }).endpoint ?? body).id as string;
    const { mark } = await shown(path, id);
    expect(mark).toMatch(/^[\w.-]+$/);
    expect((await door.ask('PUT', `/api/v1${path}/${id}`, second, seen(mark))).status).toBe(200);
    const stale = await door.ask('PUT', `/api/v1${path}/${id}`, { ...first, name: 'đè lên' }, seen(mark));
    expect(stale).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE', changed: [field] } });
    expect(stale.body.detail.vi).toMatch(/người khác đã đổi/);
    const now = await shown(path, id);
    expect(now['name']).not.toBe('đè lên');
    expect((await door.ask('PUT', `/api/v1${path}/${id}`, { ...second, name: 'mới' }, seen(now.mark))).status).toBe(
      200,
    );
    expect((await shown(path, id))['name']).toBe('mới');
  });

  test('both at the same moment: one is taken, one is refused', async () => {
    const { body } = await door.ask('POST', '/api/v1/areas', { kind: 'thôn', name: 'Thôn Nam' });
    const { mark } = await shown('/areas', body.id);
    const names = ['A', 'B', 'C', 'D', 'E'];
    const change = (name: string) => door.ask('PUT', `/api/v1/areas/${body.id}`, { kind: 'thôn', name }, seen(mark));
    const answers = await Promise.all(names.map(change));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const taken = names[answers.findIndex(({ status }) => status === 200)];
    expect((await shown('/areas', body.id))['name']).toBe(taken);
  });

  test('rules of the hours that were written from an older version', async () => {
    const standing = async () => {
      const { inForce } = (await door.ask('GET', '/api/v1/gate')).body as {
        inForce: Array<{ areaId: null; mark: string }>;
      };
      return inForce.find(({ areaId }) => areaId === null)?.mark ?? '';
    };
    const mark = await standing();
    const write = (note: string, with_: string) =>
      door.ask('POST', '/api/v1/gate/versions', { from: '2026-11-23', rules: OPEN_RULES, note }, seen(with_));
    expect((await write('người thứ nhất', mark)).status).toBe(201);
    expect(await write('người thứ hai', mark)).toMatchObject({ status: 412, body: { changed: ['versionId'] } });
    expect((await write('người thứ hai, xem rồi', await standing())).status).toBe(201);
  });

  test('taking away what somebody just changed', async () => {
    const { body } = await door.ask('POST', '/api/v1/endpoints', { name: 'Loa chợ' });
    const { id } = body.endpoint;
    const { mark } = await shown('/endpoints', id);
    await door.ask('PUT', `/api/v1/endpoints/${id}`, { name: 'Loa trường' });
    expect((await door.ask('DELETE', `/api/v1/endpoints/${id}`, undefined, seen(mark))).status).toBe(412);
    const now = await shown('/endpoints', id);
    expect((await door.ask('DELETE', `/api/v1/endpoints/${id}`, undefined, seen(now.mark))).status).toBe(200);
  });

  test('who added or changed a thing is told its mark, also when the request is sent again', async () => {
    const headers = { 'idempotency-key': 'the-same-request' };
    const add = () => door.ask('POST', '/api/v1/areas', { kind: 'thôn', name: 'Thôn Hai' }, headers);
    const { body } = await add();
    expect((await add()).body).toEqual(body);
    expect(await shown('/areas', body.id)).toEqual(body);
    const changed = await door.ask(
      'PUT',
      `/api/v1/areas/${body.id}`,
      { kind: 'thôn', name: 'Thôn Ba' },
      seen(body.mark),
    );
    expect(await shown('/areas', body.id)).toEqual(changed.body);
  });

  test('who sends no mark is let through, and a header that is none of ours is a wrong request', async () => {
    const { body } = await door.ask('POST', '/api/v1/areas', { kind: 'thôn', name: 'Thôn Bắc' });
    const path = `/api/v1/areas/${body.id}`;
    expect((await door.ask('PUT', path, { kind: 'thôn', name: 'A' })).status).toBe(200);
    for (const header of ['*', 'W/"abcdef"', 'abcdef'])
      expect((await door.ask('PUT', path, { kind: 'thôn', name: 'B' }, { 'if-match': header })).status).toBe(400);
  });

  test('what is gone says so itself', async () => {
    const answer = await door.ask('PUT', '/api/v1/areas/are_0', { kind: 'thôn', name: 'A' }, seen('abcdef'));
    expect(answer.status).toBe(404);
  });
});

test('the names of the table are routes', () => {
  const names = new Set(Object.keys(routes));
  const used: RouteName[] = EDIT_KINDS.flatMap((one) => [one.shownBy, ...(Object.keys(one.edits) as RouteName[])]);
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});
