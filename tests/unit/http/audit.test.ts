/** What the audit log is told of requests: every kind of change, every refusal, every try to sign in, and no reading. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPORTS, isAudited, QUESTIONS } from '../../../src/http/audit-desk.ts';
import { type Route, type RouteName, routes } from '../../../src/http/contract.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const all = Object.entries(routes) as Array<[RouteName, Route]>;

async function entries(): Promise<Array<Record<string, never>>> {
  await door.house.audit.flush();
  const rows = await door.commune.store.db.selectFrom('audit_entries').select('body').orderBy('seq').execute();
  return rows.map((row) => JSON.parse(row.body));
}

/** The entries that `act` leaves. */
async function leaves(act: () => Promise<unknown>) {
  const before = (await entries()).length;
  await act();
  return (await entries()).slice(before);
}

test('what is written down: every route that changes something, and exports', () => {
  for (const name of [...QUESTIONS, ...EXPORTS]) expect(routes, name).toHaveProperty(name);
  const audited = all.filter(([name, route]) => isAudited(name, route)).map(([name]) => name);
  const isChange = ([name, { method }]: [RouteName, Route]) => method !== 'get' && !QUESTIONS.includes(name);
  expect(audited).toEqual(all.filter((one) => isChange(one) || EXPORTS.includes(one[0])).map(([name]) => name));
  expect(audited.length).toBeGreaterThan(60);
});

test.each(all.filter(([name, route]) => isAudited(name, route)))(
  '%s leaves one entry, also when nobody is signed in',
  async (name, { method, path, open }) => {
    const url = `/api/v1${path.replaceAll(/\{\w+\}/g, 'abc_1')}`;
    const body = method === 'get' || method === 'delete' ? undefined : {};
    const asked = () => door.ask(method.toUpperCase(), url, body, { authorization: '' });
    // So many strangers at once would be summed up.
    await door.commune.clock.advance(20_000);
    const [entry, ...more] = await leaves(asked);
    expect(more).toEqual([]);
    const outcome = open ? /^(REQUEST_INVALID|AUTH_|RATE_)/ : /^AUTH_REQUIRED$/;
    expect(entry).toMatchObject({ what: name, from: '127.0.0.1', who: { kind: 'nobody', id: null } });
    expect(entry?.['outcome']).toMatch(outcome);
  },
);

test('reading leaves nothing, and neither does a question', async () => {
  const asked = async () => {
    for (const path of ['/areas', '/zones', '/endpoints', '/people', '/as-run', '/nothing'])
      await door.ask('GET', `/api/v1${path}`);
    await door.ask('GET', '/api/v1/areas', undefined, { authorization: '' });
    await door.ask('POST', '/api/v1/rules/preview', { pattern: { kind: 'daily', time: '05:00' } });
  };
  expect(await leaves(asked)).toEqual([]);
});

describe('a change', () => {
  test('says who did what to what, where, and from which address, before it is answered', async () => {
    const written: number[] = [];
    const { audit } = door.house;
    const record = audit.record.bind(audit);
    audit.record = async (act) => {
      const isWritten = await record(act);
      written.push((await entries()).length);
      return isWritten;
    };
    const before = (await entries()).length;
    const { status, body } = await door.ask('POST', '/api/v1/areas', { name: 'Thôn Bắc', kind: 'thôn' });
    expect([status, written]).toEqual([201, [before + 1]]);
    audit.record = record;
    const entry = (await entries()).at(-1);
    expect(entry).toMatchObject({
      ...{ what: 'addArea', outcome: 'ok', from: '127.0.0.1', who: { kind: 'link', id: null, name: null } },
      ...{ on: { id: body.id }, where: [null], detail: { name: 'Thôn Bắc', kind: 'thôn' } },
    });
    const [second] = await leaves(() => door.ask('POST', '/api/v1/endpoints', { name: 'Loa', areaId: body.id }));
    expect(second).toMatchObject({ what: 'addEndpoint', where: [body.id], on: { areaId: body.id } });
    expect(second?.['on']).toHaveProperty('id');
  });

  test('that is refused says why', async () => {
    const ask = () => door.ask('PUT', '/api/v1/areas/are_0', { name: 'Thôn', kind: 'thôn' });
    expect(await leaves(ask)).toMatchObject([{ what: 'changeArea', outcome: 'NOT_FOUND', on: { id: 'are_0' } }]);
  });

  test('that no right covers is refused in the name of who asked', async () => {
    const { body } = await door.ask('POST', '/api/v1/people', { name: 'Bà Mai', rights: [] });
    const password = 'một câu đủ dài để nhớ';
    const { headers } = await door.ask('POST', '/api/v1/invite', { token: body.token, password });
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const ask = () => door.ask('POST', '/api/v1/areas', { name: 'X', kind: 'x' }, { authorization: '', cookie });
    const who = { kind: 'account', id: body.person.id, name: 'Bà Mai' };
    expect(await leaves(ask)).toMatchObject([{ what: 'addArea', outcome: 'RIGHT_MISSING', who }]);
  });

  test('that is no JSON, too large, or asked by a foreign page is written down too', async () => {
    const post = (text: string, more = {}) => door.ask('POST', '/api/v1/areas', text, more);
    const acts = await leaves(async () => {
      await post('{"kind":');
      await post(JSON.stringify({ kind: 'x', name: 'y'.repeat(300_000) }));
      await post('{}', { origin: 'http://evil.example' });
    });
    expect(acts.map(({ what, outcome }) => [what, outcome])).toEqual([
      ['addArea', 'REQUEST_INVALID'],
      ['addArea', 'REQUEST_TOO_LARGE'],
      ['addArea', 'CROSS_SITE'],
    ]);
  });

  test('sent twice under one key leaves two entries about one thing', async () => {
    const key = { 'idempotency-key': 'audit-1234' };
    const acts = await leaves(async () => {
      for (const _ of [1, 2]) await door.ask('POST', '/api/v1/areas', { name: 'Thôn Tây', kind: 'thôn' }, key);
    });
    expect(acts).toHaveLength(2);
    expect(acts[0]?.['on']).toEqual(acts[1]?.['on']);
  });

  test('an export is written down before its first byte', async () => {
    const acts = await leaves(() => door.ask('GET', '/api/v1/as-run.csv'));
    expect(acts).toMatchObject([{ what: 'exportAsRun', outcome: 'ok', who: { kind: 'link' } }]);
  });
});

describe('signing in', () => {
  test('leaves the account that got in', async () => {
    const token = await door.house.doorkeeper.newLink('sign_in');
    const acts = await leaves(() => door.ask('POST', '/api/v1/session', { token }, { authorization: '' }));
    expect(acts).toMatchObject([{ what: 'signIn', outcome: 'ok', who: { kind: 'link' } }]);
  });

  test('with a wrong password names an account that there is, and keeps no name that there is not', async () => {
    const tried = (name: string) =>
      door.ask('POST', '/api/v1/session', { name, password: 'mật khẩu sai' }, { authorization: '' });
    const acts = await leaves(async () => {
      await tried('Bà Mai');
      await tried('mật-khẩu-gõ-nhầm-ô');
    });
    expect(acts).toMatchObject([
      { what: 'signIn', outcome: 'AUTH_WRONG', detail: { name: 'Bà Mai' } },
      { what: 'signIn', outcome: 'AUTH_WRONG', detail: { name: '?' } },
    ]);
  });

  test('leaves no secret anywhere in the log', async () => {
    const text = JSON.stringify(await entries());
    expect(text).not.toMatch(/mật khẩu|mật-khẩu|một câu đủ dài/);
    expect(text).not.toContain(door.session);
    expect(text).not.toMatch(/"(token|password|session)"/);
  });
});

test('with a disk that takes nothing, "dừng tất cả" still works and its entry is written later', async () => {
  const { house, commune } = door;
  const before = (await entries()).length;
  const transaction = house.store.db.transaction.bind(house.store.db);
  let isBroken = true;
  house.store.db.transaction = () => {
    if (isBroken) throw Object.assign(new Error('disk'), { code: 'SQLITE_READONLY' });
    return transaction();
  };
  try {
    const { status } = await door.ask('POST', '/api/v1/stop', { all: true, reason: 'chim kêu nhầm' });
    expect(status).toBeLessThan(300);
    expect((await entries()).length).toBe(before);
    expect(house.audit.standing().waiting).toBeGreaterThan(0);
  } finally {
    isBroken = false;
    house.store.db.transaction = transaction;
  }
  await commune.clock.advance(20_000);
  expect((await entries()).slice(before)).toMatchObject([{ what: 'stop', outcome: 'ok' }]);
});

test('what a filter shows is exported as it is shown, newest first, and no cell is a formula', async () => {
  await door.ask('POST', '/api/v1/areas', { parentId: null, kind: 'thôn', name: '=1+1' });
  await door.ask('POST', '/api/v1/programmes', { name: 'Mới' });
  const { body: shown } = await door.ask('GET', '/api/v1/audit?what=addArea');
  const { body: csv, headers } = await door.ask('GET', '/api/v1/audit.csv?what=addArea');
  const lines = String(csv).replace('\uFEFF', '').trim().split('\r\n');
  expect(headers.get('content-type')).toContain('text/csv');
  expect(lines[0]).toBe('seq,at_ms,at,who,who_id,from,what,outcome,on,detail');
  expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(
    shown.map((one: { seq: number }) => one.seq),
  );
  expect(lines.length).toBeGreaterThan(1);
  expect(csv).not.toContain('addProgramme');
  expect(csv).not.toMatch(/(^|,)"?=/m);
  expect(String((await door.ask('GET', '/api/v1/audit.csv')).body)).toContain('addProgramme');
});
