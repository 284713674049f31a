import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPEN_RULES } from '#gate';
import { readGatePresets } from '../../../src/http/gate-presets.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const post = (path: string, body: unknown, headers = {}) => door.ask('POST', `/api/v1/gate/${path}`, body, headers);
const shown = async () => (await door.ask('GET', '/api/v1/gate')).body;
const HOUR = 3600_000;
const bytes = (text: string) => new TextEncoder().encode(text);

it('the standing of the station and of each area is shown, with the version that says so', async () => {
  const area = (await door.ask('POST', '/api/v1/areas', { kind: 'thôn', name: 'Thôn Đông' })).body;
  const { versions, inForce } = await shown();
  // The commune of these tests is open day and night.
  const word = { isOpen: true, reason: null, changesAt: null };
  const standing = { versionId: versions[0].id, rules: OPEN_RULES, bulletin: word, music: word, ceilingDb: null };
  expect(inForce).toMatchObject([
    { areaId: null, ...standing },
    { areaId: area.id, ...standing },
  ]);
});

it('rules are written once for a key, shown with who wrote them, and known to the desk at once', async () => {
  const rules = { ...OPEN_RULES, nightBand: { from: '21:00', to: '08:00', ceilingDb: -12 } };
  const body = { from: '2026-11-23', rules, note: 'Quy chế của xã' };
  const key = { 'idempotency-key': 'gate-version-1' };
  const first = await post('versions', body, key);
  expect(first).toMatchObject({ status: 201, body: { areaId: null, from: '2026-11-23', note: 'Quy chế của xã' } });
  expect((await post('versions', body, key)).body).toEqual(first.body);
  const { versions, inForce } = await shown();
  expect(versions.slice(1)).toEqual([first.body]);
  expect(inForce[0]).toMatchObject({ versionId: first.body.id, ceilingDb: -12, bulletin: { changesAt: null } });
});

it('what is set can be taken back, and what is wrong is said in both languages', async () => {
  const day = await post('exception-days', { date: '2026-11-29', reason: 'Bầu cử' });
  const mourning = await post('mournings', { from: '2026-11-23', to: '2026-11-24', reason: 'Quốc tang' });
  const { now } = await shown();
  const quiet = await post('quiet-spans', { to: now + HOUR, reason: 'Đám tang' });
  expect([day, mourning, quiet].map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(quiet.body).toMatchObject({ areaId: null, endpointId: null, from: now, to: now + HOUR });
  const set = await shown();
  expect([set.exceptionDays, set.mournings, set.quietSpans]).toEqual([[day.body], [mourning.body], [quiet.body]]);
  expect(set.inForce[0].bulletin).toMatchObject({ isOpen: false, reason: 'quiet_zone', changesAt: now + HOUR });

  const remove = (path: string, { body }: { body: { id: string } }) =>
    door.ask('DELETE', `/api/v1/gate/${path}/${body.id}`);
  expect(await remove('quiet-spans', quiet)).toMatchObject({ status: 200 });
  expect((await shown()).inForce[0]).toMatchObject({ bulletin: { isOpen: true }, music: { reason: 'mourning' } });
  expect(await remove('mournings', mourning)).toMatchObject({ status: 200 });
  expect(await remove('exception-days', day)).toMatchObject({ status: 200 });
  expect(await remove('exception-days', day)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await shown()).toMatchObject({ exceptionDays: [], mournings: [], quietSpans: [] });

  const wrong = await post('versions', {
    from: '2026-11-23',
    rules: { ...OPEN_RULES, quietHours: [{ from: '21:30', to: '25:00' }] },
    note: 'Quy chế',
  });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'GATE_RULES', field: 'quietHours.0.to' } });
  expect(wrong.body.detail.vi).toContain('giờ "25:00" không có thật');
  expect(wrong.body.detail.en).toContain('there is no hour "25:00"');
  expect(await post('quiet-spans', { to: now - HOUR, reason: 'Thi' })).toMatchObject({
    status: 422,
    body: { code: 'QUIET_SPAN' },
  });
  expect((await post('versions', { from: '2026-11-22', rules: OPEN_RULES, note: 'x' })).body.code).toBe('GATE_PAST');
  expect((await post('mournings', { from: '2026-11-23', to: '2026-11-24' })).body).toMatchObject({
    code: 'GATE_RULES',
    field: 'reason',
  });
});

it('every preset that comes with the station can be used as it is', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/gates');
  const folder = new URL('../../../schedules/gates/', import.meta.url);
  const names = readdirSync(folder);
  for (const name of names) await files.replace(`/gates/${name}`, readFileSync(new URL(name, folder)));
  const { presets, faults } = await readGatePresets(files, '/gates');
  expect(faults).toEqual([]);
  const limits = presets.map(({ key, rules }) => [key, rules.sessionsPerDay, rules.minutesPerSession]);
  expect(limits).toEqual([
    ['ha-noi-2021-ngoai-thanh', 2, 45],
    ['ha-noi-2021-noi-thanh', 2, 15],
    ['lien-chieu-2025', 2, 60],
  ]);
  for (const { rules } of presets) {
    expect(await post('versions', { from: '2027-01-01', rules, note: 'Theo mẫu' })).toMatchObject({ status: 201 });
  }
});

it('a bad preset is told with its line, and the good ones are read all the same', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/gates');
  const text = 'name: { vi: A, en: A }\nsource: { vi: A, en: A }\nrules:\n';
  const rules = (quiet: string) =>
    `  quietHours: [${quiet}]\n  windows: []\n  weekdays: [1]\n  sessionsPerDay: null\n  minutesPerSession: null\n` +
    '  repeatLimit: null\n  nightBand: null\n';
  const put = (name: string, content: string) => files.replace(`/gates/${name}`, bytes(content));
  await put('a.yaml', text + rules('{ from: "21:30", to: "05:00" }'));
  await put('b.yaml', text + rules('{ from: "21:30", to: "5:00" }'));
  await put('c.yaml', text + rules('{ from: "05:00", to: "05:00" }'));
  await put('d.yaml', 'name: [');
  await put('e.yaml', `${text}${rules('')}extra: 1\n`);
  await put('f.yaml', 'x'.repeat(70_000));
  await put('notes.txt', 'not a preset');
  const { presets, faults } = await readGatePresets(files, '/gates');
  expect(presets.map(({ key, assumed }) => [key, assumed])).toEqual([['a', null]]);
  expect(faults.map(({ file, line }) => [file, line])).toEqual([
    ['b.yaml', 4],
    ['c.yaml', 3],
    ['d.yaml', 1],
    ['e.yaml', 1],
    ['f.yaml', null],
  ]);
  for (const { problem } of faults) expect(problem.vi).not.toBe(problem.en);
  expect(await readGatePresets(files, '/nowhere')).toEqual({ presets: [], faults: [] });
});
