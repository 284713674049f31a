import type { z } from 'zod';
import { type Bilingual, dayNumber, StationError } from '#kernel';
import { checkCron } from './cron.ts';
import { explain } from './explain.ts';
import { LEAST_MINUTES_APART, type Pattern, patternSchema } from './pattern.ts';
import { problem } from './problems.ts';
import type { DayTimes } from './rules/day-times.ts';
import { dayTimes } from './rules.ts';

/** Nobody waits longer for the end of what sounds and then cuts in after all. */
export const LONGEST_WAIT_MS = 600_000;
const DAY_S = 86_400;
const LEAST_S = LEAST_MINUTES_APART * 60;
/** Weekdays and leap days come round in 28 years, so that what never fires in them never fires. */
const ROUND_DAYS = 28 * 366;
const START = dayNumber('2024-01-01') ?? 0;

/**
 * Turns what a person or file wrote into a pattern that can be planned. Throws RULE_PATTERN {field, problem},
 * RULE_NEVER or RULE_TOO_OFTEN.
 */
export function checkRule(input: unknown): Pattern {
  const parsed = patternSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) refuseIssue(parsed.error.issues[0]);
  // zod leaves this one key out of a record without a word.
  const { replaced } = input as { replaced?: object };
  if (replaced && Object.hasOwn(replaced, '__proto__')) refuse('replaced.__proto__', problem('date'));
  const pattern = tidy(parsed.data);
  checkDates(pattern);
  checkOften(pattern);
  return pattern;
}

/** Refuses a rule that plays nothing or two things, or starts in a way that there is not. Throws RULE_PATTERN. */
export function checkContent(rule: {
  readonly bulletinId: string | null;
  readonly templateId: string | null;
  readonly cutInAfterMs: number | null;
}): void {
  if ((rule.bulletinId === null) === (rule.templateId === null)) refuse('bulletinId', problem('one_content'));
  const { cutInAfterMs: waitMs } = rule;
  if (waitMs !== null && (!Number.isInteger(waitMs) || waitMs < 0 || waitMs > LONGEST_WAIT_MS)) {
    refuse('cutInAfterMs', problem('wait', { seconds: LONGEST_WAIT_MS / 1000 }));
  }
}

function refuseIssue(issue: z.core.$ZodIssue | undefined): never {
  if (!issue) throw new Error('zod refused without an issue');
  const { path, text } = explain(issue);
  refuse(path.join('.') || 'every', text);
}

function refuse(field: string, text: Bilingual): never {
  throw new StationError('RULE_PATTERN', { field, problem: text });
}

function tidy(pattern: Pattern): Pattern {
  return pattern.every === 'cron' ? { ...pattern, expression: checkCron(pattern.expression) } : pattern;
}

function checkDates(pattern: Pattern): void {
  const { from, until } = pattern;
  if (from !== undefined && until !== undefined && until < from) refuse('until', problem('until_before_from'));
  for (const date of pattern.excluded ?? []) {
    if (pattern.replaced && Object.hasOwn(pattern.replaced, date)) {
      refuse(`replaced.${date}`, problem('excluded_and_replaced'));
    }
  }
}

function checkOften(pattern: Pattern): void {
  const timesOn = dayTimes(pattern);
  const first = firstDay(timesOn, pattern);
  if (first === null) throw new StationError('RULE_NEVER');
  // One year of days sees every pair of neighbours; dates with times of their own may lie beyond it.
  const days = Array.from({ length: 367 }, (_, more) => first + more);
  for (const date of Object.keys(pattern.replaced ?? {})) {
    const day = dayNumber(date) ?? 0;
    days.push(day - 1, day);
  }
  for (const day of days) {
    const today = timesOn(day);
    if (today.length > 0 && isCrowded(today, timesOn(day + 1))) {
      throw new StationError('RULE_TOO_OFTEN', { leastMinutes: LEAST_MINUTES_APART });
    }
  }
}

function isCrowded(today: readonly number[], tomorrow: readonly number[]): boolean {
  return today.some((second, place) => {
    const next = today[place + 1] ?? (tomorrow[0] ?? DAY_S) + DAY_S;
    return next - second < LEAST_S;
  });
}

function firstDay(timesOn: DayTimes, pattern: Pattern): number | null {
  const days = [pattern.from, pattern.until, pattern.every === 'once' ? pattern.date : undefined].map((date) =>
    date === undefined ? null : dayNumber(date),
  );
  const [from, until, only] = [days[0] ?? null, days[1] ?? null, days[2] ?? null];
  const start = from ?? only ?? (until === null ? START : until - ROUND_DAYS);
  for (let day = start; day <= start + ROUND_DAYS; day++) if (timesOn(day).length > 0) return day;
  const extra = Object.keys(pattern.replaced ?? {}).map((date) => dayNumber(date) ?? 0);
  return extra.sort((a, b) => a - b).find((day) => timesOn(day).length > 0) ?? null;
}

/** Exceptions that change nothing, which is rarely what was meant: shown beside the preview, never an error. */
export function warningsOf(pattern: Pattern): Bilingual[] {
  const plain = dayTimes({ ...pattern, excluded: undefined, replaced: undefined } as Pattern);
  const outside = (date: string) =>
    (pattern.from !== undefined && date < pattern.from) || (pattern.until !== undefined && date > pattern.until);
  const idle = (pattern.excluded ?? []).filter((date) => plain(dayNumber(date) ?? 0).length === 0);
  const beyond = Object.keys(pattern.replaced ?? {}).filter(outside);
  return [
    ...idle.map((date) => ({
      vi: `Ngày bỏ ${date} vốn không có giờ phát.`,
      en: `The excluded date ${date} has no broadcast anyway.`,
    })),
    ...beyond.map((date) => ({
      vi: `Ngày thay giờ ${date} nằm ngoài khoảng ngày của lịch.`,
      en: `The replaced date ${date} lies outside the days of the rule.`,
    })),
  ];
}
