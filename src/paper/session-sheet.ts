import type { Fonts } from './fonts.ts';
import { type SheetRow, type SheetSession, sessionsOf } from './sessions.ts';
import { type Line, MARGIN, Sheet } from './sheet.ts';
import { type Cells, type Column, Table } from './table.ts';
import { clockTime, dayAndTime, frequencyText, lengthText, longDate, shortDate } from './words.ts';

/** What the operator of an FM station plays on one civil day. Instants are epoch milliseconds. */
export interface SessionSheet {
  readonly station: {
    readonly name: string;
    /** Null: wires only. */
    readonly frequencyKhz: number | null;
    readonly licenceNumber: string;
    readonly licenceEndsOn: string | null;
  };
  readonly date: string;
  readonly zone: string;
  readonly rows: readonly SheetRow[];
  readonly printedAt: number;
}

const COLUMNS: readonly Column[] = [
  { head: 'Giờ phát', width: 60 },
  { head: 'Nội dung', width: 160 },
  { head: 'Tệp âm thanh, theo thứ tự', width: 126 },
  { head: 'Thôn nhận', width: 86 },
  { head: 'Chữ RDS', width: 90 },
  { head: 'Giờ phát thực tế', width: 66 },
  { head: 'Ký tên', width: 64 },
  { head: 'Thôn xác nhận (người, giờ)', width: 129 },
];
/** Room for a hand that writes. */
const ROW_HEIGHT = 44;
/** So many villages stand one under the other; more stand side by side. */
const FEW_VILLAGES = 6;
const NOTHING = 'Ngày này đài không có buổi phát nào.';

/** So many rows are set in one go: some 20 ms. */
const ROWS_A_TURN = 8;

/**
 * The sheet of the day for an operator, one page or more for each session: A4, PDF. `pause` lets others work in between: a
 * long day takes a second.
 */
export async function sessionSheet(
  data: SessionSheet,
  fonts: Fonts,
  isCompressed = true,
  pause: () => Promise<unknown> = async () => undefined,
): Promise<Uint8Array> {
  const { station, date, printedAt } = data;
  const title = `Phiếu phát sóng ${station.name} ${shortDate(date)}`;
  const sheet = await Sheet.open(fonts, { title, layout: 'landscape', printedAt, isCompressed });
  const sessions = sessionsOf(data.rows);
  for (const [at, session] of sessions.entries()) {
    let isFirst = true;
    const table = new Table(sheet, COLUMNS, ROW_HEIGHT, () => {
      const y = headOf(sheet, data, sessionName(session, at, sessions.length, data.zone) + (isFirst ? '' : ' (tiếp)'));
      isFirst = false;
      return y;
    });
    for (const [count, row] of session.rows.entries()) {
      if (count > 0 && count % ROWS_A_TURN === 0) await pause();
      table.row(cellsOf(row, data.zone));
    }
  }
  if (sessions.length === 0) {
    const y = headOf(sheet, data, NOTHING);
    sheet.write([{ text: 'Người trực ký tên:', size: 10 }], { x: MARGIN, y: y + 20, width: sheet.width });
  }
  return sheet.finish([licenceText(station), `In lúc ${dayAndTime(printedAt, data.zone)}`].join('  ·  '));
}

function headOf(sheet: Sheet, { station, date }: SessionSheet, session: string): number {
  sheet.addPage();
  const { name, frequencyKhz } = station;
  const half = sheet.width * 0.62;
  const left = [
    { text: 'PHIẾU PHÁT SÓNG', size: 17, isBold: true },
    { text: frequencyKhz === null ? `${name}  ·  hữu tuyến` : `${name}  ·  ${frequencyText(frequencyKhz)}`, size: 12 },
  ];
  const right = [
    { text: longDate(date), size: 14, isBold: true },
    { text: session, size: 11 },
  ];
  const place = { x: MARGIN, y: MARGIN, width: half };
  const below = sheet.write(left, place);
  const side = { x: MARGIN + half, y: MARGIN + 2, width: sheet.width - half, align: 'right' } as const;
  return Math.max(below, sheet.write(right, side)) + 8;
}

function sessionName({ fromAt, toAt }: SheetSession, at: number, count: number, zone: string): string {
  const endAt = Math.ceil(toAt / 60_000) * 60_000;
  return `Buổi ${at + 1}/${count}: ${clockTime(fromAt, zone)} – ${clockTime(endAt, zone)}`;
}

function cellsOf(row: SheetRow, zone: string): Cells {
  const small = (text: string): Line => ({ text, size: 8.5 });
  const { isCancelled: isStruck, durationMs, isOpenEnded } = row;
  const start = clockTime(row.plannedAt, zone);
  const length = `${isOpenEnded ? 'tối đa ' : 'dài '}${lengthText(durationMs)}`;
  const chimes = [
    ...(row.openingChime === null ? [] : [small(`Nhạc hiệu mở: ${row.openingChime}`)]),
    ...(row.closingChime === null ? [] : [small(`Nhạc hiệu kết: ${row.closingChime}`)]),
  ];
  const many = row.sources.length > 1;
  return [
    [
      { text: start, size: start.length > 5 ? 11 : 13, isBold: true, isStruck },
      { text: length, size: 8 },
    ],
    [
      ...(isStruck ? [{ text: 'ĐÃ HỦY, KHÔNG PHÁT', size: 9, isBold: true }] : []),
      { text: row.title, size: 10, isBold: true, isStruck },
      ...(row.programme === '' ? [] : [{ ...small(row.programme), isGrey: true }]),
      ...chimes,
    ],
    row.sources.map((source, at) => small(many ? `${at + 1}. ${source}` : source)),
    villageLines(row.villages).map(small),
    row.rdsText === '' ? [] : [small(row.rdsText)],
    [],
    [],
    [],
  ];
}

/** A long list of villages in paragraphs of a few, so that a page may end between them. */
function villageLines(villages: readonly string[]): readonly string[] {
  if (villages.length <= FEW_VILLAGES) return villages;
  const lines: string[] = [];
  for (let at = 0; at < villages.length; at += FEW_VILLAGES)
    lines.push(villages.slice(at, at + FEW_VILLAGES).join(', '));
  return lines.map((line, at) => (at < lines.length - 1 ? `${line},` : line));
}

function licenceText({ licenceNumber, licenceEndsOn, frequencyKhz }: SessionSheet['station']): string {
  if (frequencyKhz === null) return 'Không dùng tần số';
  const number = licenceNumber === '' ? 'chưa ghi số' : `số ${licenceNumber}`;
  const end = licenceEndsOn === null ? 'chưa ghi ngày hết hạn' : `hết hạn ngày ${shortDate(licenceEndsOn)}`;
  return `Giấy phép tần số: ${number}, ${end}`;
}
