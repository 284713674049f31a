import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type LogWord,
  lastLine,
  logWord,
  outlineOf,
  PAGE_LINES,
  readAsRun,
  type ShownFilter,
  shownCsvHead,
  shownCsvLine,
  shownPage,
  shownPieces,
} from '#asrun';
import { instantOf, matches } from '#kernel';
import { openStore } from '#store';

const ZONE = 'Asia/Ho_Chi_Minh';
const FIVE = instantOf('2026-11-23', '05:00', ZONE) ?? 0;
const pause = async () => undefined;

const VILLAGES = ['Thôn Đông', 'Bản Nà Phặc', 'Hòa Bình', ''];
const TITLES = ['Lịch tiêm chủng', 'Phòng dịch tả lợn', 'Hoà giải ở cơ sở', '=1+1; "họp dân"'];
const ENDS = [
  ['played', 'complete', 'E2', 60_000],
  ['played_part', 'interrupted', 'E2', 20_000],
  ['played', 'complete', 'E0', 0],
  ['failed', 'unreachable', 'E0', 0],
  ['withheld', 'outside_hours', 'E0', 0],
  ['handed_over', 'by_fm', 'F1', 0],
] as const;

const line = fc.record({
  at: fc.integer({ min: 0, max: 40 }).map((step) => FIVE + step * 7_200_000),
  village: fc.constantFrom(...VILLAGES),
  title: fc.constantFrom(...TITLES),
  end: fc.constantFrom(...ENDS),
});
const filter = fc.record(
  {
    from: fc.integer({ min: 0, max: 20 }).map((step) => FIVE + step * 7_200_000),
    to: fc.integer({ min: 20, max: 41 }).map((step) => FIVE + step * 7_200_000),
    village: fc.constantFrom(...VILLAGES),
    carrier: fc.constantFrom('ip' as const, 'fm' as const),
    text: fc.constantFrom('hoa', 'LICH tiem', 'dong', 'tả', 'không có'),
    word: fc.constantFrom<LogWord>('whole', 'part', 'unknown', 'not_heard', 'withheld'),
  },
  { requiredKeys: [] },
);

async function logOf(lines: ReadonlyArray<typeof line extends fc.Arbitrary<infer One> ? One : never>) {
  const { db, close } = openStore(':memory:');
  const append = async (which: typeof lines, first: number) => {
    for (const [
      at,
      {
        at: plannedAt,
        village,
        title,
        end: [state, reason, evidence, renderedMs],
      },
    ] of which.entries())
      await db
        .insertInto('as_run')
        .values({
          ...{
            delivery_id: `dlv_${first + at}`,
            broadcast_id: `brc_${first + at}`,
            endpoint_id: 'edp_1',
            area_id: null,
          },
          ...{ endpoint_name: 'Cụm 1', village, programme: 'Tin', title, language: 'vi', origin: 'schedule' },
          ...{ level: 'scheduled', planned_at: plannedAt, started_at: plannedAt, ended_at: plannedAt + renderedMs },
          ...{ duration_ms: 60_000, rendered_ms: renderedMs, state, reason, evidence, recorded_at: plannedAt },
          ...{ carrier: state === 'handed_over' ? 'fm' : 'ip', fm_station: '', stand_in: 0 },
          ...{ area_path: '', station_code: '', cluster_code: '' },
        })
        .execute();
  };
  await append(lines, 0);
  return { db, close, append };
}

test('what is shown, counted and exported is the same, page by page, whatever is filtered, while new lines come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 260 }),
      fc.array(line, { maxLength: 20 }),
      filter,
      fc.integer({ min: 1, max: 70 }),
      async (lines, later, asked, piece) => {
        const { db, close, append } = await logOf(lines);
        const upTo = await lastLine(db);
        const shown: ShownFilter = { ...asked, upTo };
        const outline = await outlineOf(shownPieces(db, shown, pause, null, piece), ZONE);
        await append(later, lines.length);

        // As it is shown: every page from its own beginning.
        const pages = [];
        for (const from of outline.starts)
          pages.push(...(await shownPage(db, shown, pause, { from, limit: PAGE_LINES })));
        // As it is meant: by hand.
        const { from = 0, to = Number.MAX_SAFE_INTEGER, village, carrier, text, word } = asked;
        const meant = (await readAsRun(db, {}, { limit: 1000, after: 0 }))
          .filter((one) => one.id <= upTo && one.plannedAt >= from && one.plannedAt < to)
          .filter((one) => village === undefined || one.village === village)
          .filter((one) => carrier === undefined || one.carrier === carrier)
          .filter((one) => word === undefined || logWord(one) === word)
          .filter((one) => text === undefined || matches(`${one.title} Tin ${one.village} Cụm 1`, text))
          .sort((a, b) => b.plannedAt - a.plannedAt || b.id - a.id);
        expect(pages.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));

        // As it is exported.
        let file = shownCsvHead('vi');
        for await (const some of shownPieces(db, shown, pause, null, piece))
          file += some.map((one) => shownCsvLine(one, ZONE, 'vi')).join('');
        const numbers = file
          .trimEnd()
          .split('\r\n')
          .slice(1)
          .map((row) => Number(row.slice(row.lastIndexOf(',') + 1)));
        expect(numbers).toEqual(pages.map(({ id }) => id));

        // As it is counted.
        expect(outline.sums.lines).toBe(pages.length);
        for (const parts of [outline.days, outline.villages])
          expect(parts.reduce((sum, one) => sum + one.sums.whole, 0)).toBe(outline.sums.whole);
        const { lines: all, ...words } = outline.sums;
        expect(Object.values(words).reduce((sum, one) => sum + one, 0)).toBe(all);
        await close();
      },
    ),
    { numRuns: 40 },
  );
});
