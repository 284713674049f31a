import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Listener } from '#delivery';
import { type FmDoor, fmFaces } from '../../../src/http/fm-faces.ts';
import { problemHandler } from '../../../src/http/problem.ts';
import { worldAt } from '../delivery/things.ts';

const KEY = 'K'.repeat(43);
const SHA = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const SOUND = Uint8Array.from({ length: 1000 }, (_, n) => n % 251);

const listeners = new Set<Listener>();
let fetched: string[] = [];
let manifest = { text: '{"v":1}', etag: 'e1' };
const fm: FmDoor = {
  keyOf: (id) => (id === 'fms_1' ? KEY : null),
  manifestOf: () => manifest,
  nowOf: () => ({ ascii: 'Ban tin', utf8: 'Bản tin' }),
  fetched: (id) => void fetched.push(id),
  mayFetch: (_id, sha256) => sha256 === SHA,
  joinMount(_id, listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

let folder = '';
let server: Server;
let base = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loaxa-fm-'));
  for (const sha256 of [SHA, OTHER]) await writeFile(join(folder, sha256), SOUND);
  const app = express();
  app.set('query parser', 'simple');
  app.use('/fm', fmFaces({ fm, renditionPath: (sha256) => join(folder, sha256) }));
  app.use(problemHandler(worldAt(0), 1000));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fm`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  fetched = [];
  manifest = { text: '{"v":1}', etag: 'e1' };
});

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${base}/fms_1/${path}?key=${KEY}`, { headers, method });

describe('the door of the computer at a transmitter', () => {
  test('without the key, or of no station, there is nothing', async () => {
    const paths = ['manifest.json', 'now.txt', 'now-utf8.txt', `file/${SHA}.mp3`, 'audio.mp3'];
    for (const path of paths) {
      for (const key of ['', '?key=', `?key=${KEY.slice(1)}`, `?key=${KEY}x`, `?key=${KEY}&key=${KEY}`]) {
        expect((await fetch(`${base}/fms_1/${path}${key}`)).status, path + key).toBe(404);
      }
      expect((await fetch(`${base}/fms_2/${path}?key=${KEY}`)).status).toBe(404);
    }
    expect(fetched).toEqual([]);
    expect(listeners.size).toBe(0);
  });

  test('the manifest has a strong ETag, and is not sent again to who holds it', async () => {
    const first = await ask('manifest.json');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('application/json');
    expect(first.headers.get('etag')).toBe('"e1"');
    expect(await first.text()).toBe('{"v":1}');
    for (const held of ['"e1"', 'W/"e1"', '"x", "e1"', '*']) {
      const again = await ask('manifest.json', { 'if-none-match': held });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await ask('manifest.json', { 'if-none-match': '"e0"' })).status).toBe(200);
    expect(fetched).toHaveLength(6);
  });

  test('who only looks at its head, or took one that does not count any more, proves nothing', async () => {
    expect((await ask('manifest.json', {}, 'HEAD')).status).toBe(200);
    const real = fm.manifestOf;
    let asked = 0;
    Object.assign(fm, { manifestOf: () => (asked++ === 0 ? manifest : { text: '{}', etag: 'e2' }) });
    await (await ask('manifest.json')).text();
    Object.assign(fm, { manifestOf: real });
    expect(fetched).toEqual([]);
  });

  test('the lines are plain text with their own ETags', async () => {
    const plain = await ask('now.txt');
    expect([plain.headers.get('content-type'), await plain.text()]).toEqual(['text/plain; charset=utf-8', 'Ban tin']);
    const utf8 = await ask('now-utf8.txt');
    expect(await utf8.text()).toBe('Bản tin');
    expect(utf8.headers.get('etag')).not.toBe(plain.headers.get('etag'));
    const again = await ask('now.txt', { 'if-none-match': plain.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(fetched).toEqual([]);
  });

  test('a file that the manifest names, whole or in part; no other', async () => {
    const whole = await ask(`file/${SHA}.mp3`);
    expect(whole.headers.get('content-type')).toBe('audio/mpeg');
    expect(whole.headers.get('etag')).toBe(`"${SHA}"`);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(SOUND);
    const part = await ask(`file/${SHA}.mp3`, { range: 'bytes=990-' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 990-999/1000']);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(SOUND.slice(990));
    expect((await ask(`file/${SHA}.mp3`, { range: 'bytes=5000-' })).status).toBe(416);
    expect((await ask(`file/${SHA}.mp3`, { 'if-none-match': `"${SHA}"`, 'cache-control': 'max-age=0' })).status).toBe(
      304,
    );
    for (const path of [`file/${OTHER}.mp3`, `file/${SHA}`, 'file/..%2F..%2Fetc%2Fpasswd', `file/${SHA}.mp3.mp3`]) {
      expect((await ask(path)).status, path).toBe(404);
    }
  });

  test('a file that is lost is not there', async () => {
    await rm(join(folder, SHA));
    expect((await ask(`file/${SHA}.mp3`)).status).toBe(404);
    await writeFile(join(folder, SHA), SOUND);
  });

  test('the stream is joined, and left when the computer hangs up', async () => {
    const hangUp = new AbortController();
    const answer = await fetch(`${base}/fms_1/audio.mp3?key=${KEY}`, { signal: hangUp.signal });
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    const [listener] = listeners;
    expect(listener?.mode).toBe('endless');
    listener?.write(Uint8Array.of(1, 2, 3));
    const { value } = (await answer.body?.getReader().read()) ?? {};
    expect(value).toEqual(Uint8Array.of(1, 2, 3));
    hangUp.abort();
    await expect.poll(() => listeners.size).toBe(0);
  });
});
