import { z } from 'zod';
import { dayNumber } from '#kernel';

/** Weekdays as they are written in a rule, Monday first; the place plus one is the kernel's weekday number. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A rule fires at most every five minutes, which bounds every list of times. */
export const LEAST_MINUTES_APART = 5;
const MOST_TIMES = (24 * 60) / LEAST_MINUTES_APART;

// The error of each check is a key of problems.ts: rule-check.ts turns it into words in both languages.
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'time')
  .meta({ description: 'Giờ trong ngày, trong dấu nháy. A time of day, in quotes.', examples: ['05:30', '17:00:30'] });
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'date')
  .refine((text) => dayNumber(text) !== null, 'date')
  .meta({ description: 'Ngày, trong dấu nháy. A civil date, in quotes.', examples: ['2026-09-02'] });

function distinct<Item extends z.ZodType<string | number>>(item: Item, most: number) {
  return z
    .array(item)
    .min(1)
    .max(most)
    .refine((list) => new Set(list).size === list.length, 'twice');
}
const times = distinct(time, MOST_TIMES);

/** Fields of every kind. `from` and `until` count themselves; exceptions are keyed by date, never by time stamp. */
const common = {
  from: date.optional().meta({ description: 'Ngày đầu (tính cả ngày này). First day, inclusive.' }),
  until: date.optional().meta({ description: 'Ngày cuối (tính cả ngày này). Last day, inclusive.' }),
  excluded: distinct(date, 1000).optional().meta({ description: 'Những ngày không phát. Dates without a broadcast.' }),
  replaced: z
    .record(
      z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'date')
        .refine((text) => dayNumber(text) !== null, 'date'),
      times,
    )
    .refine((map) => Object.keys(map).length <= 366, { message: 'too_many', params: { most: 366 } })
    .optional()
    .meta({ description: 'Giờ khác cho riêng ngày đó. Other times for that date alone, also where it had none.' }),
};

/** When a rule comes due, told by `every`. All fields are exact: an unknown one is refused. */
export const patternSchema = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('once'), date, time, ...common }),
  z.strictObject({ every: z.literal('daily'), times, ...common }),
  z.strictObject({ every: z.literal('weekly'), weekdays: distinct(z.enum(WEEKDAYS), 7), times, ...common }),
  z.strictObject({
    every: z.literal('monthly'),
    days: distinct(z.union([z.int().min(1, 'month_day').max(31, 'month_day'), z.literal('last')], 'month_day'), 32),
    times,
    ...common,
  }),
  z.strictObject({
    every: z.literal('cron'),
    expression: z.string().meta({
      description:
        'Năm mục: phút giờ ngày tháng thứ. Ngày VÀ thứ phải cùng đúng. Five fields: minute hour day month weekday. When day and weekday are both set, BOTH must hold.',
      examples: ['*/30 5-7 * * 1-5'],
    }),
    ...common,
  }),
]);

export type Pattern = z.infer<typeof patternSchema>;
export type PatternOf<Every extends Pattern['every']> = Extract<Pattern, { every: Every }>;
