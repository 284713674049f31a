/** Files with areas and clusters: what is read, what is refused and why, and that taking one twice changes nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listEndpoints } from '#endpoint';
import { listAreas } from '#place';
import { openStore } from '#store';
import { realWorld } from '#system';
import { Territory } from '#territory';

const FILES = join(import.meta.dirname, 'files');
const file = (name: string) => readFileSync(join(FILES, name));
const named = (start: string) => readdirSync(FILES).filter((name) => name.startsWith(start));

function station() {
  const store = openStore(':memory:');
  const world = realWorld('error');
  const territory = new Territory({
    world,
    store,
    zone: 'Asia/Ho_Chi_Minh',
    changed: async () => undefined,
    tookEffect: () => undefined,
  });
  const take = async (bytes: Uint8Array) => {
    const { file: read, found } = await territory.lookThrough(bytes);
    await territory.take(read, found.seen, () => undefined);
    return found;
  };
  return { store, territory, take };
}

test.each(named('good-'))('%s is taken, whatever its letters and separators', async (name) => {
  const { store, take, territory } = station();
  await take(file(name));
  const areas = await listAreas(store.db);
  const [commune, village] = [areas.find(({ kind }) => kind === 'xã'), areas.find(({ kind }) => kind === 'thôn')];
  expect(areas).toHaveLength(2);
  expect(village?.parentId).toBe(commune?.id);
  if (!name.includes('formula')) expect(commune?.name).toBe('Xã Đường Mây');
  const again = await territory.lookThrough(file(name));
  expect([again.found.areas, again.found.clusters, again.found.same.areas]).toEqual([[], [], 2]);
  await store.close();
});

test.each(named('bad-'))('%s is refused with a sentence, and nothing is taken', async (name) => {
  const { store, territory } = station();
  const refused = await territory.lookThrough(file(name)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'IMPORT_FILE' });
  const { vi } = (refused as { text: { vi: string } }).text;
  const said: Record<string, string> = {
    'bad-windows-1258.csv': 'Windows-1258',
    'bad-windows-1252.csv': 'Windows-1252',
    'bad-tcvn3.csv': 'TCVN3',
    'bad-tcvn3-as-utf8.csv': 'TCVN3',
    'bad-utf8-read-as-1252.csv': 'đọc nhầm',
    'bad-excel.csv': 'Excel',
    'bad-column-twice.csv': 'tên',
    'bad-no-code-column.csv': 'mã',
  };
  expect(vi).toContain(said[name] ?? '');
  expect(await listAreas(store.db)).toEqual([]);
  await store.close();
});

test('each wrong line is named with its column, and the whole file waits', async () => {
  const { store, territory } = station();
  const wrongOf = async (name: string) =>
    (await territory.lookThrough(file(name))).found.wrong.map(({ line, field }) => `${line} ${field}`);
  expect(await wrongOf('wrong-cycle.csv')).toEqual([
    '2 mã cấp trên',
    '3 mã cấp trên',
    '4 mã cấp trên',
    '5 mã cấp trên',
  ]);
  expect(await wrongOf('wrong-parents-and-doubles.csv')).toEqual(['3 mã', '4 mã cấp trên', '5 mã cấp trên']);
  expect(await wrongOf('wrong-cells.csv')).toEqual([
    ...['2 mã', '3 loại', '4 tên', '5 từ ngày', '6 vĩ độ', '7 vĩ độ', '8 ngôn ngữ', '9 giao thức', '10 nhiệm vụ'],
    ...['11 tầm nghe (m)', '12 đài FM', '13 nhiệm vụ'],
  ]);
  const { file: read, found } = await territory.lookThrough(file('wrong-cells.csv'));
  await expect(territory.take(read, found.seen, () => undefined)).rejects.toMatchObject({ code: 'IMPORT_WRONG' });
  expect((await territory.lookThrough(file('wrong-cells.csv'))).file.unknownColumns).toEqual(['ghi chú']);
  expect(await listEndpoints(store.db)).toEqual([]);
  await store.close();
});

test('a formula stays text, is disarmed on the way out, and comes back as it was', async () => {
  const { store, take, territory } = station();
  await take(file('good-formula.csv'));
  const csv = await territory.exported();
  expect(csv).toContain(`"'=HYPERLINK(""http://x.example"",""Xã"")"`);
  expect(csv).toContain(`'@SUM(1+1)`);
  expect(csv).toContain(`'+84 loa`);
  const { found } = await territory.lookThrough(Buffer.from(csv));
  expect([found.areas, found.clusters, found.wrong, found.same]).toEqual([[], [], [], { areas: 2, clusters: 1 }]);
  await store.close();
});

test('a file that was changed after it was seen is not taken', async () => {
  const { store, take, territory } = station();
  const { file: read, found } = await territory.lookThrough(file('good-comma-quoted.csv'));
  await take(file('good-semicolon-bom.csv'));
  await expect(territory.take(read, found.seen, () => undefined)).rejects.toMatchObject({ code: 'AREA_PLAN_CHANGED' });
  await store.close();
});

test('a million columns are refused at once', async () => {
  const { store, territory } = station();
  const begun = performance.now();
  const wide = Buffer.from(`mã,loại,tên${','.repeat(1_000_000)}\n`);
  await expect(territory.lookThrough(wide)).rejects.toMatchObject({ code: 'IMPORT_FILE' });
  expect(performance.now() - begun).toBeLessThan(2000);
  await store.close();
});

test('ten thousand villages and clusters are taken while others have their turns', async () => {
  const { store, territory } = station();
  const lines = ['mã,loại,tên,mã cấp trên', 'X,xã,Xã Rộng,'];
  for (let at = 0; at < 10_000; at += 1) lines.push(`T${at},thôn,Thôn ${at},X`, `C${at},cụm loa,Loa ${at},T${at}`);
  const bytes = Buffer.from(lines.join('\n'));
  // Time of the processor, not of the clock: other tests run beside this one.
  const spentMs = () => process.cpuUsage().user / 1000;
  const over = new AbortController();
  let [turns, longestMs, since] = [0, 0, spentMs()];
  const others = (async () => {
    while (!over.signal.aborted) {
      await nextTurn();
      const now = spentMs();
      longestMs = Math.max(longestMs, now - since);
      since = now;
      turns += 1;
    }
  })();
  const { file: read, found } = await territory.lookThrough(bytes);
  await territory.take(read, found.seen, () => undefined);
  over.abort();
  await others;
  expect((await listAreas(store.db)).length).toBe(10_001);
  expect((await listEndpoints(store.db)).length).toBe(10_000);
  expect(turns).toBeGreaterThan(20);
  // Alone it is below 50 ms; without turns for others it was more than a second.
  expect(longestMs).toBeLessThan(250);
  await store.close();
}, 60_000);

test('the sample commune has 34 villages and 102 clusters, and waits for its FM station', async () => {
  const { store, territory } = station();
  const sample = readFileSync(join(import.meta.dirname, '../../support/sample-commune.csv'));
  const { found, file: read } = await territory.lookThrough(sample);
  expect(read.rows.filter(({ what }) => what === 'cluster')).toHaveLength(102);
  expect(read.rows.filter((row) => row.what === 'area' && row.parentCode === 'SM')).toHaveLength(34);
  expect(new Set(found.wrong.map(({ field }) => field))).toEqual(new Set(['đài FM']));
  await store.close();
});
