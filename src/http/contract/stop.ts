/** The part of the contract about silence at once. */
import { z } from 'zod';
import { defineRoutes, id, instant } from './words.ts';

const places = {
  areaIds: z.array(id).max(200).default([]),
  endpointIds: z.array(id).max(10_000).default([]),
  all: z.literal(true).optional(),
};

export const stopRoutes = defineRoutes({
  stop: {
    method: 'post',
    path: '/stop',
    summary:
      'Silence now, in places, everywhere, or of one broadcast; nothing but an emergency begins there for a while',
    body: z.strictObject({
      ...places,
      broadcastId: id.nullable().default(null),
      holdMinutes: z.number().int().min(0).max(1440).default(30),
      reason: z.string().trim().min(1).max(300).nullable().default(null),
    }),
    response: z.object({
      endpointIds: z.array(id),
      broadcastIds: z.array(id),
      heldUntil: instant.nullable(),
      written: z.boolean().meta({ description: 'False: the disk did not take it, the hold is kept in memory' }),
    }),
  },
  liftStop: {
    method: 'post',
    path: '/stop/lift',
    summary: 'End what "stop" holds in these places; what is quiet for another reason stays quiet',
    body: z.strictObject(places),
    response: z.object({ lifted: z.number().int() }),
  },
});
