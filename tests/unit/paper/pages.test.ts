import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Fonts,
  interferenceForm,
  type LogBookRow,
  logBook,
  readFonts,
  sessionSheet,
  type Timetable,
  timetable,
} from '#paper';
import { MemoryFiles } from '../../support/memory-files.ts';
import { readPdf } from '../../support/read-pdf.ts';
import { at, formOf, sheetOf, sheetRow } from './paper-data.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await readFonts({
    ...new MemoryFiles(),
    read: async (path: string) => new Uint8Array(readFileSync(path)),
  } as never);
});
const sheet = async (...given: Parameters<typeof sheetOf>) =>
  readPdf(await sessionSheet(sheetOf(...given), fonts, false));
const form = async (...given: Parameters<typeof formOf>) =>
  readPdf(await interferenceForm(formOf(...given), fonts, false));

test('a font that is not there is an error with a code, not a page without letters', async () => {
  await expect(readFonts(new MemoryFiles())).rejects.toMatchObject({ code: 'PAPER_FONT_MISSING' });
});

describe('the sheet of an operator', () => {
  test('has one A4 page for each session, with everything that is needed at the desk', async () => {
    const { pages, sizes } = await sheet([sheetRow('05:00:00'), sheetRow('05:10:30'), sheetRow('17:00:00')]);
    expect(sizes.map((size) => size.map(Math.round))).toEqual([
      [842, 595],
      [842, 595],
    ]);
    const [morning = '', evening = ''] = pages;
    for (const words of [
      'PHIẾU PHÁT SÓNG',
      'Đài FM Hoằng Châu · 54,3 MHz',
      'Thứ Hai, ngày 23/11/2026',
      'Buổi 1/2: 05:00 – 05:16',
      '05:10:30',
      'dài 5:20',
      'Bản tin sáng',
      'Nhạc hiệu mở: Nhạc hiệu xã',
      'tiem-chung.mp3',
      'Bản Nà Phặc',
      'Giờ phát thực',
      'Ký tên',
      'Thôn xác nhận (người, giờ)',
      'số 123456/GP-GH2, hết hạn ngày 30/06/2027',
      'In lúc 04:30 ngày 23/11/2026',
      'Trang 1/2',
    ]) {
      expect(morning).toContain(words);
    }
    expect(morning).not.toContain('Nhạc hiệu kết');
    expect(evening).toContain('Buổi 2/2: 17:00 – 17:06');
    expect(evening).toContain('Trang 2/2');
  });

  test('every letter of Vietnamese comes out as that letter, in one piece or with its marks apart', async () => {
    const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxy àằầèềìòồờùừỳ áắấéếíóốớúứý ảẳẩẻểỉỏổởủửỷ ãẵẫẽễĩõỗỡũữỹ ạặậẹệịọộợụựỵ';
    const all = `${letters} ${letters.toUpperCase()}`;
    const { pages } = await sheet([sheetRow('05:00:00', { programme: '', title: all.normalize('NFD'), sources: [] })]);
    const squeezed = (text: string) => text.replaceAll(' ', '');
    expect(squeezed(pages[0] ?? '')).toContain(squeezed(all));
    expect(pages[0]).not.toContain('\uFFFD');
  });

  test('letters of a script that the font does not have leave a mark each: nothing vanishes', async () => {
    const { pages } = await sheet([sheetRow('05:00:00', { title: 'ជូនដំណឹង 放送 😀 Ntawv' })]);
    expect(pages[0]).toContain('¤¤¤¤¤¤¤¤ ¤¤ ¤ Ntawv');
  });

  test('what was called off says so; what is open-ended says at most; no row at all says that', async () => {
    const { pages } = await sheet([
      sheetRow('05:00:00', { isCancelled: true }),
      sheetRow('05:06:00', { isOpenEnded: true, durationMs: 3_600_000 }),
    ]);
    expect(pages[0]).toContain('ĐÃ HỦY, KHÔNG PHÁT');
    expect(pages[0]).toContain('tối đa 1:00:00');
    const empty = await sheet([]);
    expect(empty.pages).toHaveLength(1);
    expect(empty.pages[0]).toContain('Ngày này đài không có buổi phát nào.');
  });

  test('a session that is longer than a page goes on, and no file of a long programme is lost', async () => {
    const sources = Array.from({ length: 70 }, (_, number) => `Tệp số ${number + 1} của chương trình rất dài.mp3`);
    const villages = Array.from({ length: 40 }, (_, number) => `Thôn Hoằng ${number + 1}`);
    const { pages } = await sheet([sheetRow('05:00:00', { sources, villages }), sheetRow('05:06:00')]);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages[1]).toContain('Buổi 1/1: 05:00 – 05:12 (tiếp)');
    const all = pages.join(' ');
    for (const source of [...sources, ...villages]) expect(all).toContain(source);
    expect(all.split('Tệp số 33 ')).toHaveLength(2);
    expect(all).not.toContain('…');
  });

  test('a station with wires only, and a licence that nobody entered', async () => {
    const { station } = sheetOf([]);
    const wires = await sheet([], { station: { ...station, frequencyKhz: null } });
    expect(wires.pages[0]).toContain('hữu tuyến');
    const bare = await sheet([], { station: { ...station, licenceNumber: '', licenceEndsOn: null } });
    expect(bare.pages[0]).toContain('chưa ghi số, chưa ghi ngày hết hạn');
  });
});

describe('the report of interference', () => {
  test('says what the office asks for, what was done, and has room for two hands', async () => {
    const { pages, sizes } = await form();
    expect(sizes.map((size) => size.map(Math.round))).toEqual([[595, 842]]);
    for (const words of [
      'BÁO CÁO CAN NHIỄU TẦN SỐ VÔ TUYẾN ĐIỆN',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      '54,3 MHz, băng tần 54-68 MHz',
      'số 123456/GP-GH2, hết hạn ngày 30/06/2027',
      '13:05 ngày 23/11/2026',
      '13:47:30 ngày 23/11/2026',
      'tiếng nước ngoài, chưa rõ',
      'Tắt máy phát rồi vẫn kêu.',
      'chen-song.m4a',
      'Bà Nguyễn Thị Sen',
      'Ngắt điện',
      'Ông Ba, 0912 345 678',
      'Đã ngắt áp-tô-mát, loa im.',
      'NGƯỜI LẬP BÁO CÁO',
      'ĐẠI DIỆN ĐƠN VỊ',
      'Mã ghi nhận itf_1',
    ]) {
      expect(pages[0]).toContain(words);
    }
  });

  test('what nobody knows is said, and a long story keeps its signatures whole', async () => {
    const open = await form({ toAt: null, tasks: [], recordingName: null, writtenBy: null });
    expect(open.pages[0]).toContain('còn tiếp diễn hoặc chưa rõ');
    expect(open.pages[0]).toContain('Chưa nhờ thôn ngắt điện cụm loa nào.');
    const story = Array.from({ length: 90 }, (_, number) => `Dòng thứ ${number + 1} của lời kể.`);
    const long = await form({ what: story.join('\n') });
    expect(long.pages.length).toBeGreaterThan(1);
    const all = long.pages.join(' ');
    for (const line of story) expect(all).toContain(line);
    const last = long.pages.at(-1);
    expect(last).toContain('NGƯỜI LẬP BÁO CÁO');
    expect(last).toContain('ĐẠI DIỆN ĐƠN VỊ');
  });
});

test('however long a story is, everything stands on its page, and the signatures have room under them', async () => {
  for (let lines = 1; lines <= 61; lines += 4) {
    const story = Array.from({ length: lines }, (_, number) => `Dòng ${number + 1}.`).join('\n');
    const { runs } = await form({ what: story });
    for (const { y } of runs.flat()) expect(y).toBeGreaterThan(20);
    const signature = runs.flat().find(({ text }) => text === 'ĐẠI DIỆN ĐƠN VỊ');
    expect(signature?.y, `${lines} lines`).toBeGreaterThan(150);
  }
});

test('the same data at the same instant gives the same bytes; another instant gives others', async () => {
  const data = sheetOf([sheetRow('05:00:00')]);
  const [first, second] = [await sessionSheet(data, fonts), await sessionSheet(data, fonts)];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  const later = await sessionSheet({ ...data, printedAt: at('04:31:00') }, fonts);
  expect(Buffer.from(first).equals(Buffer.from(later))).toBe(false);
});

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0;
test.runIf(hasPoppler)('another reader of PDF finds the same words', async () => {
  const input = Buffer.from(await sessionSheet(sheetOf([sheetRow('05:00:00')]), fonts));
  const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input, encoding: 'utf8' });
  for (const words of ['PHIẾU PHÁT SÓNG', 'Thứ Hai, ngày 23/11/2026', 'Lịch tiêm chủng mở rộng', 'Bản Nà Phặc'])
    expect(stdout.normalize('NFC')).toContain(words);
});

test('a long day lets others work while it is set', async () => {
  let pauses = 0;
  const rows = Array.from({ length: 60 }, (_, minute) => sheetRow(`05:${String(minute).padStart(2, '0')}:00`));
  const pause = async () => {
    pauses += 1;
  };
  const set = await sessionSheet(sheetOf(rows), fonts, true, pause);
  expect(set).toEqual(await sessionSheet(sheetOf(rows), fonts));
  expect(pauses).toBeGreaterThanOrEqual(7);
});

describe('the timetable of a village', () => {
  const row = (time: string, title: string, note = '') => ({ plannedAt: at(time), title, durationMs: 95_000, note });
  const printed = async (days: Timetable['days']) =>
    readPdf(
      await timetable(
        { station: 'Đài xã Tân Lập', place: 'Bản Nà Lốc', zone: 'Asia/Ho_Chi_Minh', days, printedAt: at('04:30:00') },
        fonts,
        false,
      ),
    );

  test('says day by day, with the moon, what is heard, and what may keep it silent', async () => {
    const { pages, sizes } = await printed([
      { date: '2026-11-23', rows: [row('05:00:00', 'Tin sáng'), row('17:00:00', 'Tin chiều', 'chưa được duyệt')] },
      { date: '2026-11-24', rows: [] },
    ]);
    expect(sizes[0]?.map(Math.round)).toEqual([595, 842]);
    const text = pages[0] ?? '';
    for (const words of [
      ...[
        'LỊCH PHÁT THANH',
        'Bản Nà Lốc',
        'Đài xã Tân Lập',
        'từ 23/11/2026 đến 24/11/2026',
        'Thứ Hai',
        '15/10 âm lịch',
      ],
      ...['05:00', 'Tin sáng', '17:00', 'Tin chiều', 'chưa được duyệt', 'Thứ Ba', 'Không có buổi phát', 'Trang 1/1'],
    ]) {
      expect(text).toContain(words);
    }
    expect(text.match(/Thứ Hai/g)).toHaveLength(1);
  });

  test('goes on to the next page under the same head', async () => {
    const rows = Array.from({ length: 60 }, (_, minute) =>
      row(`06:${String(minute).padStart(2, '0')}:00`, `Tin ${minute}`),
    );
    const { pages } = await printed([{ date: '2026-11-23', rows }]);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain('LỊCH PHÁT THANH');
    for (const { title } of rows) expect(pages.join(' ')).toContain(title);
  });
});

describe('the log book', () => {
  const row = (time: string, more: Partial<LogBookRow> = {}): LogBookRow => ({
    ...{ date: '2026-11-23', plannedAt: at(time), durationMs: 90_000, title: 'Lịch tiêm chủng', programme: 'Tin sáng' },
    ...{ village: 'Thôn Đông', endpointName: 'Cụm 1', startedAt: at(time), endedAt: at(time) + 90_000 },
    ...{ renderedMs: 90_000, word: 'Nghe đủ', reason: 'complete', evidence: 'E2' },
    ...more,
  });
  const printed = async (rows: LogBookRow[]) =>
    readPdf(
      await logBook(
        {
          ...{ station: 'Đài xã Tân Lập', chosen: ['23/11/2026', 'Thôn Đông'], zone: 'Asia/Ho_Chi_Minh', rows },
          ...{ sums: [`Có hẹn: ${rows.length}`, 'Nghe đủ: 1'], upTo: 812, printedAt: at('18:30:00') },
        },
        fonts,
        false,
      ),
    );

  test('sets planned and heard side by side, says what was chosen and up to which line, and leaves room to sign', async () => {
    const silent = { startedAt: null, endedAt: null, renderedMs: 0, word: 'Không nghe được', evidence: 'E0' } as const;
    const { pages } = await printed([row('17:00:00'), row('05:00:00', { ...silent, reason: 'unreachable' })]);
    for (const words of [
      ...['SỔ NHẬT KÝ PHÁT THANH', 'Đài xã Tân Lập · 23/11/2026 · Thôn Đông', 'Có hẹn: 2 · Nghe đủ: 1'],
      ...['Thứ Hai', '17:00 – 17:01:30', 'dài 1:30', 'Nghe đủ', 'không liên lạc được với cụm loa', 'E2'],
      ...['Người lập sổ', 'Người phụ trách đài', 'đến dòng nhật ký số 812', 'Trang 1/1'],
    ])
      expect(pages[0]).toContain(words);
  });

  test('goes over as many pages as it takes, each with its head, and an empty one says so', async () => {
    const { pages } = await printed(Array.from({ length: 60 }, () => row('05:00:00')));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages.slice(0, -1)) expect(page).toContain('SỔ NHẬT KÝ PHÁT THANH');
    expect(pages.join('').split('Lịch tiêm chủng')).toHaveLength(61);
    expect((await printed([])).pages[0]).toContain('Không có dòng nhật ký nào.');
  });
});
