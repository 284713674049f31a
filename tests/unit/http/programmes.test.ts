import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, openDoor } from './door.ts';

const MINUTE = 60_000;
let door: Door;
let now: number;
let first: string;
let second: string;
let recordings: string[];
let programmeId: string;

beforeAll(async () => {
  door = await openDoor();
  const { commune } = door;
  await commune.addVillages(['Đông', 'Tây']);
  await commune.powerAllOn();
  first = await commune.addBulletin({ title: 'Một', durationMs: 60_000 });
  second = await commune.addBulletin({ title: 'Hai', durationMs: 30_000 });
  now = commune.clock.wallMs();
  const all = (await door.ask('GET', '/api/v1/bulletins')).body;
  recordings = [first, second].map((id) => all.find((one: { id: string }) => one.id === id).recordingId);
  programmeId = all[0].programmeId;
});
afterAll(() => door.close());

const ask = (method: string, path: string, body?: unknown) => door.ask(method, `/api/v1${path}`, body);
const news = (...bulletinIds: string[]) => ({ part: 'bulletins', bulletinIds, pauseMs: 1000 });
const template = (more: object = {}) => ({ name: 'Sáng', programmeId, parts: [news(first, second)], ...more });
const rule = (more: object) => ({
  title: 'Lịch',
  zoneIds: [door.commune.zoneId],
  pattern: { every: 'daily', times: ['09:00'] },
  ...more,
});
/** The planned start, state and reason of every line of the log, as text. */
async function log(): Promise<string[]> {
  return (await door.commune.log()).map((line) => `${line.title} ${line.state} ${line.reason}`).sort();
}

test('a fill report says before anything is saved what is cut, at which time, and what is left out', async () => {
  const body = { template: template({ slotMs: 80_000 }), startAt: now };
  const { status, body: answer } = await ask('POST', '/templates/preview', body);
  expect(status).toBe(200);
  expect(answer.fill).toEqual({
    ...{ slotMs: 80_000, filledMs: 91_000, overMs: 11_000, underMs: 0, leftOut: [] },
    cut: { part: 0, bulletinId: second, at: now + 80_000 },
  });
  expect(answer.lines.map((one: { startAt: number }) => one.startAt - now)).toEqual([0, 60_000, 61_000]);
  expect((await ask('GET', '/templates')).body).toEqual([]);
});

test.each<[string, object, number, string]>([
  ['a slot of nothing', { slotMs: 0 }, 422, 'TEMPLATE_INVALID'],
  ['a slot of 40 hours', { slotMs: 40 * 3_600_000 }, 422, 'TEMPLATE_INVALID'],
  ['nothing to hear', { parts: [{ part: 'silence', durationMs: 1000 }] }, 422, 'TEMPLATE_INVALID'],
  ['no parts', { parts: [] }, 422, 'TEMPLATE_INVALID'],
  ['an unknown bulletin', { parts: [{ part: 'bulletins', bulletinIds: ['bul_0'] }] }, 404, 'NOT_FOUND'],
  ['an unknown relay', { parts: [{ part: 'relay', relayId: 'rel_0', durationMs: 60_000 }] }, 404, 'NOT_FOUND'],
  ['an unknown programme', { programmeId: 'prg_0' }, 404, 'NOT_FOUND'],
  [
    'an unchecked chime',
    {
      parts: [
        { part: 'chime', recordingId: 'rec_0' },
        { part: 'bulletins', bulletinIds: ['bul_0'] },
      ],
    },
    404,
    'NOT_FOUND',
  ],
  ['a part that there is not', { parts: [{ part: 'dance' }] }, 400, 'REQUEST_INVALID'],
])('a template with %s is refused in both languages, new, changed and previewed', async (_, wrong, status, code) => {
  for (const [method, path, body] of [
    ['POST', '/templates', template(wrong)],
    ['PUT', '/templates/tpl_0', template(wrong)],
    ['POST', '/templates/preview', { template: template(wrong), startAt: now }],
  ] as const) {
    const answer = await ask(method, path, body);
    expect({ path, status: answer.status, code: answer.body.code }).toEqual({ path, status, code });
    for (const text of Object.values(answer.body.detail)) expect(text).not.toMatch(/\{\w+\}|undefined|\[object/);
  }
});

test('versions are put and taken away by their tags', async () => {
  const path = (tag: string) => `/bulletins/${first}/versions/${encodeURIComponent(tag)}`;
  const body = { recordingId: recordings[1] };
  const put = await ask('PUT', path('HMN'), body);
  expect(put.body).toMatchObject({ language: 'vi', versions: [{ language: 'hmn', recordingId: recordings[1] }] });
  expect(await ask('PUT', path('vi'), body)).toMatchObject({ status: 409, body: { code: 'LANGUAGE_TWICE' } });
  expect(await ask('PUT', path('tiếng Mông'), body)).toMatchObject({ status: 422, body: { code: 'LANGUAGE_TAG' } });
  expect(await ask('PUT', path('tyz'), { recordingId: 'rec_0' })).toMatchObject({
    body: { code: 'RECORDING_NOT_READY' },
  });
  expect((await ask('DELETE', path('hmn'))).body.versions).toEqual([]);
  expect(await ask('DELETE', path('hmn'))).toMatchObject({ status: 404 });
});

test('an endpoint has its languages and its place, a zone its mode; what is not said stays', async () => {
  const [{ id, name, areaId }] = (await ask('GET', '/endpoints')).body;
  const change = (more: object) => ask('PUT', `/endpoints/${id}`, { name, areaId, ...more });
  const said = { languages: ['HMN', 'vi'], latitude: 22.3, longitude: 103.8, reachM: 800 };
  expect((await change(said)).body).toMatchObject({ ...said, languages: ['hmn', 'vi'] });
  expect((await change({})).body).toMatchObject({ ...said, languages: ['hmn', 'vi'] });
  expect((await change({ languages: ['vi', 'VI'] })).body.code).toBe('LANGUAGE_TWICE');
  expect((await change({ languages: ['tiếng Thái'] })).body.code).toBe('LANGUAGE_TAG');
  expect((await change({ languages: [] })).body.code).toBe('REQUEST_INVALID');
  expect((await change({ latitude: 22 })).body.code).toBe('REQUEST_INVALID');
  expect((await change({ latitude: 91, longitude: 0 })).body.code).toBe('REQUEST_INVALID');
  expect((await change({ languages: ['vi'], latitude: null, longitude: null })).body).toMatchObject({ latitude: null });
  const [zone] = (await ask('GET', '/zones')).body;
  const { id: zoneId, mark: _seen, ...rest } = zone;
  expect((await ask('PUT', `/zones/${zoneId}`, { ...rest, languageMode: 'all' })).body.languageMode).toBe('all');
  const { languageMode: _, ...silent } = rest;
  expect((await ask('PUT', `/zones/${zoneId}`, silent)).body.languageMode).toBe('all');
});

test('a bulletin is not valid backwards, and bad rules and broadcasts say what is wrong', async () => {
  const validity = await ask('PUT', `/bulletins/${first}/validity`, { validFrom: 2, validTo: 1 });
  expect(validity).toMatchObject({ status: 422, body: { code: 'VALIDITY_ORDER' } });
  const made = { title: 'x', programmeId, recordingId: recordings[0] };
  expect((await ask('POST', '/bulletins', { ...made, validFrom: 2, validTo: 1 })).body.code).toBe('VALIDITY_ORDER');
  expect((await ask('POST', '/bulletins', { ...made, language: 'x y' })).body.code).toBe('LANGUAGE_TAG');
  const pattern = (more: object) => rule({ bulletinId: first, pattern: { every: 'daily', times: ['09:00'], ...more } });
  for (const wrong of [
    rule({}),
    rule({ bulletinId: first, templateId: 'tpl_0' }),
    rule({ bulletinId: first, cutInAfterMs: 600_001 }),
    pattern({ times: ['25:00'] }),
    pattern({ from: '2027-01-02', until: '2027-01-01' }),
  ]) {
    expect((await ask('POST', '/rules', wrong)).body.code).toBe('RULE_PATTERN');
  }
  expect((await ask('POST', '/rules', rule({ templateId: 'tpl_0' }))).body.code).toBe('NOT_FOUND');
  const play = { zoneIds: [door.commune.zoneId] };
  expect((await ask('POST', '/broadcasts', play)).body.code).toBe('REQUEST_INVALID');
  const both = { ...play, bulletinId: first, templateId: 'tpl_0' };
  expect((await ask('POST', '/broadcasts', both)).body.code).toBe('REQUEST_INVALID');
});

test('a bulletin that is taken back is heard nowhere any more: rules, programmes and what a person asked for', async () => {
  const { commune, house } = door;
  await commune.approve(first, second);
  const settle = async () => {
    await house.schedule.runOnce();
    await commune.clock.advance(1000);
  };
  const { body: made } = await ask('POST', '/templates', template());
  const rules = [rule({ title: 'Tin', bulletinId: first }), rule({ title: 'Khung', templateId: made.id })];
  for (const [at, one] of rules.entries()) {
    const pattern = { every: 'daily', times: [`09:${at}0`] };
    expect((await ask('POST', '/rules', { ...one, pattern })).status).toBe(201);
  }
  await settle();
  const startAt = commune.clock.wallMs() + 30 * MINUTE;
  const play = { zoneIds: [commune.zoneId], startAt, confirmUnusual: true };
  for (const what of [{ bulletinId: first }, { bulletinId: second }, { templateId: made.id }]) {
    expect((await ask('POST', '/broadcasts', { ...play, ...what })).status).toBe(201);
  }
  await settle();
  const planned = () =>
    house.playout
      .open()
      .map((one) => `${one.title} ${one.runningOrder.durationMs / 1000}`)
      .sort();
  expect(planned()).toEqual(['Hai 30', 'Khung 91', 'Khung 91', 'Một 60', 'Sáng 91', 'Tin 60', 'Tin 60']);
  expect((await ask('DELETE', `/templates/${made.id}`)).body.code).toBe('TEMPLATE_IN_USE');

  expect((await ask('DELETE', `/bulletins/${first}`)).status).toBe(200);
  await settle();
  await settle();
  expect(planned()).toEqual(['Hai 30', 'Khung 30', 'Khung 30']);
  const twice = (line: string) => [line, line];
  expect(await log()).toEqual(
    [
      ...[...twice('Khung cancelled rule_changed'), ...twice('Khung cancelled rule_changed')],
      ...[...twice('Một withheld not_valid'), ...twice('Sáng withheld not_valid')],
      ...[...twice('Tin withheld not_valid'), ...twice('Tin withheld not_valid')],
    ].sort(),
  );
  expect(await ask('DELETE', `/bulletins/${first}`)).toMatchObject({ status: 404 });
});
