/** The REST API as a stranger, a clumsy client and a hostile page meet it. */
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, routes } from '../../src/http/contract.ts';
import { newKey, PASSWORD, RealStation, Refusal, until } from '../support/real-station.ts';
import { addBulletin, markedWav } from './scene.ts';

let station: RealStation;
let zoneId: string;
let bulletinId: string;

beforeAll(async () => {
  station = await RealStation.open({ LOAXA_UPLOAD_MB: '5' });
  const { api } = station;
  const { endpoint } = await api.call('addEndpoint', { body: { name: 'Loa http', protocol: 'http' } });
  zoneId = (await api.call('addZone', { body: { name: 'Vùng', endpointIds: [endpoint.id] } })).id;
  const recording = await api.readyRecording('bản tin', markedWav(0x2b01, 4000));
  bulletinId = await addBulletin(station, recording.id);
}, 60_000);
afterAll(() => station.close());

const all = Object.entries(routes) as Array<[string, Route]>;
const pathOf = (route: Route) => `/api/v1${route.path.replaceAll('{id}', 'abc_1')}`;
const json = (body: unknown, more: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...more },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Expects an answer of problem+json in both languages, without a stack trace. */
async function problem(response: Response, status: number, code: string) {
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status, text: expect.stringContaining(`"${code}"`) });
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = JSON.parse(text) as { code: string; status: number; detail: { vi: string; en: string }; field?: string };
  expect(body).toMatchObject({ code, status });
  expect(body.detail.vi).not.toBe('');
  expect(body.detail.en).not.toBe('');
  expect(text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  return body;
}

describe('without a session', () => {
  test.each(all.filter(([, route]) => !route.open))('%s is refused', async (_name, route) => {
    const response = await station.api.fetch(pathOf(route), { method: route.method, anonymous: true });
    await problem(response, 401, 'AUTH_REQUIRED');
  });

  test('a made-up session opens nothing, by cookie or by header', async () => {
    const forged = randomBytes(32).toString('base64url');
    for (const headers of [{ cookie: `loaxa_session=${forged}` }, { authorization: `Bearer ${forged}` }]) {
      await problem(await station.api.fetch('/api/v1/station', { headers, anonymous: true }), 401, 'AUTH_REQUIRED');
    }
  });

  test('the open routes say no to wrong names and used links', async () => {
    const { api } = station;
    const used = { token: station.setUpToken(), name: 'kẻ lạ', password: PASSWORD };
    await problem(await api.fetch('/api/v1/set-up', json(used)), 401, 'AUTH_LINK_USED');
    const link = { token: station.setUpToken() };
    await problem(await api.fetch('/api/v1/session', json(link)), 401, 'AUTH_LINK_USED');
  });

  test('unknown pages are problems too', async () => {
    for (const path of ['/api/v1/nothing', '/api/v2/areas', '/nothing', '/link/v1/nothing', '/stream/x.mp3'])
      await problem(await station.api.fetch(path), 404, 'NOT_FOUND');
  });
});

describe('what is not understood is refused, and says where', () => {
  const area = { kind: 'thôn', name: 'Thôn Đông' };

  test.each<[string, RequestInit, number, string]>([
    ['no content type', { method: 'POST', body: JSON.stringify(area) }, 400, 'REQUEST_INVALID'],
    [
      'a form',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'kind=x&name=y' },
      400,
      'REQUEST_INVALID',
    ],
    ['broken JSON', json('{"kind":'), 400, 'REQUEST_INVALID'],
    ['a bare string', json('"thôn"'), 400, 'REQUEST_INVALID'],
    ['a list', json([area]), 400, 'REQUEST_INVALID'],
    ['an unknown field', json({ ...area, id: 'are_1' }), 400, 'REQUEST_INVALID'],
    ['a missing field', json({ kind: 'thôn' }), 400, 'REQUEST_INVALID'],
    ['a number for a text', json({ kind: 'thôn', name: 7 }), 400, 'REQUEST_INVALID'],
    ['a name of spaces', json({ kind: 'thôn', name: '   ' }), 400, 'REQUEST_INVALID'],
    ['a name of 4,096 letters', json({ kind: 'thôn', name: 'a'.repeat(4096) }), 400, 'REQUEST_INVALID'],
    ['__proto__', json('{"kind":"x","name":"y","__proto__":{"admin":true}}'), 400, 'REQUEST_INVALID'],
    ['constructor', json('{"kind":"x","name":"y","constructor":{"prototype":{"x":1}}}'), 400, 'REQUEST_INVALID'],
    ['300 kB', json({ kind: 'x', name: 'y'.repeat(300_000) }), 413, 'REQUEST_TOO_LARGE'],
    ['not UTF-8', { ...json(area, { 'content-type': 'application/json; charset=utf-7' }) }, 400, 'REQUEST_INVALID'],
    ['a short key', json(area, { 'idempotency-key': 'short' }), 400, 'IDEMPOTENCY_INVALID'],
    ['a key of 10 kB', json(area, { 'idempotency-key': 'k'.repeat(10_000) }), 400, 'IDEMPOTENCY_INVALID'],
  ])('%s', async (_name, init, status, code) => {
    await problem(await station.api.fetch('/api/v1/areas', init), status, code);
  });

  test('JSON that is deeper than any sense', async () => {
    const depth = 20_000;
    const pattern = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const whole = `{"title":"x","bulletinId":"${bulletinId}","zoneIds":["${zoneId}"],"pattern":${pattern}}`;
    for (const [path, body, more] of [
      ['/api/v1/rules/preview', `{"pattern":${pattern}}`, {}],
      ['/api/v1/rules', whole, { 'idempotency-key': newKey() }],
      ['/api/v1/areas', pattern, { 'idempotency-key': newKey() }],
    ] as const) {
      const response = await station.api.fetch(path, json(body, more));
      expect({ path, status: response.status }).toSatisfy(({ status }) => status === 400 || status === 422);
    }
  });

  test('a compressed body that swells is refused at its limit', async () => {
    const { gzipSync } = await import('node:zlib');
    const body = gzipSync(JSON.stringify({ kind: 'x', name: 'y'.repeat(20_000_000) }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await station.api.fetch('/api/v1/areas', { method: 'POST', headers, body });
    await problem(response, 413, 'REQUEST_TOO_LARGE');
  });

  test.each([
    ['/api/v1/recordings?limit=1e9', 'query.limit'],
    ['/api/v1/recordings?sort=password', 'query'],
    ['/api/v1/recordings?limit=1&limit=2', 'query.limit'],
    ['/api/v1/recordings?__proto__=1', 'query'],
    ['/api/v1/as-run?date=2027-02-30', 'date'],
    ['/api/v1/as-run?date=hôm nay', 'query.date'],
    ['/api/v1/recordings/..%2f..%2fetc', 'path.id'],
    ['/api/v1/recordings/REC_1', 'path.id'],
    ['/api/v1/recordings/rec_%00', 'path.id'],
  ])('%s', async (path, field) => {
    const body = await problem(await station.api.fetch(path), 400, 'REQUEST_INVALID');
    expect(body.field).toBe(field);
  });

  test('a start in the past, after the end of time, or of no kind', async () => {
    const ask = (startAt: unknown, more: object = {}) =>
      station.api.fetch('/api/v1/broadcasts', json({ bulletinId, zoneIds: [zoneId], startAt, ...more }));
    await problem(await ask(Date.now() - 60_000), 422, 'BROADCAST_PAST');
    for (const startAt of [1e16, -1, 1.5, '2027-01-01', true])
      await problem(await ask(startAt), 400, 'REQUEST_INVALID');
    for (const level of ['emergency', 'KHAN_CAP', 99, true, 'scheduled '])
      await problem(await ask(null, { level }), 400, 'REQUEST_INVALID');
    await problem(await ask(null, { zoneIds: ['zon_nothing'] }), 404, 'NOT_FOUND');
    await problem(await ask(null, { bulletinId: 'bul_nothing' }), 404, 'NOT_FOUND');
  });

  test.each(['* * * * * *', '31 2 *', '61 * * * *', '* * * * *', ''])('the cron pattern %j', async (expression) => {
    const pattern = { every: 'cron', expression };
    const response = await station.api.fetch('/api/v1/rules/preview', json({ pattern }));
    expect(response.status).toBe(422);
    const { detail } = (await response.json()) as { detail: { vi: string; en: string } };
    expect(detail.vi.length).toBeGreaterThan(10);
    expect(detail.en.length).toBeGreaterThan(10);
  });

  test('after all this the station stands', async () => {
    expect((await station.api.call('listAreas')).every(({ name }) => name !== 'y')).toBe(true);
    expect((await station.health())?.status).toBe(200);
    expect(station.output).not.toContain('request failed');
  });
});

describe('requests that are sent again', () => {
  const ask = (startAt: number, key: string) =>
    station.api.call('addBroadcast', { body: { bulletinId, zoneIds: [zoneId], startAt }, key });
  const future = () => Date.now() + 3600_000;
  const count = async () => (await station.api.call('listBroadcasts')).length;

  test('the same key gives the same answer and one broadcast', async () => {
    const [key, startAt, before] = [newKey(), future(), await count()];
    const first = await ask(startAt, key);
    expect(await ask(startAt, key)).toEqual(first);
    expect(await count()).toBe(before + 1);
  });

  test('the same key for something else is refused', async () => {
    const [key, startAt] = [newKey(), future()];
    await ask(startAt, key);
    await expect(ask(startAt + 1, key)).rejects.toMatchObject({ status: 409, code: 'IDEMPOTENCY_CONFLICT' });
    const other = station.api.call('addArea', { body: { kind: 'thôn', name: 'khác' }, key });
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  test('twenty at once give one broadcast', async () => {
    const [key, startAt, before] = [newKey(), future(), await count()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(startAt, key)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('every route that creates keeps to it', async () => {
    const { api } = station;
    const { id: areaId } = await api.call('addArea', { body: { kind: 'xã', name: 'Xã' } });
    const endpoint = await api.call('addEndpoint', { body: { name: 'Loa', protocol: 'link' } });
    const programme = await api.call('addProgramme', { body: { name: 'P' } });
    const { recordingId } = (await api.call('listBulletins'))[0] ?? { recordingId: '' };
    const pattern = { every: 'daily', times: ['05:00'] };
    const bodies: ReadonlyArray<readonly [string, unknown]> = [
      ['/areas', { kind: 'thôn', name: 'A', parentId: areaId }],
      ['/zones', { name: 'Z', endpointIds: [] }],
      ['/endpoints', { name: 'E' }],
      [`/endpoints/${endpoint.endpoint.id}/claim-code`, undefined],
      ['/uploads', { title: 'u', totalBytes: 10 }],
      ['/programmes', { name: 'Q' }],
      ['/bulletins', { title: 'B', programmeId: programme.id, recordingId }],
      ['/rules', { title: 'R', bulletinId, zoneIds: [zoneId], pattern }],
    ];
    for (const [path, body] of bodies) {
      const more = { 'idempotency-key': newKey() };
      const init = body === undefined ? { method: 'POST', headers: more } : json(body, more);
      const answers = await Promise.all(Array.from({ length: 4 }, () => api.fetch(`/api/v1${path}`, init)));
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      expect(
        answers.map(({ status }) => status),
        path,
      ).toEqual([201, 201, 201, 201]);
      expect(new Set(texts).size, path).toBe(1);
    }
    const rules = await api.call('listRules');
    for (const { id } of rules) await api.call('retireRule', { params: { id } });
  });
});

describe('other sites', () => {
  test.each<[string, Record<string, string>]>([
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['Origin: null', { origin: 'null' }],
    ['an Origin below ours', { origin: 'http://x.127.0.0.1' }],
  ])('%s changes nothing', async (_name, headers) => {
    const response = await station.api.fetch('/api/v1/areas', json({ kind: 'x', name: 'chéo' }, headers));
    await problem(response, 403, 'CROSS_SITE');
    expect((await station.api.call('listAreas')).map(({ name }) => name)).not.toContain('chéo');
  });

  test('methods that nobody offers have no effect', async () => {
    for (const method of ['PATCH', 'OPTIONS', 'PROPFIND']) {
      const response = await station.api.fetch('/api/v1/areas', { method });
      expect({ method, isDone: response.status < 300 && method !== 'OPTIONS' }).toEqual({ method, isDone: false });
    }
    const override = { 'x-http-method-override': 'DELETE' };
    const { status } = await station.api.fetch('/api/v1/session', { headers: override });
    expect(status).toBe(200);
    expect((await station.api.call('getSession')).name).toBe('cán bộ');
  });

  test('every answer carries the headers that keep a browser safe', async () => {
    for (const path of ['/', '/healthz', '/api/v1/openapi.json', '/nothing']) {
      const { headers } = await station.api.fetch(path);
      const csp = headers.get('content-security-policy') ?? '';
      for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(csp, path).toContain(rule);
      expect(csp).not.toMatch(/unsafe|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const { cookie } = station.api;
    const signIn = await station.api.fetch('/api/v1/session', json({ name: 'cán bộ', password: PASSWORD }));
    station.api.cookie = cookie;
    expect(signIn.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(signIn.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
  });
});

describe('uploads', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const refusal = async (title: string, bytes: Uint8Array) => {
    const recording = await station.api.checked(await station.api.upload(title, bytes));
    return recording.refusal?.code ?? recording.state;
  };

  test('U01: no bytes', async () => {
    const empty = station.api.call('createUpload', { body: { title: 'a.mp3', totalBytes: 0 } });
    await expect(empty).rejects.toMatchObject({ status: 422, code: 'MEDIA_EMPTY' });
  });

  test('U02, U03, U20: one byte, a playlist, noise', async () => {
    expect(await refusal('một byte.mp3', Uint8Array.of(0xff))).toBe('MEDIA_NOT_AUDIO');
    const playlist = new TextEncoder().encode('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
    expect(await refusal('a.mp3', playlist)).toBe('MEDIA_NOT_AUDIO');
    expect(await refusal('nhiễu.mp3', randomBytes(400_000))).toBe('MEDIA_NOT_AUDIO');
  });

  test('U17: more than the station takes is refused before it is sent', async () => {
    const body = { title: 'to', totalBytes: 5 * 1024 ** 2 + 1 };
    await expect(station.api.call('createUpload', { body })).rejects.toMatchObject({
      status: 413,
      code: 'UPLOAD_TOO_LARGE',
    });
  });

  test.each(['../../x.mp3', '..\\x', 'C:\\x', 'a\0.mp3', 'gpj\u202e3pm', 'Thông báo', '👨‍👩‍👧', '-i', "'; drop table"])(
    'U26: the name %j',
    async (title) => {
      const bytes = markedWav(0x2b02, 1500);
      const { state, title: shown } = await station.api.checked(await station.api.upload(title, bytes));
      expect(state).toBe('ready');
      expect(shown).not.toMatch(/\0|\u202e/);
    },
  );

  test('U26: a name of 4,096 letters', async () => {
    const body = { title: 'a'.repeat(4096), totalBytes: 10 };
    await expect(station.api.call('createUpload', { body })).rejects.toMatchObject({ status: 400 });
  });

  test('U34: fifty senders that break off at 99 % leave the station as it was, and can go on', async () => {
    const { api } = station;
    const bytes = markedWav(0x2b03, 4000);
    const started = Array.from({ length: 50 }, async () => {
      const { id } = await api.call('createUpload', { body: { title: 'đứt', totalBytes: bytes.length } });
      await new Promise<void>((resolve) => {
        const socket = connect(station.port, '127.0.0.1').on('error', () => resolve());
        const head = [
          `PUT /api/v1/uploads/${id} HTTP/1.1`,
          ...['Host: x', `Cookie: ${api.cookie}`, 'Upload-Offset: 0', `Content-Length: ${bytes.length}`, '', ''],
        ];
        socket.write(head.join('\r\n'));
        socket.write(bytes.subarray(0, Math.floor(bytes.length * 0.99)), () => {
          socket.destroy();
          resolve();
        });
      });
      return id;
    });
    const ids = await Promise.all(started);
    const [first = ''] = ids;
    const recordingId = await until('the first to be finished', 20_000, async () => {
      const { receivedBytes, recordingId: done } = await api.call('getUpload', { params: { id: first } });
      if (done === null) await api.putSlice(first, bytes.subarray(receivedBytes), receivedBytes);
      return done;
    });
    expect((await api.checked(recordingId)).state).toBe('ready');
  });

  test('U36: slices that overlap, leave a hole, come twice or are too many', async () => {
    const { api } = station;
    const bytes = markedWav(0x2b04, 4000);
    const announced = { title: 'lát', totalBytes: bytes.length, sha256: sha256(bytes) };
    const { id } = await api.call('createUpload', { body: announced });
    const put = (from: number, to: number, at = from) => api.putSlice(id, bytes.subarray(from, to), at);
    expect((await put(0, 1000)).status).toBe(200);
    for (const at of [0, 500, 999, 1001, 50_000, bytes.length])
      await problem(await put(0, 1000, at), 409, 'UPLOAD_OFFSET');
    for (const offset of ['-1', 'x', '', '1e3', '9'.repeat(30)]) {
      const headers = { 'upload-offset': offset };
      const init = { method: 'PUT', headers, body: Uint8Array.of(1) };
      await problem(await api.fetch(`/api/v1/uploads/${id}`, init), 400, 'REQUEST_INVALID');
    }
    const tooMany = Buffer.concat([bytes.subarray(1000), Buffer.alloc(10)]);
    await problem(await api.putSlice(id, tooMany, 1000), 413, 'REQUEST_TOO_LARGE');
    const { receivedBytes } = await api.call('getUpload', { params: { id } });
    const wrong = Buffer.from(bytes.subarray(receivedBytes)).fill(7, 0, 1);
    await problem(await api.putSlice(id, wrong, receivedBytes), 422, 'UPLOAD_CHECKSUM');
    const again = await api.upload('lát', bytes);
    expect((await api.checked(again)).state).toBe('ready');
  });

  test('half a sender that falls silent does not keep the other half out', async () => {
    const { api } = station;
    const bytes = markedWav(0x2b05, 4000);
    const { id } = await api.call('createUpload', { body: { title: 'im lặng', totalBytes: bytes.length } });
    const silent = connect(station.port, '127.0.0.1').on('error', () => {});
    const head = ['Host: x', `Cookie: ${api.cookie}`, 'Upload-Offset: 0', `Content-Length: ${bytes.length}`, '', ''];
    silent.write([`PUT /api/v1/uploads/${id} HTTP/1.1`, ...head].join('\r\n'));
    await new Promise((resolve) => silent.write(bytes.subarray(0, 50_000), resolve));
    try {
      const recordingId = await until('the phone that came back to be let in', 25_000, async () => {
        const status = await api.call('getUpload', { params: { id } });
        if (status.recordingId) return status.recordingId;
        await api.putSlice(id, bytes.subarray(status.receivedBytes), status.receivedBytes);
        return null;
      });
      expect((await api.checked(recordingId)).state).toBe('ready');
    } finally {
      silent.destroy();
    }
  });
});

describe('the documents', () => {
  test('OpenAPI names every route with its inputs and its answer', async () => {
    const response = await station.api.fetch('/api/v1/openapi.json', { anonymous: true });
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; requestBody?: object; parameters?: unknown[] }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace(/^\/api\/v1/, '')}`),
    );
    expect(found.sort()).toEqual(all.map(([, route]) => `${route.method} ${route.path}`).sort());
    for (const [name, route] of all) {
      const operation =
        document.paths[route.path]?.[route.method] ?? document.paths[`/api/v1${route.path}`]?.[route.method];
      expect(Object.keys(operation?.responses ?? {}), name).toContain(String(route.status ?? 200));
      if (route.body) expect(operation?.requestBody, name).toBeDefined();
    }
  });

  test('/healthz says what the station stands on', async () => {
    const health = await station.health();
    expect(health?.status).toBe(200);
    expect(health?.body).toMatchObject({
      ok: true,
      checks: {
        database: { ok: true },
        disk: { ok: true, reserve: true },
        clock: { ok: true, zone: 'Asia/Ho_Chi_Minh' },
        ffmpeg: { ok: true, path: expect.stringContaining('ffmpeg') },
      },
    });
  });
});

describe('signing in', () => {
  test('a session that ended is dead', async () => {
    const { api } = station;
    const kept = api.cookie;
    await station.signIn();
    const second = api.cookie;
    expect(second).not.toBe(kept);
    await api.call('signOut');
    api.cookie = second;
    await expect(api.call('getStation')).rejects.toBeInstanceOf(Refusal);
    api.cookie = kept;
    expect((await api.call('getSession')).name).toBe('cán bộ');
  });

  test('who guesses is made to wait, and who is in stays in', async () => {
    const { api } = station;
    const guess = () => api.fetch('/api/v1/session', json({ name: 'cán bộ', password: 'mật khẩu đoán mò' }));
    const answers: number[] = [];
    for (let tries = 0; tries < 15; tries++) answers.push((await guess()).status);
    expect(new Set(answers)).toEqual(new Set([401, 429]));
    await problem(await guess(), 429, 'RATE_LIMITED');
    const forwarded = json({ name: 'cán bộ', password: 'x' }, { 'x-forwarded-for': '8.8.8.8' });
    await problem(await api.fetch('/api/v1/session', forwarded), 429, 'RATE_LIMITED');
    expect((await api.call('getSession')).name).toBe('cán bộ');
  });
});
