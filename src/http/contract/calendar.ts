/** What is to be heard on which day, and what became of it: for whoever looks at weeks, not at single loudspeakers. */
import { z } from 'zod';
import { KINDS, LEVELS } from '#kernel';
import { patternInput } from './consequences.ts';
import { bilingual, date, defineRoutes, durationMs, id, idParams, instant, reason } from './words.ts';

const count = z.number().int().min(0);
const slot = z
  .object({
    id: z.string().meta({ description: 'Of the broadcast, or of the rule with date and time' }),
    broadcastId: id.nullable(),
    ruleId: id.nullable(),
    occurrence: z
      .object({ date, time: z.string() })
      .nullable()
      .meta({ description: 'How the rule names it, for moving it; null: no rule brought it' }),
    isAskedOnce: z
      .boolean()
      .meta({ description: 'True: somebody of the commune asked for it once, and it can be moved as it is' }),
    title: z.string(),
    kind: z.enum(KINDS),
    level: z.enum(LEVELS),
    plannedAt: instant,
    durationMs: durationMs.nullable().meta({ description: 'Null: not known yet' }),
    slot: z
      .object({ underMs: durationMs, overMs: durationMs })
      .nullable()
      .meta({ description: 'How a programme with a slot fills it; null: it has none' }),
    state: z.enum(['expected', 'waiting', 'planned', 'on_air', 'ended', 'cancelled', 'expired', 'dropped']).meta({
      description:
        'expected: a rule will bring it; waiting: it is due and cannot be planned yet; dropped: it was never planned, see reason; else as the broadcast',
    }),
    hindrance: z
      .object({
        ...{ reason: reason.nullable(), text: bilingual, endpoints: count },
        isEmpty: z.boolean().optional().meta({ description: 'True: the programme has nothing in it then' }),
      })
      .nullable()
      .meta({ description: 'What would keep it silent if nothing changes, and on how many endpoints' }),
    areaIds: z.array(id).meta({ description: 'Where it is heard' }),
    ends: z.object({ all: count, played: count, proved: count, part: count, handedOver: count, withheld: count }),
  })
  .meta({ id: 'CalendarSlot' });

const weeks = {
  from: date.meta({ description: 'The first day of seven' }),
  to: date.meta({ description: 'The first day of the other seven, one or more weeks later' }),
};
const copyLine = z
  .object({
    broadcastId: id.meta({ description: 'Of the week that is copied' }),
    title: z.string(),
    startAt: instant,
    areaIds: z.array(id),
    state: z
      .enum(['comes', 'clashes', 'waits', 'lapses'])
      .meta({ description: 'waits: for approval; lapses: it cannot be copied' }),
    text: bilingual.nullable().meta({ description: 'What stands in its way' }),
  })
  .meta({ id: 'WeekCopyLine' });
const weekCopy = z.object({ id, count }).meta({ id: 'WeekCopy' });

export const calendarRoutes = defineRoutes({
  getCalendar: {
    method: 'get',
    path: '/calendar',
    summary: 'What is to be heard on some civil days, by rules and by hand, and what became of it; soonest first',
    query: z.strictObject({ from: date, days: z.coerce.number().int().min(1).max(42).default(7) }),
    response: z.object({
      slots: z.array(slot),
      copies: z
        .array(z.object({ id, count, firstAt: instant }))
        .meta({ description: 'Copies of other weeks in these days that can still be taken back as a whole' }),
      isCut: z.boolean().meta({ description: 'True: there is more than one answer can hold' }),
    }),
  },
  printCalendar: {
    method: 'get',
    path: '/calendar.pdf',
    summary: 'The same days as a timetable to hang up, of one area with all below it or of the whole station',
    query: z.strictObject({
      from: date,
      days: z.coerce.number().int().min(1).max(42).default(7),
      areaId: id.optional(),
    }),
    response: z.any(),
    contentType: 'application/pdf',
  },
  previewWeekCopy: {
    method: 'post',
    path: '/calendar/copies/preview',
    summary: 'What would be heard if all that people asked for once in a week were asked for again in another',
    body: z.strictObject(weeks),
    response: z.array(copyLine),
  },
  copyWeek: {
    method: 'post',
    path: '/calendar/copies',
    summary: 'Ask for these broadcasts of a week again in another; all of them or none',
    body: z.strictObject({ ...weeks, broadcastIds: z.array(id).min(1).max(500) }),
    response: weekCopy,
    status: 201,
  },
  undoWeekCopy: {
    method: 'post',
    path: '/calendar/copies/{id}/undo',
    summary: 'Take a copy of a week back, as a whole, until its first broadcast is due',
    params: idParams,
    response: weekCopy,
  },
  adjustRule: {
    method: 'post',
    path: '/rules/{id}/adjusted',
    summary: 'The pattern of a rule with one occurrence moved or left out, to be looked at before it is saved',
    params: idParams,
    body: z.strictObject({
      date,
      time: z.string().max(8),
      to: z
        .strictObject({ date, time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/) })
        .nullable()
        .meta({ description: 'Null: it is left out' }),
    }),
    response: z.object({ pattern: patternInput, description: bilingual }),
  },
});
