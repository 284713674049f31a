import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerEndpoint } from '#endpoint';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const streamOf = async () => {
  const asked = { name: 'Loa', areaId: null, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
  const { commune } = door;
  return (await registerEndpoint(commune.store.db, { clock: commune.clock, random: commune.random }, asked)).endpoint;
};

describe('a change that a foreign page asks for', () => {
  const host = () => door.base.replace('http://', '');
  test.each<[string, () => Record<string, string>, number]>([
    ['the console itself', () => ({ 'sec-fetch-site': 'same-origin' }), 404],
    ['the address bar', () => ({ 'sec-fetch-site': 'none' }), 404],
    ['a program without either header', () => ({}), 404],
    ['the console over plain HTTP, where browsers send no Sec-Fetch-Site', () => ({ origin: door.base }), 404],
    ['another site', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['a neighbour on the same domain', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['another site by its origin', () => ({ origin: 'http://evil.example' }), 403],
    ['a sandboxed page', () => ({ origin: 'null' }), 403],
    ['a name that begins alike', () => ({ origin: `http://${host()}.evil.example` }), 403],
    ['the same host on another port', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['a foreign site that lies with its origin', () => ({ 'sec-fetch-site': 'cross-site', origin: door.base }), 403],
  ])('from %s', async (_who, headers, status) => {
    expect((await door.ask('DELETE', '/api/v1/endpoints/end_0', undefined, headers())).status).toBe(status);
    const { body } = await door.ask('POST', '/api/v1/session', { token: 'x'.repeat(20) }, headers());
    expect(body.code).toBe(status === 403 ? 'CROSS_SITE' : 'AUTH_LINK_USED');
  });

  test('reading is not changing', async () => {
    expect((await door.ask('GET', '/api/v1/session', undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });
});

test('nobody gets in without a session, and nothing is told', async () => {
  for (const authorization of ['', 'Bearer ', `Bearer ${'A'.repeat(43)}`, 'Basic YTpi', `bearer ${door.session}`]) {
    for (const path of [
      '/session',
      '/endpoints',
      '/as-run',
      '/as-run.csv',
      '/broadcasts',
      '/recordings',
      '/zones',
      '/rules',
    ]) {
      const { status, body } = await door.ask('GET', `/api/v1${path}`, undefined, { authorization });
      expect([path, status, body.code]).toEqual([path, 401, 'AUTH_REQUIRED']);
    }
  }
});

test('the session cookie is out of reach of scripts and of other sites, and is never kept in the clear', async () => {
  const token = await door.house.doorkeeper.newLink('sign_in');
  const { headers } = await door.ask('POST', '/api/v1/session', { token });
  const cookie = headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^loaxa_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const authorization = '';
  const [pair = ''] = cookie.split(';');
  expect((await door.ask('GET', '/api/v1/session', undefined, { authorization, cookie: `a=b; ${pair}` })).status).toBe(
    200,
  );
  await door.ask('DELETE', '/api/v1/session', undefined, { authorization, cookie: pair });
  expect((await door.ask('GET', '/api/v1/session', undefined, { authorization, cookie: pair })).status).toBe(401);
});

test('an unknown area is a wrong request, not a fault of the station', async () => {
  const areaId = 'are_0';
  for (const [path, body] of [
    ['/endpoints', { name: 'Loa', areaId }],
    ['/zones', { name: 'Vùng', areaId, endpointIds: [] }],
    ['/areas', { name: 'Thôn', kind: 'thôn', parentId: areaId }],
  ] as const) {
    const answer = await door.ask('POST', `/api/v1${path}`, body);
    expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'NOT_FOUND']);
    expect(answer.body.detail.vi).toContain('địa bàn');
  }
});

test('the same request sent twice under one key, even at once, creates one thing', async () => {
  const key = { 'idempotency-key': 'console-1234' };
  const ask = () => door.ask('POST', '/api/v1/areas', { name: 'Thôn Đoài', kind: 'thôn' }, key);
  const answers = await Promise.all([ask(), ask(), ask()]);
  answers.push(await ask());
  expect(answers.map((one) => one.status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map((one) => one.body.id)).size).toBe(1);
  const other = await door.ask('POST', '/api/v1/areas', { name: 'Khác', kind: 'thôn' }, key);
  expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
});

test.each([
  ['no JSON', '{"name":', 400],
  ['a list', '[]', 400],
  ['a field too many', '{"name":"x","kind":"y","admin":true}', 400],
  ['__proto__', '{"name":"x","kind":"y","__proto__":{"admin":true}}', 400],
  ['a name of blanks', '{"name":"   ","kind":"y"}', 400],
  ['too much', JSON.stringify({ name: 'x'.repeat(300_000), kind: 'y' }), 413],
])('a body with %s is refused with a sentence in both languages', async (_what, body, status) => {
  const answer = await door.ask('POST', '/api/v1/areas', body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.detail.vi.length).toBeGreaterThan(10);
  expect(JSON.stringify(answer.body)).not.toMatch(/ {4}at |node_modules|\.ts:\d/);
});

describe('the stream of a device', () => {
  test('opens with its key only', async () => {
    const { id, streamKey } = await streamOf();
    for (const query of [
      '',
      '?key=',
      '?key=x',
      `?key=${streamKey}x`,
      `?key=${streamKey?.slice(1)}`,
      `?key=${streamKey}&key=x`,
    ]) {
      expect((await fetch(`${door.base}/stream/${id}.mp3${query}`)).status, query).toBe(404);
    }
    const hanging = new AbortController();
    const response = await fetch(`${door.base}/stream/${id}.mp3?key=${streamKey}`, { signal: hanging.signal });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect(door.house.streams.listeners(id)).toBe(1);
    hanging.abort();
    await expect.poll(() => door.house.streams.listeners(id)).toBe(0);
  });

  test('a device that hangs up while the door is slow does not listen for ever', async () => {
    const { id, streamKey } = await streamOf();
    const open = Promise.withResolvers<void>();
    const busy = door.commune.store.transact(() => open.promise);
    const line = await door.line();
    line.write(`GET /stream/${id}.mp3?key=${streamKey} HTTP/1.1\r\nHost: x\r\n\r\n`);
    // The server has read it once it has answered another.
    await fetch(`${door.base}/api/v1/openapi.json`);
    line.destroy();
    await once(line, 'close');
    // The server hears of it before the door is opened.
    await fetch(`${door.base}/api/v1/openapi.json`);
    open.resolve();
    await busy;
    await fetch(`${door.base}/api/v1/openapi.json`);
    expect(door.house.streams.listeners(id)).toBe(0);
  });
});

test('who knocks at the link with a wrong address and breaks off does no harm', async () => {
  for (let count = 0; count < 20; count += 1) {
    const line = await door.line();
    line.write('GET /link/v2 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    line.resetAndDestroy();
  }
  for (const origin of ['http://evil.example', 'null']) {
    const line = await door.line();
    line.write(
      `GET /link/v1 HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    const [answer] = await once(line, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
    await once(line, 'close');
  }
  expect((await fetch(`${door.base}/api/v1/openapi.json`)).status).toBe(200);
});

test('audio is given to joined speakers only', async () => {
  for (const authorization of ['', 'Bearer x', `Bearer ${'A'.repeat(43)}`, `Bearer ${door.session}`]) {
    const response = await fetch(`${door.base}/link/v1/audio/${'a'.repeat(64)}`, { headers: { authorization } });
    expect(response.status).toBe(403);
  }
});

test('the claim of a speaker is refused without a code, and with a key that is none', async () => {
  const claim = (code: string, publicKey: string) => door.ask('POST', '/link/v1/claim', { code, publicKey });
  expect((await claim('AAAA-AAAA', 'x')).body.field).toBe('publicKey');
  const key = 'MCowBQYDK2VwAyEA'.padEnd(43, 'A');
  expect((await claim('AAAA-AAAA', key)).body.code).toBe('CLAIM_WRONG');
});
