import type { z } from 'zod';
import type { Bilingual } from '#kernel';
import { nearest } from './nearest.ts';
import { isProblemKey, problem } from './problems.ts';

/** Where a checked value is wrong, and what to write instead. */
export interface Explained {
  readonly path: readonly (string | number)[];
  readonly text: Bilingual;
  /** True when the path names a key that should not be there. */
  readonly isKey: boolean;
}

const FIELD_NAMES = [
  ...['every', 'date', 'time', 'times', 'weekdays', 'days', 'expression', 'from', 'until', 'excluded', 'replaced'],
  ...['rules', 'key', 'title', 'bulletin', 'template', 'start', 'zones', 'active', 'pattern'],
];

/** Puts the first thing that zod found wrong into words that say what to do. Never repeats long input. */
export function explain(issue: z.core.$ZodIssue): Explained {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const key = String(issue.keys[0]);
    const near = nearest(key, FIELD_NAMES);
    const text = near === null ? problem('unknown') : problem('unknown_near', { near });
    return { path: [...path, key.slice(0, 60)], text, isKey: true };
  }
  return { path, text: words(issue), isKey: issue.code === 'invalid_key' };
}

function words(issue: z.core.$ZodIssue): Bilingual {
  if (issue.code === 'invalid_type' && issue.input === undefined) return problem('missing');
  if (isProblemKey(issue.message)) return problem(issue.message, placesOf(issue));
  switch (issue.code) {
    case 'invalid_type':
      return problem(TYPES[issue.expected] ?? 'fields');
    case 'invalid_value':
      return problem('one_of', { options: issue.values.map(String).join(', ') });
    case 'invalid_union':
      return problem('one_of', { options: optionsOf(issue) });
    case 'too_small':
      return problem('too_few', { least: Number(issue.minimum) });
    case 'too_big':
      return problem('too_many', { most: Number(issue.maximum) });
    case 'invalid_key':
      return problem('date');
    default:
      return problem('unknown');
  }
}

const TYPES: Partial<Record<string, 'text' | 'list' | 'whole_number' | 'yes_no'>> = {
  string: 'text',
  array: 'list',
  number: 'whole_number',
  int: 'whole_number',
  boolean: 'yes_no',
};

function optionsOf(issue: object): string {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.join(', ') : '…';
}

function placesOf(issue: z.core.$ZodIssue): Record<string, number> {
  return issue.code === 'custom' ? ((issue.params ?? {}) as Record<string, number>) : {};
}
