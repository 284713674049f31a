import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStationError, type StationError } from '#kernel';
import { readScheduleFile } from '#schedule';

const seed = process.env['LAW_SEED'];
const runs = (numRuns: number) => (seed ? { numRuns, seed: Number(seed) } : { numRuns });
const example = readFileSync('schedules/example-weekday.yaml', 'utf8');
const pieces = fc.constantFrom(
  ...[
    '\n',
    '  ',
    '- ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: ',
    '!!str ',
    '? ',
    '|',
    '>',
    '%YAML 1.1',
    '---',
    '#',
  ],
  ...['\t', '\r\n', '0530', '05:30', '~', 'null', '__proto__: ', 'rules', 'every: cron', '\u0000', '\uFEFF', 'ế'],
);

/** The example with some places cut out and others written over. */
const damaged = fc
  .array(fc.tuple(fc.nat(example.length), fc.nat(30), fc.oneof(pieces, fc.string({ maxLength: 8 }))), {
    minLength: 1,
    maxLength: 6,
  })
  .map((edits) => edits.reduce((text, [at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut), example));

/** The sentence without what it quotes: a file may well say "{rules}" or "undefined". */
function ownWords(error: StationError, language: 'vi' | 'en'): string {
  const quoted = Object.values(error.values).map((one) => (typeof one === 'object' ? one[language] : String(one)));
  // The longest first: a short one may stand inside of it.
  quoted.sort((a, b) => b.length - a.length);
  return quoted.reduce((text, one) => (one === '' ? text : text.replaceAll(one, '…')), error.text[language]);
}

describe('any text at all', () => {
  it('is read as rules or refused with file, line, field and problem; nothing else comes out', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          damaged,
          fc.string({ maxLength: 200 }),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          try {
            expect(Array.isArray(readScheduleFile('x.yaml', new TextEncoder().encode(text)))).toBe(true);
          } catch (error) {
            if (!isStationError(error, 'SCHEDULE_FILE')) throw error;
            const { line } = error.values;
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
            expect(ownWords(error, 'vi')).not.toMatch(/\{\w+\}|undefined/);
            expect(ownWords(error, 'en')).not.toMatch(/\{\w+\}|undefined/);
          }
        },
      ),
      // What it quotes may look like a place that was not filled.
      { ...runs(1500), examples: [['|{rules}'], ['|undefined']] },
    );
  });
});
