import { describe, expect, it, test } from 'vitest';
import { canonicalLanguage, canonicalLanguages, chooseVersions } from '#programme';

const version = (language: string) => ({ language, recordingId: `rec_${language}` });

/** Which languages are heard of a bulletin in `spoken` (its main language first) where `wanted` is listened to. */
function heard(spoken: string, wanted: string, mode: 'first' | 'all'): string {
  const [main = '', ...others] = spoken.split(' ');
  const bulletin = { ...version(main), versions: others.map(version) };
  const languages = wanted.split(' ').filter((language) => language !== '');
  const chosen = chooseVersions(bulletin, { languages, mode });
  for (const one of chosen) expect(one.recordingId).toBe(`rec_${one.language}`);
  return chosen.map((one) => one.language).join(' ');
}

describe('which versions an endpoint hears', () => {
  it.each<[spoken: string, wanted: string, first: string, all: string]>([
    ['vi', 'vi', 'vi', 'vi'],
    ['vi', 'hmn', 'vi', 'vi'],
    ['vi', '', 'vi', 'vi'],
    ['vi hmn', 'hmn', 'hmn', 'hmn'],
    ['vi hmn', 'vi', 'vi', 'vi'],
    ['vi hmn', 'hmn vi', 'hmn', 'hmn vi'],
    ['vi hmn', 'vi hmn', 'vi', 'vi hmn'],
    ['vi hmn tyz', 'tyz vi hmn', 'tyz', 'tyz vi hmn'],
    ['vi tyz', 'hmn tyz vi', 'tyz', 'tyz vi'],
    ['hmn', 'vi tyz', 'hmn', 'hmn'],
    // A region is near enough, its very own is better, and nothing is heard twice.
    ['vi-VN', 'vi', 'vi-VN', 'vi-VN'],
    ['vi', 'vi-VN', 'vi', 'vi'],
    ['vi vi-VN', 'vi-VN', 'vi-VN', 'vi-VN'],
    ['vi-VN vi', 'vi', 'vi', 'vi'],
    ['vi', 'vi vi-VN', 'vi', 'vi'],
    ['vi zh-Hant', 'zh-Hans', 'vi', 'vi'],
    ['vi hmn', 'hm', 'vi', 'vi'],
  ])('of "%s" who listens to "%s" hears "%s", or all: "%s"', (spoken, wanted, first, all) => {
    expect([heard(spoken, wanted, 'first'), heard(spoken, wanted, 'all')]).toEqual([first, all]);
  });
});

test.each([
  ['VI', 'vi'],
  [' hmn ', 'hmn'],
  ['vi-vn', 'vi-VN'],
  ['zh-hans', 'zh-Hans'],
])('the tag "%s" is %s', (tag, canonical) => {
  expect(canonicalLanguage(tag)).toBe(canonical);
});

test.each(['', 'v', 'tiếng Việt', 'vi_VN', 'hmong', 'english', 'vi-', '12', 'vi;drop', 'x'.repeat(300)])(
  '"%s" is no language tag',
  (tag) => {
    expect(() => canonicalLanguage(tag)).toThrow(expect.objectContaining({ code: 'LANGUAGE_TAG' }));
  },
);

test('a list of languages names each once, however it is spelled', () => {
  expect(canonicalLanguages(['hmn', 'VI'])).toEqual(['hmn', 'vi']);
  expect(() => canonicalLanguages(['vi', 'hmn', 'VI'])).toThrow(expect.objectContaining({ code: 'LANGUAGE_TWICE' }));
});
