import { describe, expect, test } from 'vitest';
import { licenceStanding } from '#fm';

const TODAY = '2026-11-23';

describe('a licence, at the edges of its warnings', () => {
  test.each([
    ['2027-05-23', 181, 'valid', true],
    ['2027-05-22', 180, 'ends_in_180', true],
    ['2027-02-22', 91, 'ends_in_180', true],
    ['2027-02-21', 90, 'ends_in_90', true],
    ['2026-12-24', 31, 'ends_in_90', true],
    ['2026-12-23', 30, 'ends_in_30', true],
    ['2026-11-24', 1, 'ends_in_30', true],
    ['2026-11-23', 0, 'ends_in_30', true],
    ['2026-11-22', -1, 'over', false],
    ['2024-02-29', -998, 'over', false],
  ] as const)('that ends on %s', (endsOn, daysLeft, state, mayBePlanned) => {
    const standing = licenceStanding(endsOn, '', TODAY);
    expect(standing).toMatchObject({ daysLeft, state, mayBePlanned });
    expect(standing.text.vi).toContain(endsOn.split('-').reverse().join('/'));
    expect(standing.text.en).toContain(endsOn);
    expect(standing.text.vi + standing.text.en).not.toMatch(/\{\w+\}/);
  });
});

test('nobody said when it ends: it is planned, and somebody is told', () => {
  expect(licenceStanding(null, '', TODAY)).toMatchObject({ state: 'unknown', daysLeft: null, mayBePlanned: true });
});

test('after its end a written reason lets it be planned, a blank one does not', () => {
  expect(licenceStanding('2026-11-22', '   ', TODAY).mayBePlanned).toBe(false);
  const standing = licenceStanding('2026-11-22', 'Chờ giấy phép mới, công văn 12', TODAY);
  expect(standing).toMatchObject({ state: 'over', mayBePlanned: true });
  expect(standing.text.vi).toContain('công văn 12');
});

test('the last day is said in its own words, never as 0 days', () => {
  expect(licenceStanding(TODAY, '', TODAY).text.vi).toMatch(/^Hôm nay/);
});
