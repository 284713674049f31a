/**
 * The catalogue of bad input (tests/bad) at a real station: each row gets the answer that it deserves, tells nothing of the
 * inside, leaves nothing half done, and the station goes on.
 */
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, type RouteName, routes } from '../../src/http/contract.ts';
import { BODY_ROWS, HARMFUL } from '../bad/bodies.ts';
import { DEED_ROWS } from '../bad/deeds.ts';
import { HEAD_ROWS } from '../bad/heads.ts';
import { type AskRow, type BadRow, COUNTED, type RawRow } from '../bad/rows.ts';
import { Api, HOME, newKey, PASSWORD, RealStation } from '../support/real-station.ts';
import { addBulletin, markedWav } from './scene.ts';

const ROWS: readonly BadRow[] = [...HEAD_ROWS, ...BODY_ROWS, ...DEED_ROWS];
/** The catalogue has thirty kinds; each must be here. */
const KINDS = 30;
/** Everything inside that a stranger could learn from an answer. */
const INSIDE = /node_modules|\.ts:\d|\n\s+at |at \w+ \(|SQLITE|sqlite|\/data\/station/;
const PROMPT_MS = 2000;

let station: RealStation;
let api: Api;
const names = new Map<string, string>();
const counted = new Map<string, number>();

beforeAll(async () => {
  station = await RealStation.open();
  ({ api } = station);
  const area = await api.call('addArea', { body: { kind: 'xã', name: 'Xã Mẫu' } });
  const other = await api.call('addArea', { body: { kind: 'xã', name: 'Xã Bên' } });
  const { endpoint } = await api.call('addEndpoint', { body: { name: 'Loa', areaId: area.id, protocol: 'http' } });
  const zone = await api.call('addZone', { body: { name: 'Vùng', areaId: area.id, endpointIds: [endpoint.id] } });
  const recording = await api.readyRecording('bản tin', markedWav(0x2d01, 3000));
  const bulletin = await addBulletin(station, recording.id);
  const [programme] = await api.call('listProgrammes');
  const found = { area: area.id, otherArea: other.id, endpoint: endpoint.id, zone: zone.id, recording: recording.id };
  for (const [name, id] of Object.entries({ ...found, bulletin, programme: programme?.id ?? '' })) names.set(name, id);
  names.set('host', `127.0.0.1:${station.port}`);
  names.set('cookie', api.cookie ?? '');
  for (const name of COUNTED) counted.set(name, await count(name));
}, 60_000);
afterAll(() => station.close());

const named = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => names.get(name) ?? whole);
const count = async (name: (typeof COUNTED)[number]) =>
  ((await (api.call as (name: RouteName) => Promise<unknown>)(name)) as unknown[]).length;

/** What the station says to bytes on a bare line. */
async function said({ lines, end = '\r\n' }: Pick<RawRow, 'lines' | 'end'>): Promise<string> {
  const socket = connect(station.port, '127.0.0.1');
  let answer = '';
  const over = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      answer += bytes;
      if (/\r\n\r\n/.test(answer)) resolve();
    });
    socket.on('error', () => resolve()).on('close', () => resolve());
  });
  socket.write(named(lines.join(end)));
  await over;
  socket.destroy();
  return answer;
}

function textOf(body: unknown): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null;
  if (Buffer.isBuffer(body)) return Uint8Array.from(body);
  return named(typeof body === 'string' ? body : JSON.stringify(body));
}

function asked({ method = 'GET', path, headers = {}, body, anonymous = false }: Omit<AskRow, 'status'>) {
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, named(value)]));
  return api.fetch(named(path), { method, headers: all, body: textOf(body), anonymous });
}

/** The station goes on, at once, and nothing was added. */
async function goesOn(): Promise<void> {
  const began = performance.now();
  expect((await station.health())?.status).toBe(200);
  expect(performance.now() - began).toBeLessThan(PROMPT_MS);
}

async function nothingWasAdded(): Promise<void> {
  for (const name of COUNTED) expect(await count(name), name).toBe(counted.get(name));
}

/** What deeds made on purpose is known from now on. */
async function countAgain(): Promise<void> {
  for (const name of COUNTED) counted.set(name, await count(name));
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}, as = api) =>
  as.fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: textOf(body),
  });

/** Somebody new, with these rights, signed in by a client of his own. */
async function somebody(
  name: string,
  rights: ReadonlyArray<{ verb: 'read' | 'operate' | 'emergency'; areaId: string | null }>,
) {
  const { token } = await api.call('addPerson', { body: { name, rights: [...rights] } });
  const own = new Api(api.base);
  const answer = await post('/invite', { token, password: `${PASSWORD} của ${name}` }, {}, own);
  expect(answer.status, await answer.text()).toBe(200);
  return own;
}

const DEEDS: Readonly<Record<string, () => Promise<void>>> = {
  async readEverything() {
    for (const route of Object.values(routes) as Route[]) {
      const path = `/api/v1${route.path.replace(/\{\w+\}/g, names.get('zone') ?? '')}`;
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        if (method === 'GET' && route.contentType) continue;
        const response = await api.fetch(path, { method });
        await response.arrayBuffer();
        expect(response.status, `${method} ${path}`).toBeLessThan(500);
      }
    }
    expect((await api.fetch('/api/v1/session')).status).toBe(200);
  },

  async keysAgain() {
    const [key, body] = [newKey(), { kind: 'thôn', name: 'Thôn Khóa' }];
    const first = await post('/areas', body, { 'idempotency-key': key });
    expect(first.status).toBe(201);
    expect((await post('/areas', { ...body, name: 'khác' }, { 'idempotency-key': key })).status).toBe(409);
    expect((await post('/areas', body, { 'idempotency-key': 'k'.repeat(10_000) })).status).toBe(400);
    expect((await post('/areas', body, { 'idempotency-key': 'có dấu!' }).catch(() => null))?.status ?? 400).toBe(400);
    const other = await somebody('người khác', [{ verb: 'operate', areaId: null }]);
    // A key belongs to whoever made it: nobody learns another one's answer by guessing it.
    const theirs = await post(
      '/zones',
      { name: 'Vùng Khóa', endpointIds: [names.get('endpoint')] },
      { 'idempotency-key': key },
      other,
    );
    expect([201, 403]).toContain(theirs.status);
    expect(await theirs.text()).not.toContain('Thôn Khóa');
    await countAgain();
  },

  async twins() {
    const [key, startAt] = [newKey(), Date.now() + 3_600_000];
    const body = { bulletinId: '{bulletin}', zoneIds: ['{zone}'], startAt, confirmUnusual: true };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/broadcasts', body, { 'idempotency-key': key })),
    );
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size, texts[0]).toBe(1);
    expect((JSON.parse(texts[0] ?? '') as { id?: string }).id).toMatch(/^brd_|^bro_|^[a-z]{3}_/);
    expect(await count('listBroadcasts')).toBe((counted.get('listBroadcasts') ?? 0) + 1);
    await countAgain();
  },

  async fiveThousand() {
    const endpointIds = Array.from({ length: 4999 }, () => names.get('endpoint'));
    const answer = await post('/zones', { name: 'Mọi loa', endpointIds: [...endpointIds, 'end_unknown'] });
    expect([403, 404, 422]).toContain(answer.status);
    await nothingWasAdded();
    const merged = await post('/zones', { name: 'Mọi loa', endpointIds });
    expect(merged.status).toBe(201);
    expect(((await merged.json()) as { endpointIds: string[] }).endpointIds).toEqual([names.get('endpoint')]);
    await countAgain();
  },

  async emergencyOfOthers() {
    const alert = {
      title: 'Lũ quét',
      reason: 'nước lên nhanh',
      recordingId: '{recording}',
      confirm: true,
      allowUnplaced: true,
    };
    const operator = await somebody('người trực', [{ verb: 'operate', areaId: null }]);
    const refused = await post('/alerts', { ...alert, areaIds: ['{area}'] }, {}, operator);
    expect(refused.status).toBe(403);
    const neighbour = await somebody('chủ tịch xã bên', [{ verb: 'emergency', areaId: names.get('otherArea') ?? '' }]);
    const elsewhere = await post('/alerts', { ...alert, areaIds: ['{area}'] }, {}, neighbour);
    expect(elsewhere.status).toBe(403);
    expect(await count('listAlerts')).toBe(0);
    await countAgain();
  },

  async harmfulTexts() {
    for (const [what, text] of HARMFUL) {
      const made = await post('/areas', { kind: 'thôn', name: text });
      expect(made.status, what).toBe(201);
      expect(made.headers.get('content-type')).toMatch(/^application\/json/);
      expect(made.headers.get('set-cookie')).toBeNull();
      const { name } = (await made.json()) as { name: string };
      expect(name, what).toBe(text.trim());
      expect((await api.call('listAreas')).map((area) => area.name)).toContain(text.trim());
    }
    await countAgain();
  },

  async swellingBody() {
    const body = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
    const began = performance.now();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await api.fetch('/api/v1/areas', { method: 'POST', headers, body: Uint8Array.from(body) });
    expect(answer.status).toBe(413);
    expect(performance.now() - began).toBeLessThan(5000);
  },

  async sessions() {
    const planted = 'loaxa_session=A-session-that-somebody-planted-here-before';
    const own = new Api(api.base);
    own.cookie = planted;
    expect((await own.fetch('/api/v1/session')).status).toBe(401);
    await somebody('người qua lại', [{ verb: 'read', areaId: null }]);
    await post('/session', { name: 'người qua lại', password: `${PASSWORD} của người qua lại` }, {}, own);
    expect(own.cookie).not.toBe(planted);
    const mine = own.cookie ?? '';
    const doubled = await api.fetch('/api/v1/session', { headers: { cookie: `${mine}; ${planted}` }, anonymous: true });
    expect(doubled.status).toBe(401);
    const [, token] = mine.split('=');
    expect((await api.fetch(`/api/v1/areas?loaxa_session=${token}`, { anonymous: true })).status).toBe(401);
    expect((await own.fetch('/api/v1/session', { method: 'DELETE' })).status).toBe(200);
    expect((await api.fetch('/api/v1/session', { headers: { cookie: mine }, anonymous: true })).status).toBe(401);
    // A new password ends what the old one opened.
    const { person, token: link } = await api.call('addPerson', { body: { name: 'nghỉ việc', rights: [] } });
    const leaver = new Api(api.base);
    expect((await post('/invite', { token: link, password: `${PASSWORD} thứ nhất` }, {}, leaver)).status).toBe(200);
    const again = await api.call('invitePerson', { params: { id: person.id } });
    expect(
      (await post('/invite', { token: again.token, password: `${PASSWORD} thứ hai` }, {}, new Api(api.base))).status,
    ).toBe(200);
    expect((await leaver.fetch('/api/v1/session')).status).toBe(401);
    await countAgain();
  },

  async secretsInLog() {
    await post('/session', { name: 'cán bộ', password: 'mật-khẩu-không-được-ghi-lại' });
    await api.fetch('/api/v1/areas?token=khong-duoc-ghi-lai');
    const [, token = ''] = (api.cookie ?? '').split('=');
    for (const secret of [PASSWORD, 'mật-khẩu-không-được-ghi-lại', 'khong-duoc-ghi-lai', token])
      expect(station.output.includes(secret)).toBe(false);
  },

  async staleEdit() {
    const seen = (await api.call('listZones')).find((zone) => zone.id === names.get('zone'));
    const body = { name: 'Vùng', areaId: '{area}', endpointIds: ['{endpoint}'] };
    const put = (more: object, mark: string) =>
      api.fetch(`/api/v1/zones/${names.get('zone')}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'if-match': `"${mark}"` },
        body: textOf({ ...body, ...more }),
      });
    expect((await put({ languageMode: 'all' }, seen?.mark ?? '')).status).toBe(200);
    const stale = await put({ endpointIds: [] }, seen?.mark ?? '');
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({ code: 'CHANGED_MEANWHILE', changed: ['languageMode'] });
    const now = (await api.call('listZones')).find((zone) => zone.id === names.get('zone'));
    expect(now).toMatchObject({ endpointIds: [names.get('endpoint')], languageMode: 'all' });
  },

  async brokenExport() {
    const export_ = async () => {
      const over = new AbortController();
      const answer = await api.fetch('/api/v1/as-run.csv', { signal: over.signal });
      over.abort();
      return answer.status;
    };
    expect(new Set(await Promise.all(Array.from({ length: 40 }, export_)))).toEqual(new Set([200]));
    await goesOn();
  },

  async circle() {
    const made = async (name: string) => (await api.call('addArea', { body: { kind: 'thôn', name } })).id;
    const [a, b] = [await made('Vòng A'), await made('Vòng B')];
    for (let round = 0; round < 5; round++) {
      const move = (id: string, parentId: string, name: string) =>
        api.fetch(`/api/v1/areas/${id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ kind: 'thôn', name, parentId }),
        });
      const answers = await Promise.all([move(a, b, 'Vòng A'), move(b, a, 'Vòng B')]);
      expect(answers.map(({ status }) => status).filter((status) => status === 200).length).toBeLessThanOrEqual(1);
      const areas = new Map((await api.call('listAreas')).map((area) => [area.id, area.parentId]));
      for (const start of areas.keys()) {
        let [steps, at] = [0, areas.get(start) ?? null];
        for (; at !== null && steps <= areas.size; steps++) at = areas.get(at) ?? null;
        expect(steps).toBeLessThanOrEqual(areas.size);
      }
      for (const [id, name] of [
        [a, 'Vòng A'],
        [b, 'Vòng B'],
      ] as const)
        await api.fetch(`/api/v1/areas/${id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ kind: 'thôn', name, parentId: null }),
        });
    }
    await countAgain();
  },

  async lastOnes() {
    const me = (await api.call('listPeople')).find(({ name }) => name === 'cán bộ');
    const remove = (path: string) => api.fetch(`/api/v1${path}`, { method: 'DELETE' });
    expect((await remove(`/people/${me?.id}`)).status).toBe(409);
    const fewer = await api.fetch(`/api/v1/people/${me?.id}/rights`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rights: [] }),
    });
    expect([403, 409]).toContain(fewer.status);
    expect((await remove(`/areas/${names.get('area')}`)).status).toBe(409);
    expect((await api.call('getSession')).rights.map(({ verb }) => verb)).toContain('people');
    await nothingWasAdded();
  },

  async stuckStop() {
    const press = () => post('/stop', { all: true, holdMinutes: 5 });
    const began = performance.now();
    expect((await press()).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(1000);
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries++)
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, async () => (await press()).status))));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    // Held once, however often it was pressed.
    const { quietSpans } = await api.call('getGate');
    expect(quietSpans.filter((span) => span.byStop && span.endpointId === names.get('endpoint'))).toHaveLength(1);
    // A finger comes through while the key is stuck elsewhere.
    const chief = await somebody('trưởng ban', [{ verb: 'operate', areaId: null }]);
    expect((await post('/stop', { all: true, holdMinutes: 5 }, {}, chief)).status).toBe(200);
    expect((await post('/stop/lift', { all: true }, {}, chief)).status).toBe(200);
    await countAgain();
  },

  async guesses() {
    const kept = api.cookie;
    const statuses: number[] = [];
    for (let tries = 0; tries < 40; tries++) {
      const answer = await post('/session', { name: 'cán bộ', password: `đoán lần thứ ${tries} cho vui` });
      statuses.push(answer.status);
      expect(await answer.text()).not.toContain('đoán lần');
    }
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status === 200)).toEqual([]);
    api.cookie = kept;
    expect((await api.fetch('/api/v1/session')).status).toBe(200);
  },
};

const routeText = () =>
  JSON.stringify(
    Object.entries(routes as Record<string, Route>).map(([name, { path, summary, body, query }]) => {
      const fields = [body, query].flatMap((schema) =>
        Object.keys((schema as { shape?: object } | undefined)?.shape ?? {}),
      );
      return [name, path, summary, fields];
    }),
  );

test('all kinds of the catalogue are here, and every deed is done', () => {
  const kinds = new Set(ROWS.map((row) => row.id));
  const all = Array.from({ length: KINDS }, (_, at) => `A${String(at + 1).padStart(2, '0')}`);
  expect(all.filter((id) => !kinds.has(id as BadRow['id']) && !LATER.includes(id))).toEqual([]);
  const deeds = ROWS.flatMap((row) => (row.kind === 'deed' ? [row.deed] : []));
  expect(deeds.sort()).toEqual(Object.keys(DEEDS).sort());
});

/** Other rooms bring these. */
const LATER: readonly string[] = ['A19'];

describe.each(ROWS.filter((row) => row.kind === 'raw' || row.kind === 'ask'))('$id', (row) => {
  test(row.what, async () => {
    const statuses = [row.status].flat() as number[];
    if (row.kind === 'raw') {
      const answer = await said(row);
      expect(statuses, answer.slice(0, 200)).toContain(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0));
      expect(answer).not.toMatch(INSIDE);
    } else {
      const response = await asked(row);
      const text = await response.text();
      expect(statuses, text.slice(0, 300)).toContain(response.status);
      expect(text).not.toMatch(INSIDE);
      if (response.status >= 400) {
        expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        const problem = JSON.parse(text) as { code: string; detail: { vi: string; en: string } };
        if (row.code) expect(problem.code).toBe(row.code);
        expect(problem.detail.vi.length * problem.detail.en.length).toBeGreaterThan(0);
      }
    }
    await goesOn();
  });
});

test('nothing of all that was stored', nothingWasAdded);

describe.each(ROWS.filter((row) => row.kind === 'deed'))('$id', (row) => {
  test(row.what, async () => {
    await DEEDS[row.deed]?.();
    await goesOn();
  });
});

describe('what is proved elsewhere, and what is not there', () => {
  test.each(ROWS.filter((row) => row.kind === 'elsewhere'))('$id $what', ({ file, test: name }) => {
    expect(existsSync(join(HOME, file)), file).toBe(true);
    expect(readFileSync(join(HOME, file), 'utf8').toLowerCase()).toContain(name.toLowerCase());
  });
  test.each(ROWS.filter((row) => row.kind === 'absent'))('$id $what', ({ because, words }) => {
    expect(because.length).toBeGreaterThan(20);
    for (const word of words) expect(routeText().toLowerCase()).not.toContain(word.toLowerCase());
  });
});

test('after all this the station stands, and met no fault of its own', async () => {
  await nothingWasAdded();
  await goesOn();
  expect(station.output).not.toMatch(/request failed|uncaught|unhandled/i);
});
