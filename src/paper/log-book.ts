import { EVIDENCE, type Evidence, REASONS, type Reason } from '#kernel';
import type { Fonts } from './fonts.ts';
import { MARGIN, Sheet } from './sheet.ts';
import { type Cells, type Column, Table } from './table.ts';
import { clockTime, dayAndTime, lengthText, longDate, shortDate } from './words.ts';

export interface LogBookRow {
  readonly date: string;
  readonly plannedAt: number;
  readonly durationMs: number;
  readonly title: string;
  readonly programme: string;
  readonly village: string;
  readonly endpointName: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
  /** How planned and heard compare. */
  readonly word: string;
  readonly reason: Reason;
  readonly evidence: Evidence;
}

/** The log of some days as a book to be signed and kept. Instants are epoch milliseconds. */
export interface LogBook {
  readonly station: string;
  /** What was chosen, line by line; empty: everything. */
  readonly chosen: readonly string[];
  readonly zone: string;
  /** As they are shown, the newest appointment first. */
  readonly rows: readonly LogBookRow[];
  /** How many ended how, in words. */
  readonly sums: readonly string[];
  /** The number of the last line of the log when it was printed. */
  readonly upTo: number;
  readonly printedAt: number;
}

const COLUMNS: readonly Column[] = [
  { head: 'Ngày', width: 74 },
  { head: 'Hẹn', width: 58 },
  { head: 'Bản tin', width: 190 },
  { head: 'Nơi phát', width: 130 },
  { head: 'Nghe được', width: 92 },
  { head: 'Kết quả', width: 130 },
  { head: 'Chứng cứ', width: 107 },
];
const ROW_HEIGHT = 22;
/** So many rows are set in one go: some 20 ms. */
const ROWS_A_TURN = 8;

/** The log book ("sổ nhật ký") as A4, PDF. `pause` lets others work in between. */
export async function logBook(
  data: LogBook,
  fonts: Fonts,
  isCompressed = true,
  pause: () => Promise<unknown> = async () => undefined,
): Promise<Uint8Array> {
  const { station, zone, rows, upTo, printedAt } = data;
  const title = `Sổ nhật ký phát thanh ${station}`;
  const sheet = await Sheet.open(fonts, { title, layout: 'landscape', printedAt, isCompressed });
  let isFirst = true;
  const table = new Table(sheet, COLUMNS, ROW_HEIGHT, () => {
    const y = headOf(sheet, data, isFirst);
    isFirst = false;
    return y;
  });
  if (rows.length === 0) table.row([[], [], [{ text: 'Không có dòng nhật ký nào.', size: 10 }], [], [], [], []]);
  for (const [at, row] of rows.entries()) {
    if (at % ROWS_A_TURN === ROWS_A_TURN - 1) await pause();
    table.row(cellsOf(row, rows[at - 1]?.date !== row.date, zone));
  }
  signatures(sheet, table.y);
  return sheet.finish(`${station}  ·  In lúc ${dayAndTime(printedAt, zone)}, đến dòng nhật ký số ${upTo}.`);
}

function headOf(sheet: Sheet, { station, chosen, sums }: LogBook, isFirst: boolean): number {
  sheet.addPage();
  const lines = [
    { text: 'SỔ NHẬT KÝ PHÁT THANH', size: 15, isBold: true },
    { text: [station, ...chosen].join('  ·  '), size: 10 },
    ...(isFirst ? [{ text: sums.join('  ·  '), size: 10, isBold: true }] : []),
  ];
  return sheet.write(lines, { x: MARGIN, y: MARGIN, width: sheet.width }) + 8;
}

function cellsOf(row: LogBookRow, isNewDay: boolean, zone: string): Cells {
  const [weekday = ''] = longDate(row.date).split(', ');
  const heard =
    row.startedAt === null || row.endedAt === null
      ? []
      : [
          { text: `${clockTime(row.startedAt, zone)} – ${clockTime(row.endedAt, zone)}`, size: 9 },
          ...(row.renderedMs > 0 ? [{ text: `dài ${lengthText(row.renderedMs)}`, size: 8, isGrey: true }] : []),
        ];
  return [
    isNewDay
      ? [
          { text: weekday, size: 9, isBold: true },
          { text: shortDate(row.date), size: 9 },
        ]
      : [],
    [
      { text: clockTime(row.plannedAt, zone), size: 10, isBold: true },
      { text: `dài ${lengthText(row.durationMs)}`, size: 8, isGrey: true },
    ],
    [{ text: row.title, size: 9 }, ...(row.programme === '' ? [] : [{ text: row.programme, size: 8, isGrey: true }])],
    [
      { text: row.village === '' ? row.endpointName : row.village, size: 9 },
      ...(row.village === '' || row.village === row.endpointName
        ? []
        : [{ text: row.endpointName, size: 8, isGrey: true }]),
    ],
    heard,
    [
      { text: row.word, size: 9, isBold: true },
      ...(row.reason === 'complete' ? [] : [{ text: REASONS[row.reason].vi, size: 8, isGrey: true }]),
    ],
    [
      { text: row.evidence, size: 9 },
      { text: EVIDENCE[row.evidence].vi, size: 7, isGrey: true },
    ],
  ];
}

/** Room for two hands, on the last page or on one of its own. */
function signatures(sheet: Sheet, y: number): void {
  const height = 90;
  let top = y + 16;
  if (top + height > sheet.bottom) {
    sheet.addPage();
    top = MARGIN;
  }
  const half = sheet.width / 2;
  for (const [at, who] of ['Người lập sổ', 'Người phụ trách đài'].entries()) {
    const x = MARGIN + at * half;
    const lines = [
      { text: 'Ngày …… tháng …… năm ………', size: 9, isGrey: true },
      { text: who, size: 11, isBold: true },
      { text: '(ký, ghi rõ họ tên)', size: 8, isGrey: true },
    ];
    sheet.write(lines, { x, y: top, width: half, align: 'center' });
  }
}
