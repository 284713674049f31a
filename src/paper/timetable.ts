import { lunarOf } from '#kernel';
import type { Fonts } from './fonts.ts';
import { MARGIN, Sheet } from './sheet.ts';
import { type Cells, type Column, Table } from './table.ts';
import { clockTime, dayAndTime, lengthText, longDate, shortDate } from './words.ts';

/** What a village hears on some days, to hang up at its house of culture. Instants are epoch milliseconds. */
export interface Timetable {
  readonly station: string;
  /** Null: the whole station. */
  readonly place: string | null;
  readonly zone: string;
  /** Civil dates in order, each with what is heard, soonest first. */
  readonly days: ReadonlyArray<{ readonly date: string; readonly rows: readonly TimetableRow[] }>;
  readonly printedAt: number;
}
export interface TimetableRow {
  readonly plannedAt: number;
  readonly title: string;
  /** Null: not known yet. */
  readonly durationMs: number | null;
  /** What may keep it silent; empty: nothing. */
  readonly note: string;
}

const COLUMNS: readonly Column[] = [
  { head: 'Ngày', width: 120 },
  { head: 'Giờ', width: 70 },
  { head: 'Nội dung', width: 195 },
  { head: 'Dài', width: 50 },
  { head: 'Ghi chú', width: 100 },
];
const ROW_HEIGHT = 22;
const NOTHING = 'Không có buổi phát';
/** So many rows are set in one go: some 20 ms. */
const ROWS_A_TURN = 12;

/** The timetable as A4, PDF. `pause` lets others work in between. */
export async function timetable(
  data: Timetable,
  fonts: Fonts,
  isCompressed = true,
  pause: () => Promise<unknown> = async () => undefined,
): Promise<Uint8Array> {
  const { station, place, zone, days, printedAt } = data;
  const title = `Lịch phát thanh ${place ?? station}`;
  const sheet = await Sheet.open(fonts, { title, layout: 'portrait', printedAt, isCompressed });
  const table = new Table(sheet, COLUMNS, ROW_HEIGHT, () => headOf(sheet, data));
  let count = 0;
  for (const { date, rows } of days) {
    if (rows.length === 0) table.row([dayLines(date), [], [{ text: NOTHING, size: 10, isGrey: true }], [], []]);
    for (const [at, row] of rows.entries()) {
      count += 1;
      if (count % ROWS_A_TURN === 0) await pause();
      table.row(cellsOf(row, at === 0 ? date : null, zone));
    }
  }
  return sheet.finish(`${station}  ·  In lúc ${dayAndTime(printedAt, zone)}. Lịch có thể thay đổi khi có việc gấp.`);
}

function headOf(sheet: Sheet, { station, place, days }: Timetable): number {
  sheet.addPage();
  const [first, last] = [days[0]?.date ?? '', days.at(-1)?.date ?? ''];
  const span = first === last ? shortDate(first) : `từ ${shortDate(first)} đến ${shortDate(last)}`;
  const lines = [
    { text: 'LỊCH PHÁT THANH', size: 17, isBold: true },
    { text: [place, station].filter((name) => name !== null).join('  ·  '), size: 12 },
    { text: span, size: 12 },
  ];
  return sheet.write(lines, { x: MARGIN, y: MARGIN, width: sheet.width }) + 8;
}

function dayLines(date: string): Cells[number] {
  const moon = lunarOf(date);
  const [weekday = '', day = ''] = longDate(date).split(', ');
  return [
    { text: weekday, size: 10, isBold: true },
    { text: day, size: 9 },
    ...(moon
      ? [{ text: `${moon.day}/${moon.month}${moon.isLeap ? ' nhuận' : ''} âm lịch`, size: 8, isGrey: true }]
      : []),
  ];
}

function cellsOf({ plannedAt, title, durationMs, note }: TimetableRow, date: string | null, zone: string): Cells {
  return [
    date === null ? [] : dayLines(date),
    [{ text: clockTime(plannedAt, zone), size: 12, isBold: true }],
    [{ text: title, size: 10 }],
    durationMs === null ? [] : [{ text: lengthText(durationMs), size: 9 }],
    note === '' ? [] : [{ text: note, size: 8, isGrey: true }],
  ];
}
