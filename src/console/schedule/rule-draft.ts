import { instantOf } from '#kernel';
import type { Rule } from '../live/lists.ts';
import { cutInOf, type Start } from '../play/form-state.ts';
import { WEEKDAYS, type Weekday } from '../play/when.ts';

export const RULE_WAYS = ['weekly', 'daily', 'once'] as const;
type Pattern = Record<string, unknown>;

/** A rule as a person fills it in. Fields of other ways are kept, not used. */
export interface RuleDraft {
  readonly title: string;
  /** `bul_…` or `tpl_…`, or empty. */
  readonly contentId: string;
  readonly zoneIds: readonly string[];
  /** `kept`: a pattern that this form cannot show (by the month, by cron); it stays as it is. */
  readonly way: (typeof RULE_WAYS)[number] | 'kept';
  readonly weekdays: readonly Weekday[];
  readonly date: string;
  readonly times: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly excluded: readonly string[];
  readonly replaced: Readonly<Record<string, readonly string[]>>;
  readonly start: Start;
  readonly active: boolean;
}
export type RuleProblem = 'what' | 'title' | 'zones' | 'weekdays' | 'date' | 'times' | 'twice' | 'past';

export function freshRule(date: string, time = ''): RuleDraft {
  return {
    ...{ title: '', contentId: '', zoneIds: [], way: 'weekly', weekdays: [], date, times: [time], from: '', until: '' },
    ...{ excluded: [], replaced: {}, start: { mode: 'after', waitSeconds: 30 }, active: true },
  };
}

/** What is in a rule, to be changed. */
export function draftFrom(rule: Rule, today: string): RuleDraft {
  const { title, bulletinId, templateId, zoneIds, cutInAfterMs, active, pattern } = rule;
  const { every, times, weekdays, date, time, from, until, excluded, replaced } = pattern as {
    readonly every: string;
    readonly times?: readonly string[];
    readonly weekdays?: readonly Weekday[];
    readonly date?: string;
    readonly time?: string;
    readonly from?: string;
    readonly until?: string;
    readonly excluded?: readonly string[];
    readonly replaced?: Readonly<Record<string, readonly string[]>>;
  };
  const mode = cutInAfterMs === null ? 'after' : cutInAfterMs === 0 ? 'cut' : 'wait';
  return {
    ...{ title, contentId: bulletinId ?? templateId ?? '', zoneIds, active },
    way: RULE_WAYS.find((way) => way === every) ?? 'kept',
    weekdays: WEEKDAYS.filter((day) => weekdays?.includes(day)),
    ...{ date: date ?? today, times: times ?? [time ?? ''], from: from ?? '', until: until ?? '' },
    ...{ excluded: excluded ?? [], replaced: replaced ?? {} },
    start: { mode, waitSeconds: mode === 'wait' ? (cutInAfterMs ?? 0) / 1000 : 30 },
  };
}

/** The first thing that is still missing, in the order of the form. Pure. */
export function ruleProblem(draft: RuleDraft, nowMs: number, zone: string): RuleProblem | null {
  const { way, times } = draft;
  if (draft.contentId === '') return 'what';
  if (draft.title.trim() === '') return 'title';
  if (draft.zoneIds.length === 0) return 'zones';
  if (way === 'kept') return null;
  if (way === 'weekly' && draft.weekdays.length === 0) return 'weekdays';
  if (way === 'once' && draft.date === '') return 'date';
  if (times.some((time) => time === '')) return 'times';
  if (new Set(times).size < times.length) return 'twice';
  if (way === 'once' && times.every((time) => (instantOf(draft.date, time, zone) ?? 0) <= nowMs)) return 'past';
  return null;
}

/** The pattern as the station wants it; null while something is missing. `kept`: what the rule has now. Pure. */
export function patternFrom(draft: RuleDraft, kept: Pattern | null): Pattern | null {
  const { way, weekdays, date, from, until, excluded, replaced } = draft;
  if (way === 'kept') return kept === null ? null : { ...kept, ...exceptionsOf(draft) };
  const times = draft.times.toSorted();
  if (times.some((time) => time === '')) return null;
  // Several times of one day are a rule of that day alone.
  if (way === 'once') return date === '' ? null : { every: 'daily', times, from: date, until: date };
  if (way === 'weekly' && weekdays.length === 0) return null;
  return {
    ...(way === 'weekly' ? { every: 'weekly', weekdays: [...weekdays] } : { every: 'daily' }),
    ...{ times, ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) },
    ...exceptionsOf({ excluded, replaced }),
  };
}

function exceptionsOf({ excluded, replaced }: Pick<RuleDraft, 'excluded' | 'replaced'>): Pattern {
  return {
    excluded: excluded.length === 0 ? undefined : [...excluded],
    replaced: Object.keys(replaced).length === 0 ? undefined : replaced,
  };
}

/** What is sent; the pattern is checked before. */
export function bodyFrom(draft: RuleDraft, pattern: Pattern) {
  const isTemplate = draft.contentId.startsWith('tpl_');
  return {
    ...{ title: draft.title.trim(), zoneIds: [...draft.zoneIds], pattern, active: draft.active },
    bulletinId: isTemplate ? null : draft.contentId,
    templateId: isTemplate ? draft.contentId : null,
    cutInAfterMs: cutInOf(draft.start),
  };
}
