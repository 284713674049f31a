/** What a village helper sees and says on the phone (public/thon.html), and the personal code that opens it. */
import { z } from 'zod';
import { defineRoutes, id, idParams, instant, none } from './words.ts';

const heard = z.enum(['heard', 'partly', 'not_heard']);

export const villageRoutes = defineRoutes({
  addVillageCode: {
    method: 'post',
    path: '/people/{id}/village-code',
    summary: 'A personal code for the phone of a village helper; shown this once, the older one stops working',
    params: idParams,
    body: z.strictObject({ days: z.number().int().min(1).max(366).default(180) }),
    response: z.object({ code: z.string(), expiresAt: instant }),
    status: 201,
  },
  revokeVillageCode: {
    method: 'delete',
    path: '/people/{id}/village-code',
    summary: 'The code of a village helper, and every phone that came in by it, stop working',
    params: idParams,
    response: none,
  },
  signInVillage: {
    method: 'post',
    path: '/village/session',
    summary: 'Sign in on the phone with the personal code of a village helper',
    open: true,
    body: z.strictObject({ code: z.string().min(8).max(40) }),
    response: none,
  },
  signOutVillage: {
    method: 'delete',
    path: '/village/session',
    summary: 'Forget the helper on this phone',
    response: none,
  },
  villageToday: {
    method: 'get',
    path: '/village',
    summary: 'Broadcasts of yesterday and today in the helper’s own villages, and what the helper is asked to do',
    response: z.object({
      name: z.string().nullable(),
      zone: z.string(),
      now: instant,
      broadcasts: z.array(
        z.object({
          broadcastId: id,
          endpointId: id,
          title: z.string(),
          place: z.string(),
          plannedAt: instant,
          mayBeSaid: z.boolean().meta({ description: 'It was to begin: what was heard can be said' }),
          said: heard.nullable().meta({ description: 'What a person said of it last' }),
        }),
      ),
      tasks: z.array(
        z.object({
          id,
          kind: z.enum(['cut_power', 'restore_power']),
          place: z.string(),
          note: z.string(),
          askedAt: instant,
          doneAt: instant.nullable(),
        }),
      ),
    }),
  },
  sayHeard: {
    method: 'post',
    path: '/village/hearings',
    summary: 'The helper says what was heard in the village; kept as the word of a person, never as a device’s proof',
    body: z.strictObject({ broadcastId: id, endpointId: id, heard }),
    response: none,
    status: 201,
  },
  doneVillageTask: {
    method: 'post',
    path: '/village/tasks/{id}/done',
    summary: 'The helper has cut or restored the power',
    params: idParams,
    response: none,
  },
});
