/** What can be asked to be heard, and what would come of it. */
import { z } from 'zod';
import { bilingual, date, defineRoutes, durationMs, id, idParams, instant, reason, title } from './words.ts';

const startMode = 'When another holds the air: null waits for its end, 0 cuts in, n waits n ms, then cuts in';
const templateId = id.nullable().default(null).meta({ description: 'In place of a bulletin' });
const confirmUnusual = z
  .boolean()
  .default(false)
  .meta({ description: 'True: a person saw that nothing is ever heard at that hour, and wants it' });

export const broadcastInput = z.strictObject({
  bulletinId: id.nullable().default(null),
  templateId,
  cutInAfterMs: z.number().int().min(0).max(600_000).nullable().default(null).meta({ description: startMode }),
  zoneIds: z.array(id).min(1).max(200),
  level: z.enum(['priority', 'scheduled']).default('scheduled'),
  startAt: instant.nullable().default(null),
  note: z.string().trim().min(1).max(500).nullable().default(null).meta({ description: 'Why, in own words' }),
  confirmUnusual,
});

/** The pattern is judged by the schedule room, which names the wrong field in both languages. */
export const patternInput = z
  .record(z.string(), z.unknown())
  .meta({ description: 'See schedules/schema.json, "pattern"' });
export const ruleInput = z.strictObject({
  title,
  bulletinId: id.nullable().default(null),
  templateId,
  /** How long at most is judged by the schedule room too. */
  cutInAfterMs: z.number().int().nullable().default(null).meta({ description: startMode }),
  zoneIds: z.array(id).min(1).max(200),
  pattern: patternInput,
  active: z.boolean().default(true),
  confirmUnusual,
});

const consequences = z
  .object({
    villages: z.array(
      z.object({
        village: z.string(),
        endpoints: z.array(z.object({ id, name: z.string(), isReachable: z.boolean() })),
      }),
    ),
    starts: z.array(instant),
    changes: z
      .array(
        z.object({
          effect: z.enum(['cut', 'delayed', 'refused']),
          broadcastId: id.nullable().meta({ description: 'Null: what is asked for, or what a rule will bring' }),
          isNew: z.boolean(),
          title: z.string(),
          plannedAt: instant,
          byMs: z.number().int().nullable(),
          endpointIds: z.array(id),
          text: bilingual,
        }),
      )
      .meta({ description: 'Against the same days without it' }),
    refusals: z.array(
      z.object({
        endpointIds: z.array(id),
        plannedAt: instant,
        reason,
        text: bilingual,
        opensAt: instant.nullable(),
        blocks: z.boolean().meta({ description: 'True: saving answers GATE_CLOSED' }),
      }),
    ),
    listening: z
      .array(z.object({ date, village: z.string(), beforeMs: durationMs, afterMs: durationMs }))
      .meta({ description: 'What is heard in a village on a day, without and with it' }),
    overlaps: z
      .array(
        z.object({
          endpointId: id,
          otherEndpointId: id,
          otherTitle: z.string(),
          distanceM: z.number().int(),
          from: instant,
          to: instant,
        }),
      )
      .meta({ description: 'Endpoints within earshot of each other that would sound different things at once' }),
    unusualHour: z.boolean().meta({ description: 'True: saving answers UNUSUAL_HOUR unless it is confirmed' }),
  })
  .meta({ id: 'Consequences' });

export const consequenceRoutes = defineRoutes({
  broadcastConsequences: {
    method: 'post',
    path: '/broadcasts/consequences',
    summary: 'What a broadcast would do to the day of the villages, before it is saved',
    body: broadcastInput,
    response: consequences,
  },
  moveConsequences: {
    method: 'post',
    path: '/broadcasts/{id}/move/consequences',
    summary: 'What it would do to hear a broadcast at another time instead, before it is moved',
    params: idParams,
    body: z.strictObject({ startAt: instant }),
    response: consequences,
  },
  ruleConsequences: {
    method: 'post',
    path: '/rules/consequences',
    summary:
      'What a rule would do to the next eight days, before it is saved; in place of another rule if that is named',
    query: z.strictObject({ ruleId: id.optional() }),
    body: ruleInput,
    response: consequences,
  },
});
