import { expect, test } from 'vitest';
import { clockTime, dayAndTime, frequencyText, lengthText, longDate } from '../../../src/paper/words.ts';
import { at } from './paper-data.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

test.each([
  ['2026-11-22', 'Chủ nhật, ngày 22/11/2026'],
  ['2026-11-23', 'Thứ Hai, ngày 23/11/2026'],
  ['2026-11-28', 'Thứ Bảy, ngày 28/11/2026'],
  ['1970-01-01', 'Thứ Năm, ngày 01/01/1970'],
  ['1969-12-31', 'Thứ Tư, ngày 31/12/1969'],
])('%s is %s', (date, words) => {
  expect(longDate(date)).toBe(words);
});

test('a day that does not exist is not written down', () => {
  expect(() => longDate('2026-02-30')).toThrow('2026-02-30');
});

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [320_000, '5:20'],
  [3_600_000, '1:00:00'],
  [3_725_001, '1:02:06'],
])('%d ms are %s', (ms, words) => {
  expect(lengthText(ms)).toBe(words);
});

test('times show seconds only when there are any; frequencies have a comma', () => {
  expect(clockTime(at('05:00:00'), ZONE)).toBe('05:00');
  expect(clockTime(at('05:00:07'), ZONE)).toBe('05:00:07');
  expect(dayAndTime(at('23:59:59'), ZONE)).toBe('23:59:59 ngày 23/11/2026');
  expect([54_300, 102_000].map(frequencyText)).toEqual(['54,3 MHz', '102,0 MHz']);
});
