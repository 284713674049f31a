import { describe, expect, it } from 'vitest';
import { firstHeardAt, isNight, patternOf, startAtOf, type When, whenProblem } from '../../../src/console/play/when.ts';
import { patternSchema } from '../../../src/schedule/pattern.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = Date.UTC(2026, 10, 23, 21, 0); // 04:00 on 24 November in Việt Nam
const blank: When = { way: 'now', date: '', time: '', weekdays: [] };

describe('when a bulletin is to be played', () => {
  it('names the first thing that is missing', () => {
    expect(whenProblem(blank, NOW, ZONE)).toBeNull();
    expect(whenProblem({ ...blank, way: 'once' }, NOW, ZONE)).toBe('date');
    expect(whenProblem({ ...blank, way: 'once', date: '2026-11-24' }, NOW, ZONE)).toBe('time');
    expect(whenProblem({ ...blank, way: 'daily' }, NOW, ZONE)).toBe('time');
    expect(whenProblem({ ...blank, way: 'weekly', time: '17:00' }, NOW, ZONE)).toBe('weekdays');
  });

  it('refuses a time that is past by the clock of the station', () => {
    const once: When = { ...blank, way: 'once', date: '2026-11-24', time: '04:00' };
    expect(whenProblem(once, NOW, ZONE)).toBe('past');
    expect(whenProblem({ ...once, time: '04:01' }, NOW, ZONE)).toBeNull();
    expect(startAtOf({ ...once, time: '04:01' }, ZONE)).toBe(NOW + 60_000);
  });

  it('refuses a time that the clocks skip', () => {
    const gap: When = { ...blank, way: 'once', date: '2027-03-28', time: '01:30' };
    expect(whenProblem(gap, NOW, 'Europe/London')).toBe('gap');
  });

  it('writes patterns that the schedule takes', () => {
    const daily = patternOf({ ...blank, way: 'daily', time: '05:30' });
    const weekly = patternOf({ ...blank, way: 'weekly', time: '17:00', weekdays: ['tue', 'sun'] });
    expect(patternSchema.parse(daily)).toEqual({ every: 'daily', times: ['05:30'] });
    expect(patternSchema.parse(weekly)).toEqual({ every: 'weekly', weekdays: ['tue', 'sun'], times: ['17:00'] });
    expect(patternOf(blank)).toBeNull();
  });

  it('knows the hours at which a village sleeps', () => {
    expect(firstHeardAt(blank, NOW, ZONE)).toBe('04:00');
    expect(['00:00', '04:59', '21:30', '23:59'].map(isNight)).toEqual([true, true, true, true]);
    expect(['05:00', '12:00', '21:29'].map(isNight)).toEqual([false, false, false]);
  });
});
