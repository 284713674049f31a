import { Refused } from '../api/failure.ts';
import { problemAt } from '../parts/problem-at.ts';
import { say } from '../words/language.ts';
import type { LineDraft } from './station-draft.ts';

/** What the station said is wrong at a field of an FM station; lines it names by their names, we by their places. */
export function stationProblem(
  failure: unknown,
  field: string,
  lines: ReadonlyArray<Pick<LineDraft, 'name'>>,
): string | undefined {
  if (!(failure instanceof Refused)) return undefined;
  if (failure.code === 'FM_PI_TAKEN') return field === 'pi' ? say(failure.text) : undefined;
  if (failure.code !== 'FM_LINE') return problemAt(failure, field);
  const at = lines.findIndex(({ name }) => failure.text.vi.includes(`“${name.trim()}”`));
  const place = `lines.${at}.${failure.field}`;
  return at >= 0 && (place === field || field === 'lines') ? say(failure.text) : undefined;
}
