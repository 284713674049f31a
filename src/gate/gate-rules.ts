import { z } from 'zod';
import { isZone, KINDS } from '#kernel';

/** A time of the village clock; a span that ends before it begins goes over midnight. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.number().int().min(0).max(8.64e15);
const daySpan = z.strictObject({ from: clock, to: clock });
const weekday = z.number().int().min(1).max(7);
const bounded = (most: number) => z.number().int().min(0).max(most).nullable();

/** What a commune's own operating rules say about when its loudspeakers may sound. */
export const gateRules = z.strictObject({
  /** Nothing but an emergency sounds in these hours. */
  quietHours: z.array(daySpan).max(8),
  /** When these are given, everything else of the day is closed too. */
  windows: z.array(z.strictObject({ name: z.string().min(1).max(60), from: clock, to: clock })).max(12),
  /** 1 Monday to 7 Sunday: days on which there may be programmes. */
  weekdays: z.array(weekday).max(7),
  sessionsPerDay: bounded(24),
  /** Longest session in minutes, relay counted. */
  minutesPerSession: bounded(1440),
  /** How often one bulletin may be heard in one village on one day. */
  repeatLimit: bounded(100),
  /** A softer ceiling for the night band (QCVN 26 splits the day at 06:00 and 21:00). */
  nightBand: z.strictObject({ from: clock, to: clock, ceilingDb: z.number().min(-40).max(0) }).nullable(),
});
export type GateRules = z.infer<typeof gateRules>;

/** A day on which the commune may do what its rules forbid, because somebody wrote down why. */
export const exceptionDay = z.strictObject({
  date,
  reason: z.string().min(1).max(500),
  /** Null: as on other days. */
  windows: gateRules.shape.windows.nullable(),
  sessionsPerDay: gateRules.shape.sessionsPerDay,
  minutesPerSession: gateRules.shape.minutesPerSession,
});
export type ExceptionDay = z.infer<typeof exceptionDay>;

/** All that one endpoint must know to keep quiet by itself: instants are epoch milliseconds, dates inclusive. */
export const endpointGate = z.strictObject({
  /** One that this machine does not know is no gate: the rules that it had hold on. */
  zone: z.string().min(1).max(60).refine(isZone),
  /** Which rules hold from which civil date on; the last that has begun counts. */
  versions: z.array(z.strictObject({ from: date, rules: gateRules })).max(50),
  exceptionDays: z.array(exceptionDay).max(400),
  /** State mourning: no music and no entertainment on these days. */
  mourning: z.array(z.strictObject({ from: date, to: date })).max(50),
  /** Schools, exams, funerals, and "dừng tất cả": silence from an instant to an instant. */
  quietSpans: z.array(z.strictObject({ from: instant, to: instant, reason: z.string().min(1).max(500) })).max(200),
});
export type EndpointGate = z.infer<typeof endpointGate>;

/** Kinds that are held back in state mourning. */
export const HELD_IN_MOURNING: readonly (typeof KINDS)[number][] = KINDS.filter(
  (kind) => kind === 'music' || kind === 'entertainment',
);
