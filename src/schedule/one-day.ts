import { dayNumber, StationError } from '#kernel';
import type { Pattern, PatternOf } from './pattern.ts';
import { problem } from './problems.ts';
import { checkRule } from './rule-check.ts';
import { dayTimes } from './rules.ts';
import { clockText } from './zone-days.ts';

/** How a rule names one of its occurrences. */
export interface CivilMoment {
  readonly date: string;
  readonly time: string;
}

/**
 * The pattern with one occurrence at another date and time, or nowhere (`to` is null); all others stay. Nothing is saved.
 * Throws RULE_PATTERN when the rule has no such occurrence or its days do not reach so far, RULE_NEVER when nothing is left,
 * RULE_TOO_OFTEN. Pure.
 */
export function withOccurrence(pattern: Pattern, from: CivilMoment, to: CivilMoment | null): Pattern {
  const timesOn = dayTimes(pattern);
  const own = textsOn(timesOn, from.date);
  if (!own.includes(from.time)) refuse('time', problem('no_occurrence'));
  if (pattern.every === 'once' && to !== null) return checkRule(movedOnce(pattern, to));
  const changed = new Map([[from.date, own.filter((time) => time !== from.time)]]);
  if (to !== null) {
    const outside = to.date < (pattern.from ?? to.date) || to.date > (pattern.until ?? to.date);
    if (outside) refuse('to.date', problem('outside_days'));
    const there = changed.get(to.date) ?? textsOn(timesOn, to.date);
    if (there.includes(to.time)) refuse('to.time', problem('twice'));
    changed.set(to.date, [...there, to.time].toSorted());
  }
  return checkRule(withDays(pattern, changed));
}

function movedOnce(
  { from: _from, until: _until, excluded: _off, replaced: _other, ...rest }: PatternOf<'once'>,
  to: CivilMoment,
) {
  return { ...rest, date: to.date, time: to.time };
}

/** Days with times of their own; a day that has again what the rule itself says is no exception any more. */
function withDays(pattern: Pattern, changed: ReadonlyMap<string, readonly string[]>): unknown {
  const { excluded = [], replaced = {}, ...rest } = pattern;
  const plain = dayTimes({ ...rest } as Pattern);
  const off = new Set(excluded.filter((date) => !changed.has(date)));
  const other = new Map(Object.entries(replaced).filter(([date]) => !changed.has(date)));
  for (const [date, times] of changed) {
    const usual = textsOn(plain, date);
    if (usual.join() === times.join()) continue;
    if (times.length === 0) off.add(date);
    else other.set(date, [...times]);
  }
  return {
    ...rest,
    ...(off.size > 0 ? { excluded: [...off].toSorted() } : {}),
    ...(other.size > 0 ? { replaced: Object.fromEntries([...other].toSorted()) } : {}),
  };
}

function textsOn(timesOn: ReturnType<typeof dayTimes>, date: string): string[] {
  const day = dayNumber(date);
  return day === null ? [] : timesOn(day).map(clockText);
}

function refuse(field: string, text: ReturnType<typeof problem>): never {
  throw new StationError('RULE_PATTERN', { field, problem: text });
}
