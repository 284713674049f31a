import { createTask, type ParsedFields, validateDetailed } from 'node-cron';
import { type Bilingual, StationError } from '#kernel';
import { type ProblemKey, problem } from './problems.ts';

/**
 * node-cron reads the expression and judges the day; its clock is not used, because it knows only the real one.
 * Its meaning holds: when day of month and weekday are both set, BOTH must be true (Unix cron takes either).
 */
export interface CronDays {
  /** Seconds of the day, rising. */
  readonly seconds: readonly number[];
  /** True when the expression fires on that civil day. */
  firesOn(day: number): boolean;
  readonly fields: ParsedFields;
  /** True when day of month and weekday are both restricted. */
  readonly bothDays: boolean;
}

const MOST_CHARACTERS = 200;
const MOST_CACHED = 1000;
const cache = new Map<string, CronDays>();

interface Field {
  readonly name: Bilingual;
  readonly most: number;
  readonly words: readonly string[];
}
const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: { vi: 'phút', en: 'minute' }, most: 59, words: [] },
  { name: { vi: 'giờ', en: 'hour' }, most: 23, words: [] },
  { name: { vi: 'ngày trong tháng', en: 'day of month' }, most: 31, words: [] },
  { name: { vi: 'tháng', en: 'month' }, most: 12, words: MONTHS },
  { name: { vi: 'thứ', en: 'weekday' }, most: 7, words: DAYS },
];
const PLACE = { second: 0, minute: 0, hour: 1, dayOfMonth: 2, month: 3, dayOfWeek: 4 } as const;

function refuse(key: ProblemKey, values: Record<string, string | number | Bilingual> = {}): never {
  throw new StationError('RULE_PATTERN', { field: 'expression', problem: problem(key, values) });
}

/** Checks what node-cron would accept, expand without bound (1-99999999), or bend (5-1 and steps beyond the field). */
function checkPart(part: string, field: Field): void {
  if (/\d{3}/.test(part)) refuse('cron_number', { part });
  const range = /^([a-z0-9]+)-([a-z0-9]+)(?:\/|$)/i.exec(part);
  const numberOf = (text = '') =>
    /^\d+$/.test(text) ? Number(text) : field.words.indexOf(text.toLowerCase().slice(0, 3));
  if (range && range[1]?.toUpperCase() !== 'L') {
    const [first, last] = [numberOf(range[1]), numberOf(range[2])];
    const untilSunday = field.words === DAYS && last === 0;
    if (first > last && !untilSunday) refuse('cron_backward', { part });
  }
  const step = /\/(\d+)$/.exec(part);
  if (step && (Number(step[1]) < 1 || Number(step[1]) > field.most)) refuse('cron_step', { part, most: field.most });
}

/** The expression with plain spaces, or RULE_PATTERN that says what to change. Work is bounded before anything parses. */
export function checkCron(text: string): string {
  const expression = text.slice(0, 20_000).trim();
  if (expression.startsWith('@')) refuse('cron_nickname');
  if (expression.length > MOST_CHARACTERS) refuse('cron_long', { most: MOST_CHARACTERS });
  if (!/^[\w*\-,/#? \t]*$/.test(expression)) refuse('cron_characters');
  const parts = expression.split(/[ \t]+/).filter((part) => part !== '');
  if (parts.length === 6) refuse('cron_seconds');
  if (parts.length !== 5) refuse('cron_fields', { count: parts.length });
  for (const [place, field] of FIELDS.entries())
    for (const part of parts[place]?.split(',') ?? []) checkPart(part, field);
  const plain = parts.join(' ');
  const bad = validateDetailed(plain).errors[0];
  if (bad && /impossible/.test(bad.message)) throw new StationError('RULE_NEVER');
  if (bad) {
    const which = FIELDS[PLACE[bad.field as keyof typeof PLACE] ?? 0]?.name ?? '';
    refuse('cron_part', { part: String(bad.value ?? plain), which });
  }
  return plain;
}

/** The times and days of a checked expression. */
export function cronDays(expression: string): CronDays {
  const cached = cache.get(expression);
  if (cached) return cached;
  const { fields } = validateDetailed(expression);
  if (!fields) throw new Error(`cron: "${expression}" was stored unchecked`);
  // Only the day is asked of node-cron, at noon UTC; the task is never started and leaves its registry at once.
  const [, , days, month, weekday] = expression.split(' ');
  const task = createTask(`0 12 ${days} ${month} ${weekday}`, () => undefined, { timezone: 'UTC' });
  void task.destroy();
  const months = new Set(fields.month);
  // node-cron asks Intl for each day, which is slow; the answer for a day never changes.
  const known = new Map<number, boolean>();
  const compiled: CronDays = {
    seconds: [...fields.hour]
      .sort(rising)
      .flatMap((h) => [...fields.minute].sort(rising).map((m) => h * 3600 + m * 60)),
    firesOn(day) {
      const answer = known.get(day);
      if (answer !== undefined) return answer;
      const noon = new Date(day * 86_400_000 + 43_200_000);
      const fires = months.has(noon.getUTCMonth() + 1) && task.match(noon);
      if (known.size >= MOST_CACHED) known.clear();
      known.set(day, fires);
      return fires;
    },
    fields,
    bothDays: fields.dayOfMonth.length < 31 && fields.dayOfWeek.length < 7,
  };
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(expression, compiled);
  return compiled;
}

function rising(a: number, b: number): number {
  return a - b;
}
