import { dateOfDay } from '#kernel';
import type { EndpointGate, ExceptionDay, GateRules } from './gate-rules.ts';
import { DEFAULT_RULES } from './standing-gates.ts';

/** Minutes of a civil day, 0 to 1440, the end exclusive. */
export interface MinuteSpan {
  readonly from: number;
  readonly to: number;
}

interface ClockSpan {
  readonly from: string;
  readonly to: string;
}

const DAY_MINUTES = 1440;

/** The rules of a civil date: the last version that has begun; before the first one the default of a fresh station. */
export function rulesOn(gate: EndpointGate, date: string): GateRules {
  let best: EndpointGate['versions'][number] | null = null;
  for (const version of gate.versions) {
    if (version.from <= date && (best === null || version.from >= best.from)) best = version;
  }
  return best?.rules ?? DEFAULT_RULES;
}

/** The exception day of that date, if there is one; of several the first counts. */
export function exceptionOn(gate: EndpointGate, date: string): ExceptionDay | null {
  return gate.exceptionDays.find((day) => day.date === date) ?? null;
}

/** True when the date lies in state mourning. */
export function isMourning(gate: EndpointGate, date: string): boolean {
  return gate.mourning.some(({ from, to }) => from <= date && date <= to);
}

/**
 * The minutes of a civil day in which the hours of the rules let something sound, rising and apart. Quiet hours, windows
 * and weekdays are judged by the date that the calendar shows, so a span over midnight closes (or opens) both ends of
 * every day. Only the windows of an exception day run on into the next morning, as New Year's Eve does; they win over
 * quiet hours and over everything else that would close.
 */
export function openMinutes(gate: EndpointGate, day: number): MinuteSpan[] {
  const open = new Uint8Array(DAY_MINUTES);
  const rules = rulesOn(gate, dateOfDay(day));
  const exception = exceptionOn(gate, dateOfDay(day));
  if (hasWindows(exception)) {
    for (const { from, to } of exception.windows.map(minutesOf)) {
      open.fill(1, from === to ? 0 : from, from < to ? to : DAY_MINUTES);
    }
  } else if (exception || rules.weekdays.includes(weekdayOf(day))) {
    paintUsual(open, rules);
  }
  const eve = exceptionOn(gate, dateOfDay(day - 1));
  if (hasWindows(eve)) {
    for (const { from, to } of eve.windows.map(minutesOf)) if (from > to) open.fill(1, 0, to);
  }
  return spansOf(open);
}

/** How many minutes of a day of programmes these rules leave open. */
export function openMinutesADay(rules: GateRules): number {
  const open = new Uint8Array(DAY_MINUTES);
  paintUsual(open, rules);
  return open.reduce((sum, minute) => sum + minute, 0);
}

/** True when a time of day, in minutes, lies in a span of the village clock. */
export function isWithin(span: ClockSpan, minute: number): boolean {
  const { from, to } = minutesOf(span);
  if (from === to) return true;
  return from < to ? from <= minute && minute < to : from <= minute || minute < to;
}

function hasWindows(day: ExceptionDay | null): day is ExceptionDay & { windows: NonNullable<ExceptionDay['windows']> } {
  return day?.windows != null && day.windows.length > 0;
}

function paintUsual(open: Uint8Array, { windows, quietHours }: GateRules): void {
  if (windows.length === 0) open.fill(1);
  for (const window of windows) paint(open, window, 1);
  for (const quiet of quietHours) paint(open, quiet, 0);
}

function paint(open: Uint8Array, span: ClockSpan, value: 0 | 1): void {
  const { from, to } = minutesOf(span);
  if (from < to) open.fill(value, from, to);
  else open.fill(value, from).fill(value, 0, from === to ? DAY_MINUTES : to);
}

function spansOf(open: Uint8Array): MinuteSpan[] {
  const spans: MinuteSpan[] = [];
  for (let from = open.indexOf(1); from !== -1; ) {
    const end = open.indexOf(0, from);
    const to = end === -1 ? DAY_MINUTES : end;
    spans.push({ from, to });
    from = end === -1 ? -1 : open.indexOf(1, to);
  }
  return spans;
}

function minutesOf({ from, to }: ClockSpan): MinuteSpan {
  return { from: minuteOf(from), to: minuteOf(to) };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 1 Monday to 7 Sunday; day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
