import { Refused } from '../api/failure.ts';
import { say } from '../words/language.ts';

/** What the station said is wrong at a field, or in one below it; undefined: nothing. */
export function problemAt(failure: unknown, field: string): string | undefined {
  if (!(failure instanceof Refused) || failure.field === null) return undefined;
  const at = failure.field.replace(/^body\./, '').replace(/^rules\./, '');
  return at === field || at.startsWith(`${field}.`) ? say(failure.text) : undefined;
}
