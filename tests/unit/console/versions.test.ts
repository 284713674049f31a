import { describe, expect, it } from 'vitest';
import { canonicalLanguage } from '#programme';
import { isOver, LANGUAGES, validityOf, versionsProblem } from '../../../src/console/play/versions.ts';
import { whenProblem } from '../../../src/console/play/when.ts';
import { lengthOf, titleOf } from '../../../src/console/speak/typed.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

describe('the languages of a bulletin', () => {
  it('are tags that the station takes as they are', () => {
    expect(LANGUAGES.map(canonicalLanguage)).toEqual([...LANGUAGES]);
  });

  it.each([
    ['none besides its own', [], null],
    ['one more', [{ language: 'tyz', recordingId: 'rec_2' }], null],
    ['one without a recording', [{ language: 'tyz', recordingId: '' }], 'version'],
    ['a recording without a language', [{ language: '', recordingId: 'rec_2' }], 'version'],
    ['its own once more', [{ language: 'vi', recordingId: 'rec_2' }], 'twice'],
    [
      'one twice',
      [
        { language: 'km', recordingId: 'rec_2' },
        { language: 'km', recordingId: 'rec_3' },
      ],
      'twice',
    ],
  ] as const)('%s', (_, versions, problem) => {
    expect(versionsProblem('vi', versions)).toBe(problem);
  });
});

describe('how long a bulletin is worth hearing', () => {
  it('is whole days by the clock of the station', () => {
    expect(validityOf({ fromDate: '', toDate: '' }, ZONE)).toEqual({ validFrom: null, validTo: null });
    expect(validityOf({ fromDate: '2026-11-24', toDate: '2026-11-24' }, ZONE)).toEqual({
      validFrom: Date.UTC(2026, 10, 23, 17, 0),
      validTo: Date.UTC(2026, 10, 24, 16, 59),
    });
  });

  it('is not over before it begins', () => {
    const over = (fromDate: string, toDate: string) => isOver({ fromDate, toDate }, '2026-11-24');
    expect([over('', ''), over('2026-11-25', ''), over('', '2026-11-24')]).toEqual([false, false, false]);
    expect([over('', '2026-11-23'), over('2026-11-26', '2026-11-25')]).toEqual([true, true]);
  });
});

it('a bulletin without a time lacks nothing', () => {
  expect(whenProblem({ way: 'later', date: '', time: '', weekdays: [] }, 0, ZONE)).toBeNull();
});

describe('typed words', () => {
  it('are called by the beginning of their first line', () => {
    expect(titleOf('  Mời họp thôn \nNội dung')).toBe('Mời họp thôn');
    const long = titleOf(
      'Ủy ban nhân dân xã Tân Lập thông báo về việc tiêm phòng cho trâu bò đợt hai năm nay của toàn xã',
    );
    expect(long).toBe('Ủy ban nhân dân xã Tân Lập thông báo về việc tiêm phòng cho trâu bò đợt hai năm…');
    expect(titleOf('a'.repeat(300)).length).toBeLessThan(100);
  });

  it('last longer when they are said slowly', () => {
    expect(lengthOf(195, 'normal')).toBe(60_000);
    expect(lengthOf(195, 'slow')).toBeGreaterThan(lengthOf(195, 'fast'));
    expect(lengthOf(1, 'fast')).toBe(1000);
  });
});
