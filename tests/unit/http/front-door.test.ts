/** What every request meets first, and what every answer carries. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServer } from '#http';
import { headFault } from '../../../src/http/front-door.ts';
import { sessionOf } from '../../../src/http/guard.ts';
import { type Door, openDoor } from './door.ts';

const head = (more: Partial<Parameters<typeof headFault>[0]>) => ({
  ...{ method: 'GET', url: '/api/v1/areas', rawHeaders: ['Host', 'x'] },
  ...more,
});

describe('the head of a request', () => {
  test.each<[string, Parameters<typeof headFault>[0], ReturnType<typeof headFault>]>([
    ['as it should be', head({}), null],
    ['OPTIONS for the whole server', head({ method: 'OPTIONS', url: '*' }), null],
    ['TRACE, which would say a cookie aloud', head({ method: 'TRACE' }), 'method'],
    ['CONNECT', head({ method: 'CONNECT' }), 'method'],
    ['PATCH', head({ method: 'PATCH' }), 'method'],
    ['a verb that nobody knows', head({ method: 'BREW' }), 'method'],
    ['an address with a host in it', head({ url: 'http://127.0.0.1:6379/' }), 'address'],
    ['an address without a slash', head({ url: 'api/v1/areas' }), 'address'],
    ['two hosts', head({ rawHeaders: ['Host', 'a', 'hOST', 'b'] }), 'host'],
    ['a hundred headers', head({ rawHeaders: Array.from({ length: 200 }, () => 'x') }), null],
    ['more', head({ rawHeaders: Array.from({ length: 202 }, () => 'x') }), 'headers'],
  ])('%s', (_name, request, fault) => expect(headFault(request)).toBe(fault));
});

test('two sessions in one request are none: one of them was put there by somebody else', () => {
  const of = (cookie: string) => sessionOf({ headers: { cookie } });
  expect(of('a=1; loaxa_session=one; b=2')).toBe('one');
  expect(of('loaxa_session=one; loaxa_session=one')).toBe('one');
  expect(of('loaxa_session=one; loaxa_session=two')).toBeNull();
  expect(of('loaxa_session=')).toBeNull();
});

describe('every answer', () => {
  let door: Door;
  let folder: string;
  let server: Awaited<ReturnType<typeof openServer>>;
  let base: string;
  beforeAll(async () => {
    door = await openDoor();
    folder = await mkdtemp(join(tmpdir(), 'loaxa-front-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>LoaXa</title>');
    await writeFile(join(folder, 'assets', 'main-abc.js'), '');
    server = await openServer(door.house, folder, '127.0.0.1', 0);
    base = `http://127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    await server.stop();
    await door.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Where, what it may be kept for, as what it is read. */
  const TABLE = [
    ['/', 200, 'no-cache', 'text/html'],
    ['/assets/main-abc.js', 200, 'public, max-age=31536000, immutable', 'text/javascript'],
    ['/healthz', undefined, 'no-store', 'application/json'],
    ['/api/v1/openapi.json', 200, 'no-store', 'application/json'],
    ['/api/v1/areas', 200, 'no-store', 'application/json'],
    ['/api/v1/session', 200, 'no-store', 'application/json'],
    ['/api/v1/as-run.csv', 200, 'no-store', 'text/csv'],
    ['/api/v1/recordings/rec_0/audio', 404, 'no-store', 'application/problem+json'],
    ['/api/v1/nothing', 404, 'no-store', 'application/problem+json'],
    ['/link/v1/audio/nothing', 403, 'no-store', 'application/problem+json'],
    ['/stream/nothing.mp3', 404, 'no-store', 'application/problem+json'],
    ['/fm/nothing', 404, 'no-store', 'application/problem+json'],
    ['/nothing', 404, 'no-store', 'application/problem+json'],
  ] as const;

  test('the console comes packed to whoever understands that, and plain to others; both are the same', async () => {
    for (const path of ['/', '/assets/main-abc.js']) {
      const of = async (encoding: string) => {
        const response = await fetch(base + path, { headers: { 'accept-encoding': encoding } });
        return [response.headers.get('content-encoding'), response.headers.get('vary'), await response.text()];
      };
      const [packed, vary, text] = await of('gzip, br');
      expect([packed, vary]).toEqual(['gzip', 'Accept-Encoding']);
      expect(await of('identity')).toEqual([null, null, text]);
    }
    for (const path of ['/assets/none.js', '/..%2fpackage.js', '/assets/%2e%2e/index.js']) {
      const response = await fetch(base + path, { headers: { 'accept-encoding': 'gzip' } });
      expect(response.status, path).toBe(404);
    }
  });

  test.each(TABLE)('%s', async (path, status, cache, type) => {
    const headers = { authorization: `Bearer ${door.session}` };
    const response = await fetch(base + path, { headers });
    if (status !== undefined) expect(response.status).toBe(status);
    const said = (name: string) => response.headers.get(name) ?? '';
    expect(said('cache-control')).toBe(cache);
    expect(said('content-type')).toMatch(new RegExp(`^${type.replace('+', '\\+')}`));
    expect(said('x-content-type-options')).toBe('nosniff');
    expect(said('referrer-policy')).toBe('no-referrer');
    expect(said('x-frame-options')).toBe('SAMEORIGIN');
    expect(said('cross-origin-resource-policy')).toBe('same-origin');
    expect(said('permissions-policy')).toMatch(/^microphone=\(self\), camera=\(\), geolocation=\(\)/);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const csp = said('content-security-policy');
    expect(csp.split(';').sort()).toEqual(
      [
        ...[
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
        ],
        ...[
          "media-src 'self'",
          "manifest-src 'self'",
          "worker-src 'self'",
          "font-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
        ],
      ].sort(),
    );
    if (path.endsWith('.csv')) expect(said('content-disposition')).toMatch(/^attachment/);
  });

  test('the session cannot be said in the address', async () => {
    for (const name of ['token', 'session', 'loaxa_session', 'access_token']) {
      const response = await fetch(`${base}/api/v1/areas?${name}=${door.session}`);
      expect(response.status).toBe(401);
    }
  });

  test('what a route does not ask for is refused, in the address and in the body', async () => {
    expect(await door.ask('GET', '/api/v1/areas?sort=password')).toMatchObject({ status: 400 });
    expect(await door.ask('GET', '/api/v1/session?fields=*')).toMatchObject({ status: 400 });
    const { body } = await door.ask('POST', '/api/v1/endpoints', { name: 'Loa' });
    const path = `/api/v1/endpoints/${body.endpoint.id}/claim-code`;
    expect(await door.ask('POST', path, { areaId: 'are_9' })).toMatchObject({ status: 400 });
    expect(await door.ask('POST', path, {})).toMatchObject({ status: 201 });
  });
});
