/**
 * A table of days, as the law and the village expect them: what was asked for, what happened, and what must have been
 * heard. The ears at the loudspeakers judge, and the log must say the same.
 */
import { describe, expect, test } from 'vitest';
import { differencesOf, liveWrittenDay, type WrittenDay } from '../support/day-book.ts';
import { GATE_DAYS } from './table/gate.ts';
import { LEVEL_DAYS } from './table/levels.ts';
import { MISSED_DAYS } from './table/missed.ts';
import { PEOPLE_DAYS } from './table/people.ts';
import { RARE_DAYS } from './table/rare.ts';

const TABLE: Readonly<Record<string, readonly WrittenDay[]>> = {
  'who has the air': LEVEL_DAYS,
  'when it may sound': GATE_DAYS,
  'what was missed': MISSED_DAYS,
  'what persons do': PEOPLE_DAYS,
  'several things at once': RARE_DAYS,
};

describe.each(Object.entries(TABLE))('%s', (_subject, days) => {
  test.each(days.map((day) => [day.name, day] as const))('%s', async (_name, written) => {
    expect(await differencesOf(written, await liveWrittenDay(written))).toEqual([]);
  });
});
