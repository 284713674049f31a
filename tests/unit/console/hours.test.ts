import { describe, expect, it } from 'vitest';
import { draftOf, type RulesDraft, rulesOf } from '../../../src/console/hours/draft.ts';
import { countOf, decibelsOf, hourOf } from '../../../src/console/hours/hour-text.ts';

describe('an hour as people type it', () => {
  it.each([
    ['5:30', '05:30'],
    ['0530', '05:30'],
    ['530', '05:30'],
    ['5h30', '05:30'],
    ['17 giờ', '17:00'],
    ['17h', '17:00'],
    ['17 giờ 05 phút', '17:05'],
    [' 21.30 ', '21:30'],
    ['29:00', '29:00'],
    ['sáng', 'sáng'],
    ['', ''],
  ])('%j is %j', (typed, hour) => expect(hourOf(typed)).toBe(hour));
});

describe('rules as they are written', () => {
  const draft: RulesDraft = {
    ...{ quietHours: [{ from: '2130', to: '5h' }], windows: [{ name: ' Sáng ', from: '5:30', to: '630' }] },
    ...{ weekdays: [1, 7], sessionsPerDay: '2', minutesPerSession: '', repeatLimit: ' 3 ' },
    nightBand: { from: '21:00', to: '6:00', ceilingDb: '−12,5' },
  };

  it('are sent with hours, numbers and names in order', () => {
    expect(rulesOf(draft)).toEqual({
      rules: {
        quietHours: [{ from: '21:30', to: '05:00' }],
        windows: [{ name: 'Sáng', from: '05:30', to: '06:30' }],
        ...{ weekdays: [1, 7], sessionsPerDay: 2, minutesPerSession: null, repeatLimit: 3 },
        nightBand: { from: '21:00', to: '06:00', ceilingDb: -12.5 },
      },
    });
  });

  it('never become "no limit" because a number cannot be read', () => {
    expect(rulesOf({ ...draft, sessionsPerDay: 'hai' })).toEqual({ wrong: 'sessionsPerDay' });
    expect(rulesOf({ ...draft, repeatLimit: '1.5' })).toEqual({ wrong: 'repeatLimit' });
    expect(rulesOf({ ...draft, nightBand: { from: '21:00', to: '06:00', ceilingDb: '6' } })).toEqual({
      wrong: 'nightBand.ceilingDb',
    });
    expect([countOf('-1'), decibelsOf('to')]).toEqual([Number.NaN, Number.NaN]);
  });

  it('come back from a draft unchanged', () => {
    const read = rulesOf(draft);
    if (!('rules' in read)) throw new Error(read.wrong);
    expect(rulesOf(draftOf(read.rules))).toEqual(read);
  });
});
