/** Why an endpoint sounded as it did. */
import { z } from 'zod';
import { bilingual, defineRoutes, id, instant } from './words.ts';

const account = z
  .object({
    endpointId: id,
    endpointName: z.string(),
    from: instant,
    to: instant,
    playing: z
      .array(z.object({ broadcastId: id, title: z.string() }))
      .meta({ description: 'What was heard in that minute, highest right first; empty: silence' }),
    headline: bilingual,
    lines: z.array(
      z.object({
        kind: z.enum(['course', 'decision', 'hindrance', 'fact', 'gate', 'note']),
        text: bilingual,
        about: id.nullable(),
      }),
    ),
  })
  .meta({ id: 'Why' });

export const whyRoutes = defineRoutes({
  why: {
    method: 'get',
    path: '/why',
    summary: 'Why an endpoint sounded, or did not, in one minute: what was due, what was decided and by which rule',
    query: z.strictObject({ endpointId: id, at: z.coerce.number().int().min(0).max(253_402_300_799_999) }),
    response: account,
  },
});
