/** What one line of the log tells, as steps in time. Pure. */
import type { AsRunLine } from '../live/lists.ts';
import type { LogWord } from './filter.ts';

export interface Step {
  readonly at: number;
  readonly what: 'approved' | 'planned' | 'started' | 'ended' | 'recorded';
}

type Line = Pick<AsRunLine, 'plannedAt' | 'startedAt' | 'endedAt' | 'recordedAt'>;

/** In the order in which they happened; what came at one instant stands in the order of its meaning. */
export function stepsOf({ plannedAt, startedAt, endedAt, recordedAt }: Line, approvedAt: number | null): Step[] {
  const steps: Array<{ at: number | null; what: Step['what'] }> = [
    { at: approvedAt, what: 'approved' },
    { at: plannedAt, what: 'planned' },
    { at: startedAt, what: 'started' },
    { at: endedAt, what: 'ended' },
    { at: recordedAt, what: 'recorded' },
  ];
  return steps.flatMap(({ at, what }) => (at === null ? [] : [{ at, what }])).sort((a, b) => a.at - b.at);
}

/** How planned and heard compare, as the station counts it: green is what a device proved whole. */
export function wordOf({ state, evidence, renderedMs }: Pick<AsRunLine, 'state' | 'evidence' | 'renderedMs'>): LogWord {
  if ((state === 'played' && evidence === 'E2') || (state === 'handed_over' && evidence === 'F2')) return 'whole';
  if ((evidence === 'E2' || evidence === 'F2') && renderedMs > 0) return 'part';
  if (state === 'played' || state === 'played_part' || state === 'handed_over') return 'unknown';
  return state === 'withheld' ? 'withheld' : 'not_heard';
}

/** Less than this nobody calls late. */
const NOTICED_MS = 1000;

/** How much later than planned it began; negative: earlier. Null: it did not begin, or nobody would notice. */
export function latenessMs({ plannedAt, startedAt }: Pick<AsRunLine, 'plannedAt' | 'startedAt'>): number | null {
  if (startedAt === null) return null;
  const late = startedAt - plannedAt;
  return Math.abs(late) < NOTICED_MS ? null : late;
}
