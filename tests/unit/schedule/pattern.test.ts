import { describe, expect, it } from 'vitest';
import { checkRule, describeRule, preview, warningsOf } from '#schedule';
import { refusalOf } from './patterns.ts';

const daily = { every: 'daily', times: ['05:30'] };

describe('a rule that is written wrongly names its field and what to write', () => {
  it.each<[unknown, string]>([
    [null, 'RULE_PATTERN | every | must be a set of named fields'],
    [{}, 'RULE_PATTERN | every | must be one of: once, daily, weekly, monthly, cron'],
    [{ every: 'hourly' }, 'RULE_PATTERN | every | must be one of: once, daily, weekly, monthly, cron'],
    [{ every: 'daily' }, 'RULE_PATTERN | times | is missing'],
    [{ every: 'daily', times: [] }, 'RULE_PATTERN | times | needs at least 1'],
    [{ every: 'daily', times: '05:30' }, 'RULE_PATTERN | times | must be a list'],
    [{ every: 'daily', times: [330] }, 'RULE_PATTERN | times.0 | must be text: put it in quotes "…"'],
    [
      { every: 'daily', times: ['5:30'] },
      'RULE_PATTERN | times.0 | a time is written in quotes, as "05:30" or "05:30:00"',
    ],
    [
      { every: 'daily', times: ['24:00'] },
      'RULE_PATTERN | times.0 | a time is written in quotes, as "05:30" or "05:30:00"',
    ],
    [{ every: 'daily', times: ['05:30', '05:30'] }, 'RULE_PATTERN | times | is listed twice'],
    [{ every: 'daily', times: ['05:30', '05:30:00'] }, 'RULE_TOO_OFTEN'],
    [{ every: 'daily', times: ['05:30', '05:34:59'] }, 'RULE_TOO_OFTEN'],
    [{ every: 'daily', times: ['05:30', '05:35'] }, 'accepted'],
    [{ every: 'daily', times: ['00:01', '23:58'] }, 'RULE_TOO_OFTEN'],
    [{ every: 'weekly', weekdays: ['mon'], times: ['00:01', '23:58'] }, 'accepted'],
    [{ every: 'weekly', weekdays: ['mon', 'sun'], times: ['00:01', '23:58'] }, 'RULE_TOO_OFTEN'],
    [
      { every: 'weekly', weekdays: ['T2'], times: ['05:30'] },
      'RULE_PATTERN | weekdays.0 | must be one of: mon, tue, wed, thu, fri, sat, sun',
    ],
    [
      { every: 'monthly', days: [32], times: ['05:30'] },
      'RULE_PATTERN | days.0 | a day of the month is 1 to 31 or "last"',
    ],
    [{ every: 'monthly', days: [31], times: ['05:30'], from: '2026-02-01', until: '2026-02-28' }, 'RULE_NEVER'],
    [{ ...daily, prioirty: 1 }, 'RULE_PATTERN | prioirty | is not a known field'],
    [{ ...daily, exclued: [] }, 'RULE_PATTERN | exclued | is not a known field; did you mean "excluded"?'],
    [
      { ...daily, expression: '0 5 * * *' },
      'RULE_PATTERN | expression | is not a known field; did you mean "expression"?',
    ],
    [
      { ...daily, from: '2026-02-30' },
      'RULE_PATTERN | from | a date must exist and is written in quotes, as "2026-09-02"',
    ],
    [
      { ...daily, from: '2026-02-02', until: '2026-02-01' },
      'RULE_PATTERN | until | the last day lies before the first day',
    ],
    [{ ...daily, from: '2026-02-01', until: '2026-02-01' }, 'accepted'],
    [{ ...daily, from: '2026-02-01', until: '2026-02-01', excluded: ['2026-02-01'] }, 'RULE_NEVER'],
    [
      { ...daily, replaced: { '2026-13-01': ['06:00'] } },
      'RULE_PATTERN | replaced.2026-13-01 | a date must exist and is written in quotes, as "2026-09-02"',
    ],
    [{ ...daily, replaced: { '2026-12-01': [] } }, 'RULE_PATTERN | replaced.2026-12-01 | needs at least 1'],
    [{ ...daily, replaced: { '2026-12-01': ['06:00', '06:01'] } }, 'RULE_TOO_OFTEN'],
    [{ ...daily, replaced: { '2036-12-01': ['23:59'], '2036-12-02': ['00:00'] } }, 'RULE_TOO_OFTEN'],
    [
      { ...daily, excluded: ['2026-12-01'], replaced: { '2026-12-01': ['06:00'] } },
      'RULE_PATTERN | replaced.2026-12-01 | this date is both excluded and replaced',
    ],
    [
      JSON.parse('{"every":"daily","times":["05:30"],"__proto__":{}}'),
      'RULE_PATTERN | __proto__ | is not a known field',
    ],
    [
      JSON.parse('{"every":"daily","times":["05:30"],"replaced":{"__proto__":["05:30"]}}'),
      'RULE_PATTERN | replaced.__proto__ | a date must exist and is written in quotes, as "2026-09-02"',
    ],
  ])('%j', (input, expected) => {
    expect(refusalOf(() => checkRule(input))).toBe(expected);
  });
});

describe('a rule in plain words', () => {
  it.each<[unknown, string, string]>([
    [
      { every: 'once', date: '2026-09-02', time: '07:00:00' },
      'một lần, ngày 02/09/2026 lúc 07:00',
      'once, on 2026-09-02 at 07:00',
    ],
    [{ every: 'daily', times: ['17:00', '05:30'] }, 'hằng ngày, 05:30 và 17:00', 'every day, 05:30 and 17:00'],
    [
      { every: 'weekly', weekdays: ['fri', 'mon', 'tue', 'wed', 'thu'], times: ['17:00'] },
      'thứ Hai đến thứ Sáu, 17:00',
      'Monday to Friday, 17:00',
    ],
    [
      { every: 'weekly', weekdays: ['tue', 'sun'], times: ['17:00'], from: '2026-09-01', until: '2026-09-30' },
      'thứ Ba và Chủ nhật, 17:00, từ 01/09/2026, đến hết 30/09/2026',
      'Tuesday and Sunday, 17:00, from 2026-09-01, through 2026-09-30',
    ],
    [
      { every: 'monthly', days: [15, 1, 'last'], times: ['08:00'], excluded: ['2026-09-01'] },
      'hằng tháng vào ngày 1, ngày 15 và ngày cuối tháng, 08:00, trừ 01/09/2026',
      'every month on day 1, day 15 and the last day, 08:00, except 2026-09-01',
    ],
    [
      { every: 'cron', expression: '*/15 5-7 * * 1-5' },
      'thứ Hai đến thứ Sáu, 12 lần từ 05:00 đến 07:45',
      'Monday to Friday, 12 times from 05:00 to 07:45',
    ],
    [
      { every: 'cron', expression: '0 6 13 * 5' },
      'ngày 13, thứ Sáu, phải đúng CẢ ngày VÀ thứ, 06:00',
      'day of month 13, Friday, BOTH the day of month AND the weekday must match, 06:00',
    ],
  ])('%j', (input, vi, en) => {
    expect(describeRule(checkRule(input))).toEqual({ vi, en });
  });

  it('warns of exceptions that change nothing', () => {
    const pattern = checkRule({
      ...{ every: 'weekly', weekdays: ['mon'], times: ['05:30'], until: '2026-12-31' },
      ...{ excluded: ['2026-09-01', '2026-09-07'], replaced: { '2027-01-01': ['06:00'] } },
    });
    expect(warningsOf(pattern).map(({ en }) => en)).toEqual([
      'The excluded date 2026-09-01 has no broadcast anyway.',
      'The replaced date 2027-01-01 lies outside the days of the rule.',
    ]);
  });
});

describe('the preview', () => {
  const from = Date.parse('2026-11-23T00:00:00+07:00');

  it('is bounded by count and by five years', () => {
    expect(preview(checkRule(daily), 'Asia/Ho_Chi_Minh', from, 10)).toHaveLength(10);
    expect(preview(checkRule(daily), 'Asia/Ho_Chi_Minh', from, 1e9)).toHaveLength(1000);
    const far = checkRule({ every: 'once', date: '2040-01-01', time: '05:30' });
    expect(preview(far, 'Asia/Ho_Chi_Minh', from, 10)).toEqual([]);
  });
});
