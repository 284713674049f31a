/** Relay sources over REST at a real station: what it will not call, what it keeps, and what it says of what it heard. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RealStation, Refusal } from '../support/real-station.ts';
import { markedWav } from './scene.ts';

let station: RealStation;
let radio: Server;
let port: number;
const visits: string[] = [];

beforeAll(async () => {
  station = await RealStation.open();
  const sound = markedWav(0x2c01, 8000);
  radio = createServer((request, response) => {
    visits.push(request.url ?? '');
    if (request.url === '/inside')
      response.writeHead(302, { location: `http://127.0.0.1:${station.port}/healthz` }).end();
    else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    else response.writeHead(200, { 'content-type': 'audio/wav' }).end(sound);
  });
  await new Promise<void>((done) => radio.listen(0, '127.0.0.1', done));
  port = (radio.address() as AddressInfo).port;
}, 60_000);
afterAll(async () => {
  radio.closeAllConnections();
  radio.close();
  await station.close();
});

const add = (url: string, more: object = {}) =>
  station.api.call('addRelay', { body: { name: 'Đài tỉnh', url, ...more } }).catch((error) => {
    if (error instanceof Refusal) return error;
    throw error;
  });

test('addresses that lead inside are refused, with the rule in both languages, and nobody is called', async () => {
  for (const url of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::ffff:7f00:1]:${port}/`]) {
    expect(await add(url), url).toMatchObject({ code: 'RELAY_URL' });
  }
  expect(await add('http://169.254.169.254/latest', { privateAllowed: true })).toMatchObject({ code: 'RELAY_URL' });
  expect(await add(`http://127.0.0.1:${station.port}/healthz`, { privateAllowed: true })).toMatchObject({
    code: 'RELAY_URL',
  });
  expect(await add(`http://127.0.0.1:${port}/inside`, { privateAllowed: true })).toMatchObject({ code: 'RELAY_URL' });
  expect(visits).toEqual(['/inside']);
  expect(await add(`http://127.0.0.1:${port}/a`, { privateAllowed: true, levelAbove: 'huyen' })).toMatchObject({
    code: 'RELAY_NEEDS_END_DATE',
  });
  expect(await station.api.call('listRelays', {})).toEqual([]);
});

test('a source is tried as it is saved, kept, changed, tried again and taken out of use', async () => {
  const { api } = station;
  const added = await api.call('addRelay', {
    body: { name: 'Đài tỉnh', url: `http://127.0.0.1:${port}/live`, privateAllowed: true },
  });
  expect(added).toMatchObject({
    levelAbove: 'tinh',
    silenceMs: 15_000,
    standing: null,
    probe: { isGood: true, problem: null },
  });
  expect(added.probe?.codec).toMatch(/^pcm/);
  expect(added.warnings.map((one) => one.en)).toEqual([
    expect.stringContaining('no fallback'),
    expect.stringContaining('private network'),
  ]);
  const { id } = added;
  const params = { id };
  const body = { name: 'Đài tỉnh 2', url: `http://127.0.0.1:${port}/page`, privateAllowed: true };
  // A page in place of sound is told, not refused: the station may be off at night.
  const changed = await api.call('changeRelay', { params, body });
  expect(changed).toMatchObject({ id, name: 'Đài tỉnh 2', probe: { isGood: false, problem: 'not_sound' } });
  const tried = await api.call('probeRelay', { params });
  expect(tried.probe?.at).toBeGreaterThan(changed.probe?.at ?? 0);
  expect(await api.call('listRelays', {})).toEqual([tried]);
  await api.call('retireRelay', { params });
  expect(await api.call('listRelays', {})).toEqual([]);
  await expect(api.call('probeRelay', { params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
}, 60_000);
