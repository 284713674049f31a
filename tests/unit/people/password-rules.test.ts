import { expect, test } from 'vitest';
import { SIGN_IN_RULES } from '#people';
import { isCommon, kindsOf, mustBeGoodPassword } from '../../../src/people/password-rules.ts';

const STATION = 'Đài truyền thanh xã Tân Lập';
const RULES = { ...SIGN_IN_RULES, station: STATION };

function fault(password: string, rules: Partial<typeof RULES> = {}, account = 'lan.nguyen'): string | null {
  try {
    mustBeGoodPassword(password, { ...RULES, ...rules }, account);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test.each<[string, string, string | null]>([
  ['a sentence', 'mưa nắng là việc của trời', null],
  ['a sentence without accents', 'con trau di truoc cai cay', null],
  [
    '64 letters, accents behind them',
    `${'ắ'.repeat(3).normalize('NFD')} bà con ra đồng gặt lúa từ sớm tinh mơ hôm nay`,
    null,
  ],
  ['what a machine made', 'xq7-Lw0p-zz3v-Kd91', null],
  ['fourteen letters', 'mưa nắng lá xa', 'AUTH_WEAK_PASSWORD'],
  ['eight letters with accents behind them', 'ắằẳẵặấầ'.normalize('NFD'), 'AUTH_WEAK_PASSWORD'],
  ['1,024 letters', `${'mưa nắng là việc của trời '.repeat(50)}`.slice(0, 1024), null],
  ['1,025 letters', `${'mưa nắng là việc của trời '.repeat(50)}`.slice(0, 1025), 'AUTH_WEAK_PASSWORD'],
  ['NUL inside', 'mưa nắng là việc\u0000 của trời', 'PASSWORD_CHARACTER'],
  ['a line break', 'mưa nắng là việc\ncủa trời', 'PASSWORD_CHARACTER'],
  ['the trade and a year', 'Daitruyenthanh@2026', 'PASSWORD_COMMON'],
  ['the trade, with accents', 'Đài truyền thanh 2026!', 'PASSWORD_COMMON'],
  ['the program', 'loaxa-loaxa-loaxa-2026', 'PASSWORD_COMMON'],
  ['the station', 'TanLap@tanlap#2025', 'PASSWORD_COMMON'],
  ['the whole name of the station', 'dai truyen thanh xa tan lap', 'PASSWORD_COMMON'],
  ['the account', 'lannguyen-lannguyen!', 'PASSWORD_COMMON'],
  ['signs for letters', 'P@ssw0rd-P@55word-1', 'PASSWORD_COMMON'],
  ['password in Vietnamese', 'mật khẩu mật khẩu 123', 'PASSWORD_COMMON'],
  ['a row of keys', 'qwertyuiopasdfghjkl', 'PASSWORD_COMMON'],
  ['digits in order', '012345678901234567', 'PASSWORD_COMMON'],
  ['one letter', 'aaaaaaaaaaaaaaaaaaaa', 'PASSWORD_COMMON'],
  ['two letters in turn', 'abababababababababab', 'PASSWORD_COMMON'],
])('%s', (_what, password, code) => {
  expect(fault(password)).toBe(code);
});

test('kinds of characters are asked for only where the station is set so (Decision 742; ASVS forbids it)', () => {
  const sentence = 'mưa nắng là việc của trời';
  expect(kindsOf(sentence)).toBe(1);
  expect(kindsOf('Mưa, 2 nắng')).toBe(4);
  expect(fault(sentence)).toBe(null);
  expect(fault(sentence, { passwordKinds: 2 })).toBe('PASSWORD_KINDS');
  expect(fault('Mưa nắng là việc của trời 7!', { passwordKinds: 4 })).toBe(null);
});

test('judging takes no longer for a long password than a blink', () => {
  // Bounded work, counted in what goes in: the same words are looked for in at most 1,024 letters.
  expect(isCommon('a'.repeat(1024), ['x'.repeat(100)])).toBe(true);
});
