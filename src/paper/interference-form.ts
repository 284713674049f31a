import type { Fonts } from './fonts.ts';
import { type Line, MARGIN, Sheet } from './sheet.ts';
import { type Cells, Table } from './table.ts';
import { dayAndTime, frequencyText, shortDate } from './words.ts';

/** Foreign sound on the receivers of an FM station, as it is told to the frequency office. */
export interface InterferenceForm {
  /** Who writes: the commune's station. */
  readonly sender: string;
  readonly station: {
    readonly name: string;
    readonly frequencyKhz: number | null;
    readonly band: string | null;
    readonly licenceNumber: string;
    readonly licenceEndsOn: string | null;
  };
  readonly number: string;
  readonly place: string;
  readonly fromAt: number;
  /** Null: it goes on, or nobody knows. */
  readonly toAt: number | null;
  readonly languageHeard: string;
  readonly what: string;
  readonly recordingName: string | null;
  readonly reportedBy: string;
  readonly writtenBy: string | null;
  readonly tasks: readonly InterferenceDeed[];
  readonly closingNote: string | null;
  readonly zone: string;
  readonly printedAt: number;
}

/** What a person in the village was asked to do, and did. */
export interface InterferenceDeed {
  readonly kind: 'cut_power' | 'restore_power';
  readonly place: string;
  readonly helperName: string;
  readonly helperPhone: string;
  readonly askedAt: number;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
  readonly answer: string | null;
}

const DEEDS = { cut_power: 'Ngắt điện', restore_power: 'Đóng điện lại' } as const;
const LABEL_WIDTH = 150;
const SIGNATURES_HEIGHT = 130;
const NOBODY_KNOWS = 'còn tiếp diễn hoặc chưa rõ';

/** A report of interference to the frequency office: A4, PDF. */
export async function interferenceForm(data: InterferenceForm, fonts: Fonts, isCompressed = true): Promise<Uint8Array> {
  const { station, zone, printedAt } = data;
  const title = `Báo cáo can nhiễu ${station.name}`;
  const sheet = await Sheet.open(fonts, { title, layout: 'portrait', printedAt, isCompressed });
  sheet.addPage();
  let y = letterHead(sheet, data);
  const page = (from: number) => {
    let isFirst = true;
    return () => {
      if (!isFirst) sheet.addPage();
      const top = isFirst ? from : MARGIN;
      isFirst = false;
      return top;
    };
  };

  const facts = new Table(sheet, twoColumns(sheet), 20, page(y));
  for (const [label, text] of factsOf(data))
    facts.row([[plain(label, true)], text.split('\n').map((line) => plain(line))]);
  y = sheet.write([plain('Biện pháp đã thực hiện', true)], {
    x: MARGIN,
    y: room(sheet, facts.y + 12, 90),
    width: sheet.width,
  });
  if (data.tasks.length === 0) {
    const none = 'Chưa nhờ thôn ngắt điện cụm loa nào.';
    y = sheet.write([plain(none)], { x: MARGIN, y: y + 2, width: sheet.width });
  } else {
    const deeds = new Table(sheet, deedColumns(sheet), 24, page(y + 4));
    for (const deed of data.tasks) deeds.row(deedCells(deed, zone));
    y = deeds.y;
  }
  signatures(sheet, room(sheet, y + 16, SIGNATURES_HEIGHT), data);
  return sheet.finish(`Mã ghi nhận ${data.number}  ·  In lúc ${dayAndTime(printedAt, zone)}`);
}

const plain = (text: string, isBold = false): Line => ({ text, size: 10, isBold });

/** The place to go on at, on this page if so much room is left there. */
function room(sheet: Sheet, y: number, height: number): number {
  if (y + height <= sheet.bottom) return y;
  sheet.addPage();
  return MARGIN;
}

function letterHead(sheet: Sheet, { sender }: InterferenceForm): number {
  const half = sheet.width / 2;
  const who = [
    { text: sender, size: 10, isBold: true },
    { text: 'Số: ............................', size: 9 },
  ];
  const country = [
    { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', size: 10, isBold: true },
    { text: 'Độc lập – Tự do – Hạnh phúc', size: 10, isBold: true },
    { text: '......................, ngày ...... tháng ...... năm ............', size: 9 },
  ];
  const left = sheet.write(who, { x: MARGIN, y: MARGIN, width: half - 20, align: 'center' });
  const right = sheet.write(country, { x: MARGIN + half - 20, y: MARGIN, width: half + 20, align: 'center' });
  const title = [
    { text: 'BÁO CÁO CAN NHIỄU TẦN SỐ VÔ TUYẾN ĐIỆN', size: 15, isBold: true },
    { text: 'Tiếng lạ chèn vào sóng truyền thanh FM', size: 10 },
  ];
  const below = sheet.write(title, { x: MARGIN, y: Math.max(left, right) + 18, width: sheet.width, align: 'center' });
  const y = sheet.write([plain('Kính gửi:')], { x: MARGIN, y: below + 12, width: 60 });
  sheet.dots(MARGIN + 60, y - 3, sheet.width - 60);
  return y + 10;
}

const twoColumns = (sheet: Sheet) => [
  { head: 'Mục', width: LABEL_WIDTH },
  { head: 'Nội dung', width: sheet.width - LABEL_WIDTH },
];

function factsOf(data: InterferenceForm): ReadonlyArray<readonly [string, string]> {
  const { station, zone, toAt } = data;
  const { frequencyKhz, band, licenceNumber, licenceEndsOn } = station;
  const ending = licenceEndsOn === null ? '' : `, hết hạn ngày ${shortDate(licenceEndsOn)}`;
  return [
    ['Đài bị can nhiễu', station.name],
    ['Tần số', frequencyKhz === null ? 'hữu tuyến' : `${frequencyText(frequencyKhz)}, băng tần ${band ?? ''} MHz`],
    ['Giấy phép sử dụng tần số', licenceNumber === '' ? 'chưa ghi số' : `số ${licenceNumber}${ending}`],
    ['Nơi nghe thấy', data.place === '' ? 'chưa ghi' : data.place],
    ['Từ lúc', dayAndTime(data.fromAt, zone)],
    ['Đến lúc', toAt === null ? NOBODY_KNOWS : dayAndTime(toAt, zone)],
    ['Ngôn ngữ nghe thấy', data.languageHeard],
    ['Mô tả', data.what],
    ['Tệp ghi âm kèm theo', data.recordingName ?? 'không có'],
    ['Người nghe thấy', data.reportedBy],
    ['Người ghi nhận', data.writtenBy ?? 'chưa ghi'],
    ['Kết quả xử lý', data.closingNote ?? 'đang theo dõi'],
  ];
}

const deedColumns = (sheet: Sheet) => [
  { head: 'Việc', width: 80 },
  { head: 'Nơi', width: 110 },
  { head: 'Nhờ ai, lúc nào', width: 155 },
  { head: 'Kết quả', width: sheet.width - 345 },
];

function deedCells(deed: InterferenceDeed, zone: string): Cells {
  const small = (text: string): Line => ({ text, size: 9 });
  const phone = deed.helperPhone === '' ? '' : `, ${deed.helperPhone}`;
  const done = deed.doneAt === null ? 'chưa báo lại' : `${deed.doneBy ?? ''}, ${dayAndTime(deed.doneAt, zone)}`;
  return [
    [small(DEEDS[deed.kind])],
    [small(deed.place)],
    [small(`${deed.helperName}${phone}`), small(dayAndTime(deed.askedAt, zone))],
    [small(done), ...(deed.answer ? [small(deed.answer)] : [])],
  ];
}

function signatures(sheet: Sheet, y: number, { writtenBy }: InterferenceForm): void {
  const half = sheet.width / 2;
  const block = (head: string, hint: string): Line[] => [
    { text: head, size: 10, isBold: true },
    { text: hint, size: 9, isGrey: true },
  ];
  const place = { x: MARGIN, y, width: half, align: 'center' } as const;
  sheet.write(block('NGƯỜI LẬP BÁO CÁO', '(ký, ghi rõ họ tên)'), place);
  sheet.write(block('ĐẠI DIỆN ĐƠN VỊ', '(ký tên, đóng dấu)'), { ...place, x: MARGIN + half });
  if (writtenBy) sheet.write([plain(writtenBy)], { ...place, y: y + SIGNATURES_HEIGHT - 24 });
}
