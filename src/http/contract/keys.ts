/** The part of the contract about API keys, by which programs come in. */
import { z } from 'zod';
import { KEY_DAYS } from '#people';
import { right } from './people.ts';
import { defineRoutes, id, idParams, instant, none, title } from './words.ts';

const apiKey = z
  .object({
    id,
    name: z.string(),
    owner: z.string().meta({ description: 'Whose rights it borrows' }),
    rights: z.array(right),
    emergencySystem: z.string().nullable().meta({ description: 'The system that sends emergencies with it' }),
    state: z.enum(['good', 'ending', 'over', 'revoked']).meta({ description: 'ending: it ends within 30 days' }),
    createdAt: instant,
    expiresAt: instant,
    lastUsedAt: instant.nullable().meta({ description: 'To the hour' }),
  })
  .meta({ id: 'ApiKey' });

export const keyRoutes = defineRoutes({
  listOwnKeys: { method: 'get', path: '/my/keys', summary: 'Your own API keys', response: z.array(apiKey) },
  addKey: {
    method: 'post',
    path: '/my/keys',
    summary: 'An API key with some of your own rights, for a while; the key itself is shown this once',
    body: z.strictObject({
      name: title,
      rights: z
        .array(z.strictObject(right.shape))
        .min(1)
        .max(200)
        .meta({ description: 'Never people, maintain, approve_own, live; never beyond your own' }),
      days: z.number().int().min(1).max(KEY_DAYS.most).default(KEY_DAYS.usual),
      emergencySystem: title
        .nullable()
        .default(null)
        .meta({ description: 'With the right emergency, and only then: the system that will use it' }),
    }),
    response: z.object({ key: apiKey, secret: z.string().meta({ description: 'loaxa_…; shown only here' }) }),
    status: 201,
  },
  revokeOwnKey: {
    method: 'delete',
    path: '/my/keys/{id}',
    summary: 'End one of your own API keys',
    params: idParams,
    response: none,
  },
  listKeys: { method: 'get', path: '/keys', summary: 'The API keys of everybody', response: z.array(apiKey) },
  revokeKey: {
    method: 'delete',
    path: '/keys/{id}',
    summary: 'End any API key',
    params: idParams,
    response: none,
  },
});
