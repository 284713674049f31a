import { describe, expect, it } from 'vitest';
import { checkRule, preview } from '#schedule';
import { refusalOf } from './patterns.ts';

const VN = 'Asia/Ho_Chi_Minh';
const check = (expression: string) => checkRule({ every: 'cron', expression });
const FROM = Date.parse('2026-11-23T00:00:00+07:00');
const dates = (expression: string, count: number, from = FROM) =>
  preview(check(expression), VN, from, count).map(({ date, time }) => `${date} ${time}`);

describe('cron expressions that are refused, each in clear words', () => {
  it.each<[string, string, RegExp]>([
    ['K01', '* * * * *', /^RULE_TOO_OFTEN/],
    ['K01', '*/4 5 * * *', /^RULE_TOO_OFTEN/],
    ['K01', '0,58 * * * *', /^RULE_TOO_OFTEN/],
    ['K01', '* * * * * *', /expression \| has six fields; a seconds field is not taken/],
    ['K01', '0 0 5 * * *', /six fields/],
    ['K02', '0 0 30 2 *', /^RULE_NEVER/],
    ['K02', '0 0 31 4 *', /^RULE_NEVER/],
    ['K02', '0 0 31 2,4,6 *', /^RULE_NEVER/],
    ['K02', '0 0 L-30 2 *', /^RULE_NEVER/],
    ['K02', '0 0 31 * 1#1', /^RULE_NEVER/],
    ['K04', '*/0 * * * *', /a step is 1 to 59/],
    ['K04', '*/61 * * * *', /a step is 1 to 59/],
    ['K04', '5-1 * * * *', /goes from low to high/],
    ['K04', '0 22-2 * * *', /goes from low to high/],
    ['K04', '0 5 * * fri-mon', /goes from low to high/],
    ['K04', '60 * * * *', /60 makes no sense as the minute/],
    ['K04', '0 24 * * *', /24 makes no sense as the hour/],
    ['K04', '1,,2 5 * * *', /1,,2 makes no sense as the minute/],
    ['K04', 'a b c d e', /a makes no sense as the minute/],
    ['K04', '* * * *', /exactly five fields .* has 4/],
    ['K04', '31 2 *', /exactly five fields .* has 3/],
    ['K04', '', /has 0/],
    ['K04', '* * * * * * * *', /has 8/],
    ['K04', '@reboot', /begin with @/],
    ['K04', '@every 1s', /begin with @/],
    ['K04', '@daily', /begin with @/],
    ['K06', ','.repeat(10_000), /longer than 200/],
    ['K06', `${','.repeat(10_000)} * * * *`, /longer than 200/],
    ['K06', '1-1000000 * * * *', /at most two digits/],
    ['K06', '0-99999999 5 * * *', /at most two digits/],
    ['K06', '1-5-9 5 * * *', /makes no sense/],
    ['K06', '1-10/2/2 5 * * *', /makes no sense/],
    ['K07', '０ ５ * * *', /only plain digits/],
    ['K07', '0\u00a05 * * *', /only plain digits/],
    ['K07', '0 5 * *\n*', /only plain digits/],
    ['K07', '0 5 * * *\u0000', /only plain digits/],
    ['K07', '+5 5 * * *', /only plain digits/],
    ['K07', '0 5 * * $DAY', /only plain digits/],
  ])('%s %s', (_, expression, expected) => {
    expect(refusalOf(() => check(expression))).toMatch(expected);
  });

  it('bounds the work of a hostile expression before anything parses it', () => {
    const started = performance.now();
    for (const flood of [','.repeat(10_000), '0-59,'.repeat(4000), '9'.repeat(1e6), ' '.repeat(1e6), '*'.repeat(1e5)]) {
      expect(refusalOf(() => check(flood))).toMatch(/^RULE_PATTERN/);
    }
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe('cron expressions that are taken', () => {
  it('K03 waits for 29 February', () => {
    expect(dates('0 0 29 2 *', 1)).toEqual(['2028-02-29 00:00']);
  });

  it('K05 day of month and weekday must both hold', () => {
    expect(dates('0 6 13 * 5', 3)).toEqual(['2027-08-13 06:00', '2028-10-13 06:00', '2029-04-13 06:00']);
    expect(dates('0 0 1-31/2 * 1', 2)).toEqual(['2026-11-23 00:00', '2026-12-07 00:00']);
  });

  it('K07 trims a trailing newline and spaces', () => {
    expect(check('  0  5 * * *\n')).toEqual({ every: 'cron', expression: '0 5 * * *' });
  });

  it('K08 names a moment beyond 2^31 ms as itself', () => {
    expect(dates('0 5 1 1 *', 2)).toEqual(['2027-01-01 05:00', '2028-01-01 05:00']);
  });

  it.each([
    ['0 5 L * *', '2026-11-30 05:00'],
    ['0 5 LW * *', '2026-11-30 05:00'],
    ['0 5 15W * *', '2026-12-15 05:00'],
    ['0 5 * * 5#2', '2026-12-11 05:00'],
    ['0 5 * * 5L', '2026-11-27 05:00'],
    ['0 5 * * MON', '2026-11-23 05:00'],
    ['0 5 * * fri-sun', '2026-11-27 05:00'],
    ['0 5 * * 5-7', '2026-11-27 05:00'],
    ['0 5 ? jan *', '2027-01-01 05:00'],
    ['*/30 5-7 * * *', '2026-11-23 05:00'],
  ])('%s fires first at %s', (expression, first) => {
    expect(dates(expression, 1)).toEqual([first]);
  });

  it.each([
    ['1970', '1969-12-31T22:50:00Z', '1970-01-01 07:00'],
    ['2038-01-19', '2038-01-19T03:14:07Z', '2038-01-20 07:00'],
    ['2100 has no 29 February', '2100-02-28T03:00:00Z', '2100-03-01 07:00'],
  ])('K10 %s', (_, from, first) => {
    expect(dates('0 7 * * *', 1, Date.parse(from))).toEqual([first]);
  });
});
