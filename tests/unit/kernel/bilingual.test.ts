import { describe, expect, it } from 'vitest';
import { fill, StationError } from '#kernel';

describe('filling a sentence', () => {
  it('gives each language its own words when a value is bilingual', () => {
    const text = fill({ vi: '{what} sai {n}', en: '{what} wrong {n}' }, { what: { vi: 'Giờ', en: 'Time' }, n: 2 });
    expect(text).toEqual({ vi: 'Giờ sai 2', en: 'Time wrong 2' });
  });

  it('leaves a place without a value visible', () => {
    expect(fill({ vi: '{x}', en: '{x}' }, {})).toEqual({ vi: '{x}', en: '{x}' });
  });

  it('carries a bilingual problem through a coded error', () => {
    const error = new StationError('RULE_PATTERN', { field: 'times', problem: { vi: 'thiếu', en: 'is missing' } });
    expect(error.text.vi).toContain('times: thiếu');
    expect(error.message).toContain('times: is missing');
  });
});
