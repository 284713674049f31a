/** The part of the contract about people and what they may do. */
import { z } from 'zod';
import { ALL_VERBS, type Verb } from '#people';
import { bilingual, defineRoutes, id, idParams, instant, mark, none } from './words.ts';

const verb = z.enum(ALL_VERBS as [Verb, ...Verb[]]);
export const right = z
  .object({
    verb,
    areaId: id.nullable().meta({ description: 'There and everywhere below; null: the whole station' }),
  })
  .meta({ id: 'Right' });
const times = {
  fromAt: instant.nullable().meta({ description: 'Counts from then on; null: from the beginning' }),
  toAt: instant.nullable().meta({ description: 'No longer counts from then on; null: without end' }),
};
const granted = z
  .object({
    ...right.shape,
    ...times,
    grantedBy: z
      .string()
      .nullable()
      .meta({ description: 'Null: the station itself, or a link that was printed there' }),
    grantedAt: instant,
  })
  .meta({ id: 'GrantedRight' });
const rightsInput = z
  .array(
    z
      .strictObject({ ...right.shape, fromAt: times.fromAt.default(null), toAt: times.toAt.default(null) })
      .refine(({ fromAt, toAt }) => toAt === null || toAt > (fromAt ?? -1), { path: ['toAt'], error: 'toAt > fromAt' }),
  )
  .max(200);
const person = z
  .object({
    id,
    name: z.string(),
    createdAt: instant,
    hasPassword: z.boolean().meta({ description: 'False until its owner has chosen one' }),
    closedAt: instant.nullable().meta({ description: 'Closed since then; null: open' }),
    rights: z.array(granted).meta({ description: 'With those that are over and those that are to come' }),
    mark,
  })
  .meta({ id: 'Person' });
const token = z.string().meta({ description: 'For a link that works once within a day; shown only here' });

export const peopleRoutes = defineRoutes({
  listPeople: { method: 'get', path: '/people', summary: 'Accounts and their rights', response: z.array(person) },
  addPerson: {
    method: 'post',
    path: '/people',
    summary: 'Add an account with its rights; answers the one-time link token by which its owner chooses a password',
    body: z.strictObject({ name: z.string().trim().min(1).max(100), rights: rightsInput }),
    response: z.object({ person, token }),
    status: 201,
  },
  changeRights: {
    method: 'put',
    path: '/people/{id}/rights',
    summary: 'Give an account these rights and no others, from its next request on',
    params: idParams,
    body: z.strictObject({ rights: rightsInput }),
    response: person,
  },
  removePerson: {
    method: 'delete',
    path: '/people/{id}',
    summary: 'Take an account out of use: its rights and sessions end, what it did stays under its name',
    params: idParams,
    response: none,
  },
  listRoles: {
    method: 'get',
    path: '/roles',
    summary: 'Roles: handy sets of verbs; and mixes that deserve a second look',
    response: z.object({
      roles: z.array(z.object({ role: z.string(), name: bilingual, verbs: z.array(verb) })),
      oddMixes: z.array(z.object({ one: z.array(verb), other: z.array(verb), text: bilingual })),
    }),
  },
  invitePerson: {
    method: 'post',
    path: '/people/{id}/invite',
    summary: 'A fresh one-time link token, for whoever lost the first one or the password',
    params: idParams,
    response: z.object({ token }),
    status: 201,
  },
  closePerson: {
    method: 'post',
    path: '/people/{id}/closed',
    summary: 'Close an account and end its sessions, or open it again; never the last one who manages people',
    params: idParams,
    body: z.strictObject({ closed: z.boolean() }),
    response: person,
  },
  resetFactors: {
    method: 'delete',
    path: '/people/{id}/factors',
    summary: 'Forget every second factor of somebody who lost them all, and end the sessions',
    params: idParams,
    response: none,
  },
});
