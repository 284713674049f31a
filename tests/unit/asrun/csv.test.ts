import { expect, test } from 'vitest';
import { type AsRunLine, csvHead, csvLine } from '#asrun';
import { instantOf } from '#kernel';

const ZONE = 'Asia/Ho_Chi_Minh';
const FIVE = instantOf('2026-11-23', '05:00', ZONE) ?? 0;
const line: AsRunLine = {
  id: 1,
  deliveryId: 'dlv_1',
  broadcastId: 'brc_1',
  endpointId: 'end_1',
  endpointName: 'Loa nhà văn hóa',
  areaId: 'are_1',
  village: 'Thôn Đông',
  programme: 'Bản tin sáng',
  title: 'Lịch tiêm chủng',
  language: 'vi',
  origin: 'schedule',
  level: 'scheduled',
  plannedAt: FIVE,
  startedAt: FIVE + 7,
  endedAt: FIVE + 60_007,
  durationMs: 60_000,
  renderedMs: 60_000,
  state: 'played',
  reason: 'complete',
  evidence: 'E2',
  recordedAt: FIVE + 61_000,
  carrier: 'ip',
  fmStation: '',
  standIn: false,
  areaPath: 'Xã Mẫu, Tỉnh Mẫu',
  stationCode: 'X01',
  clusterCode: 'X01-C1',
};

/** Reads CSV by RFC 4180, as a spreadsheet does. */
function fieldsOf(text: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= text.length; ) {
    if (text[at] === '"') {
      let field = '';
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        if (text[at] === '"') at += 1;
        field += text[at];
      }
      fields.push(field);
      at += 2;
    } else {
      const end = text.indexOf(',', at);
      fields.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return fields;
}
const names = fieldsOf(csvHead().slice(1).trimEnd());
const read = (given: AsRunLine) => {
  const text = csvLine(given, ZONE);
  expect(text.endsWith('\r\n')).toBe(true);
  const fields = fieldsOf(text.slice(0, -2));
  expect(fields).toHaveLength(names.length);
  return Object.fromEntries(fields.map((field, at) => [names[at], field]));
};

test('Excel reads the file as UTF-8, and every column has a name of its own', () => {
  expect(csvHead().charCodeAt(0)).toBe(0xfeff);
  expect(csvHead().endsWith('\r\n')).toBe(true);
  expect(new Set(names).size).toBe(names.length);
});

test('a line says when by the epoch and by the clock of the village, to the millisecond', () => {
  expect(read(line)).toMatchObject({
    village: 'Thôn Đông',
    planned_ms: String(FIVE),
    started_ms: String(FIVE + 7),
    planned: '2026-11-23 05:00:00.000',
    started: '2026-11-23 05:00:00.007',
    ended: '2026-11-23 05:01:00.007',
    rendered_ms: '60000',
    state: 'played',
    evidence: 'E2',
  });
});

test('a line says by which road it went, and whether it stood in', () => {
  expect(read(line)).toMatchObject({ carrier: 'ip', fm_station: '', stand_in: '0' });
  expect(read({ ...line, carrier: 'fm', fmStation: 'Đài FM xã', standIn: true })).toMatchObject({
    carrier: 'fm',
    fm_station: 'Đài FM xã',
    stand_in: '1',
  });
});

test('what never happened is empty, not zero', () => {
  const never = read({
    ...line,
    startedAt: null,
    endedAt: null,
    renderedMs: 0,
    state: 'failed',
    reason: 'unreachable',
  });
  expect([never['started'], never['started_ms'], never['ended'], never['ended_ms']]).toEqual(['', '', '', '']);
  expect(never['rendered_ms']).toBe('0');
});

test.each(['=1+1', '+84 912', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"])(
  'a spreadsheet does not run %j',
  (title) => {
    expect(read({ ...line, title })['title']).toBe(`'${title}`);
  },
);

test.each([
  'a,b',
  'say "hello"',
  'two\nlines',
  'two\r\nlines',
  '"',
  ',',
  '',
  'Ấp 3, xã Bình Hòa',
  '放送',
  '😀',
  'a=b',
  "'x",
])('the text %j comes back as it was', (title) => {
  expect(read({ ...line, title, village: title })).toMatchObject({ title, village: title });
});
