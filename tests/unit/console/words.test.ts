import { describe, expect, it } from 'vitest';
import { guide as guideEn } from '../../../src/console/words/en/guide.ts';
import { logPage as logEn } from '../../../src/console/words/en/log-page.ts';
import { en } from '../../../src/console/words/en.ts';
import { guide as guideVi } from '../../../src/console/words/vi/guide.ts';
import { logPage as logVi } from '../../../src/console/words/vi/log-page.ts';
import { vi } from '../../../src/console/words/vi.ts';

/** Every word of a dictionary by its place; sentences with places are said with sample values. */
function said(words: object, place = ''): Array<[string, string]> {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]): Array<[string, string]> => {
    const here = `${place}.${name}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(value('2', 3, '4'))]];
    return said(value as object, here);
  });
}

describe('the words of the console', () => {
  it('are the same in both languages, place by place, and none is empty', () => {
    const [vietnamese, english] = [
      said({ ...vi, logPage: logVi, guide: guideVi }),
      said({ ...en, logPage: logEn, guide: guideEn }),
    ];
    expect(vietnamese.length).toBeGreaterThan(200);
    expect(english.map(([place]) => place)).toEqual(vietnamese.map(([place]) => place));
    for (const [place, text] of [...vietnamese, ...english]) expect(text.trim(), place).not.toBe('');
  });

  it('call each hour by its part of the day', () => {
    const hours = [0, 4, 11, 17, 20, 22].map((hour) => vi.play.hours(String(hour), hour));
    expect(hours).toEqual(['0 giờ nửa đêm', '4 giờ sáng', '11 giờ trưa', '17 giờ chiều', '20 giờ tối', '22 giờ đêm']);
    expect([0, 12, 17].map((hour) => en.play.hours(String(hour), hour))).toEqual([
      '0 (12 am)',
      '12 (12 pm)',
      '17 (5 pm)',
    ]);
  });
});
