import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, plainLetters } from '../../src/delivery/fm/text/plain-letters.ts';
import { PS_LENGTH, programmeService, RT_LENGTH, radioText } from '../../src/delivery/fm/text/rds-text.ts';

/** Printable ASCII without $ ^ ` ~ */
const ALLOWED = /^[ !"#%&'()*+,\-./0-9:;<=>?@A-Z[\\\]_a-z{|}]*$/;

const words = fc
  .array(
    fc.constantFrom(
      ...'Ủy ban nhân dân xã thông báo và của lịch phòng, chống (bão) số 3. Kế hoạch: mưa - lũ “quét”'.split(' '),
      'Nghiêngchùa'.repeat(8),
      '🚨',
      '你好',
      '\u202E',
      '$5~',
    ),
    { maxLength: 60 },
  )
  .map((some) => some.join(' '));
const anything = fc.oneof(
  words,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

test('whatever a text is, receivers get at most 64 letters that all of them have', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (text, isUpper) => {
      const shown = radioText(text, { isUpper });
      expect(shown.text.length).toBeLessThanOrEqual(RT_LENGTH);
      expect(shown.text).toMatch(ALLOWED);
      expect(shown.text).toBe(shown.text.trim());
      expect(shown.text === '').toBe(plainLetters(text) === '');
      expect(shown.dropped !== '' && !shown.shortened).toBe(false);
      // Shown again, it is the same.
      expect(radioText(shown.text, { isUpper })).toEqual({ text: shown.text, shortened: false, dropped: '' });
    }),
    { numRuns: 2000 },
  );
});

test('plain letters are plain already, and no question mark comes from nowhere', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const plain = plainLetters(text);
      expect(plain).toMatch(ALLOWED);
      expect(plainLetters(plain)).toBe(plain);
      expect(plainLetters(text.normalize('NFD'))).toBe(plainLetters(text.normalize('NFC')));
      if (!text.normalize('NFKD').includes('?')) expect(plain).not.toContain('?');
      expect(oneLine(oneLine(text))).toBe(oneLine(text));
    }),
    { numRuns: 2000 },
  );
});

test('a short clean text is not changed', () => {
  const clean = fc.stringMatching(/^[A-Za-z0-9.,:()-]{1,10}( [A-Za-z0-9.,:()-]{1,10}){0,4}$/);
  fc.assert(
    fc.property(clean, (text) => {
      expect(radioText(text)).toEqual({ text, shortened: false, dropped: '' });
    }),
  );
});

test('a name is eight letters, whatever it was', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const name = programmeService(text);
      expect(name).toHaveLength(PS_LENGTH);
      expect(name).toMatch(ALLOWED);
      expect(programmeService(name)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});
