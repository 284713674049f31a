/** What the audit log is told of requests: one entry for each that changes something, or tries to. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { type Act, NOBODY, type Who } from '#audit';
import type { Visitor } from '#people';
import { clientAddress } from './client-address.ts';
import { type Route, type RouteName, routes } from './contract.ts';
import { sessionOf, sessionSet } from './guard.ts';
import type { House } from './house.ts';
import { NEEDS, type Need } from './needs.ts';
import { codeOf } from './problem.ts';
import { areasOf } from './rights.ts';

type Input = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** POST routes that only answer a question: nothing is changed by asking. */
export const QUESTIONS: readonly RouteName[] = [
  'previewRule',
  'adjustRule',
  'previewAreaAct',
  'previewTemplate',
  'previewRdsText',
  'ruleConsequences',
  'broadcastConsequences',
  'moveConsequences',
  'previewWeekCopy',
  'prepareAlert',
  'askPasskey',
  'beginPasskey',
];
/** Reads that take the books out of the house: they are written down too. */
export const EXPORTS: readonly RouteName[] = [
  'exportAsRun',
  'exportAreas',
  'exportAudit',
  'exportAuditShown',
  'exportFaults',
];
/** Where seconds count nothing is looked up before the act. */
const URGENT: readonly RouteName[] = [
  'stop',
  'liftStop',
  'stopBroadcast',
  'sendAlert',
  'cancelAlert',
  'clearAlert',
  'openLiveSession',
  'killLiveSession',
];
/** What is taken over from a request besides ids: what a thing is called and what was decided, never what was said. */
const TOLD_FIELDS =
  /^(name|title|reason|kind|level|all|active|rights?|roles?|verbs?|scopes?|decision|state|rules|language|duty|protocol|frequencyKhz|date|from|to|startAt|fromAt|toAt|untilAt|expiresAt|validFrom|validTo|minutes|cutInAfterMs|gainDb|isExample|enabled|closed|addresses)$/;
/** Copies of the station have names. */
const COPY = /^sao-luu-[\d-]+\.\w+$/;
const ID = /^[a-z]{3}_[0-9a-z]{1,40}$/;

/** True when requests to this route are written down. */
export function isAudited(name: RouteName, { method }: Pick<Route, 'method'>): boolean {
  return method === 'get' ? EXPORTS.includes(name) : !QUESTIONS.includes(name);
}

/** Who a visitor is, in the words of the log. */
export function whoOf({ owner, name, key }: Pick<Visitor, 'owner' | 'name' | 'key'>): Who {
  if (key) return { kind: 'key', id: key.id, name: `${key.name} (${name})` };
  if (owner === 'link') return { kind: 'link', id: null, name: null };
  return { kind: owner.startsWith('acc_') ? 'account' : 'key', id: owner, name };
}

/** Requests of which an entry was made, or that need none. */
const told = new WeakSet<Request>();

/** One request on its way through the shell. */
export interface Deed {
  /** Who asks is known now; null: nobody has to be known here. */
  by(visitor: Visitor | null): void;
  /** For what is known now. */
  asked(input: Input): Promise<void>;
  /** It is done: returns when the entry is on the disk, or waits in memory because the disk does not take it. */
  done(answer?: unknown): Promise<void>;
  refused(error: unknown): Promise<void>;
}

const SILENT: Deed = {
  by: () => undefined,
  asked: async () => undefined,
  done: async () => undefined,
  refused: async () => undefined,
};

/** Follows a request of this route; one that needs no entry leaves none. */
export function followed(house: House, name: RouteName, route: Route, request: Request, response: Response): Deed {
  if (!isAudited(name, route)) {
    told.add(request);
    return SILENT;
  }
  const from = clientAddress(request);
  let visitor: Visitor | null = null;
  let input: Input | null = null;
  let where: Array<string | null> | null = null;
  const look = async () => {
    if (input && visitor) where = await touchedAreas(house, name, input).catch(() => null);
  };
  const act = (more: Partial<Act>): Act => ({
    ...{ what: name, who: visitor ? whoOf(visitor) : NOBODY, from, where },
    on: idsOf(input ?? { params: request.params, body: null }),
    ...(visitor && input ? { detail: detailOf(input.body) } : {}),
    ...more,
  });
  return {
    by(asking) {
      visitor = asking;
    },
    async asked(given) {
      input = given;
      if (!URGENT.includes(name)) await look();
    },
    async done(answer) {
      if (told.has(request)) return;
      told.add(request);
      if (URGENT.includes(name)) await look();
      // Whoever signed in just now is known by the session that was opened for him.
      const opened = sessionSet(response);
      if (!visitor && opened !== null) visitor = await house.doorkeeper.visitorOf(opened, 0, true).catch(() => null);
      await house.audit.record(act({ on: { ...idsOf(input), ...madeIn(answer) } }));
    },
    async refused(error) {
      if (told.has(request)) return;
      told.add(request);
      const tried = visitor ? {} : await nameTried(house, input?.body);
      await house.audit.refused(act({ ...tried, outcome: codeOf(error) }));
    },
  };
}

const PATHS = (Object.entries(routes) as Array<[RouteName, Route]>).map(
  ([name, { method, path }]) =>
    [name, method.toUpperCase(), new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)] as const,
);

/** Takes down what was refused before it came to its route: foreign pages, floods, what is no JSON. */
export function noteUnheard(house: House): ErrorRequestHandler {
  return (error: unknown, request, _response, next) => {
    if (told.has(request) || ['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return next(error);
    told.add(request);
    const route = PATHS.find(([, method, path]) => method === request.method && path.test(request.path));
    const session = sessionOf(request);
    const asking = session === null ? Promise.resolve(null) : house.doorkeeper.visitorOf(session).catch(() => null);
    const noted = asking.then((visitor) =>
      house.audit.refused({
        ...{ what: route?.[0] ?? 'unknownRequest', from: clientAddress(request), where: null },
        ...{ who: visitor ? whoOf(visitor) : NOBODY, outcome: codeOf(error) },
      }),
    );
    void noted.finally(() => next(error));
  };
}

/** Every id among the parameters and in the first level of a body, by the name under which it was given. */
function idsOf(input: { readonly params: unknown; readonly body: unknown } | null): Record<string, string | string[]> {
  const ids: Record<string, string | string[]> = {};
  for (const part of [input?.params, input?.body]) {
    for (const [key, value] of fieldsOf(part)) {
      if (typeof value === 'string' && (ID.test(value) || (key === 'copy' && COPY.test(value)))) ids[key] = value;
      else if (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => typeof one === 'string' && ID.test(one))
      )
        ids[key] = value as string[];
    }
  }
  return ids;
}

/** Areas that a request touches, for the audit log; null: it does not say. */
async function touchedAreas(house: House, name: RouteName, input: Input): Promise<Array<string | null> | null> {
  const need = NEEDS[name] as Need<RouteName> | 'open' | 'signed in';
  if (need === 'open' || need === 'signed in' || !need.where) return null;
  return areasOf(house.store.db, await need.where(input as never, house));
}

/** The id of what a request created. */
function madeIn(answer: unknown): Record<string, string> {
  const things = [answer, ...fieldsOf(answer).map(([, value]) => value)];
  for (const thing of things) {
    const id = fieldsOf(thing).find(([key]) => key === 'id')?.[1];
    if (typeof id === 'string' && ID.test(id)) return { id };
  }
  return {};
}

function detailOf(body: unknown): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(body).filter(([key]) => TOLD_FIELDS.test(key)));
}

function fieldsOf(value: unknown): Array<[string, unknown]> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The account that somebody tried to get into. A name that is none is not kept: it may be a password. */
async function nameTried({ doorkeeper }: House, body: unknown): Promise<Pick<Act, 'detail'>> {
  const name = fieldsOf(body).find(([key]) => key === 'name')?.[1];
  if (typeof name !== 'string') return {};
  const wanted = name.normalize('NFC').trim();
  const people = await doorkeeper.people().catch(() => []);
  return { detail: people.some((person) => person.name === wanted) ? { name: wanted } : { name: '?' } };
}
