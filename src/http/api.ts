import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Plane } from '#admin';
import { isStationError, StationError } from '#kernel';
import type { Visitor } from '#people';
import { adminDoor, wishOf } from './admin-door.ts';
import { type Admit, admitter } from './admit.ts';
import { type Deed, followed } from './audit-desk.ts';
import { type Route, type RouteName, routes } from './contract.ts';
import { demandNeed } from './demand-need.ts';
import { EditDesk, withMarks } from './edits.ts';
import { visitorOf } from './guard.ts';
import { alertHandlers } from './handlers/alerts.ts';
import { approvalHandlers } from './handlers/approvals.ts';
import { areaHandlers } from './handlers/areas.ts';
import { asRunHandlers } from './handlers/as-run.ts';
import { auditHandlers } from './handlers/audit.ts';
import { backupHandlers } from './handlers/backups.ts';
import { broadcastHandlers } from './handlers/broadcasts.ts';
import { calendarHandlers } from './handlers/calendar.ts';
import { commandHandlers } from './handlers/command.ts';
import { consequenceHandlers } from './handlers/consequences.ts';
import { endpointCareHandlers } from './handlers/endpoint-care.ts';
import { endpointHandlers } from './handlers/endpoints.ts';
import { faultHandlers } from './handlers/faults.ts';
import { fmHandlers } from './handlers/fm.ts';
import { gateHandlers } from './handlers/gate.ts';
import { hearingHandlers } from './handlers/hearings.ts';
import { inboxHandlers } from './handlers/inbox.ts';
import { interferenceHandlers } from './handlers/interference.ts';
import { keyHandlers } from './handlers/keys.ts';
import { liveHandlers } from './handlers/live.ts';
import { mapHandlers } from './handlers/map.ts';
import { mediaHandlers } from './handlers/media.ts';
import { moveHandlers } from './handlers/moves.ts';
import { peopleHandlers } from './handlers/people.ts';
import { placeHandlers } from './handlers/places.ts';
import { programmeHandlers } from './handlers/programmes.ts';
import { relayHandlers } from './handlers/relay.ts';
import { ruleHandlers } from './handlers/rules.ts';
import { stopHandlers } from './handlers/stop.ts';
import { templateHandlers } from './handlers/templates.ts';
import { villageHandlers } from './handlers/village.ts';
import { weekCopyHandlers } from './handlers/week-copies.ts';
import { whyHandlers } from './handlers/why.ts';
import type { House } from './house.ts';
import { checkKey, fingerprint, recall, remember } from './idempotency-store.ts';
import { NEEDS } from './needs.ts';
import { refuseOddJson } from './odd-json.ts';
import { inTime } from './patience.ts';
import { invalid } from './problem.ts';
import { specialRoutes } from './special-routes.ts';
import { holdAnswer } from './standing.ts';

export const BODY_LIMIT_BYTES = 256 * 1024;

type AnyHandler = (
  input: { params: unknown; query: unknown; body: unknown },
  asking: { visitor: Visitor; remember: (tx: never, answer: unknown) => Promise<void> },
) => Promise<unknown>;

type AskedHandler = (...asked: [...Parameters<AnyHandler>, ifMatch: string | undefined]) => Promise<unknown>;

/** `/api/v1` at one of the doors: every route of the contract, validated on the way in. A route without a handler fails the start. */
export function apiRouter(house: House, plane: Plane): Router {
  const router = express.Router();
  const handlers: Partial<Record<RouteName, unknown>> = {
    ...peopleHandlers(house),
    ...areaHandlers(house),
    ...placeHandlers(house),
    ...endpointHandlers(house),
    ...gateHandlers(house),
    ...mediaHandlers(house),
    ...programmeHandlers(house),
    ...ruleHandlers(house),
    ...templateHandlers(house),
    ...broadcastHandlers(house),
    ...moveHandlers(house),
    ...weekCopyHandlers(house),
    ...consequenceHandlers(house),
    ...calendarHandlers(house),
    ...keyHandlers(house),
    ...liveHandlers(house),
    ...relayHandlers(house),
    ...fmHandlers(house),
    ...interferenceHandlers(house),
    ...faultHandlers(house),
    ...endpointCareHandlers(house),
    ...mapHandlers(house),
    ...approvalHandlers(house),
    ...asRunHandlers(house),
    ...auditHandlers(house),
    ...hearingHandlers(house),
    ...alertHandlers(house),
    ...stopHandlers(house),
    ...inboxHandlers(house),
    ...villageHandlers(house),
    ...whyHandlers(house),
    ...commandHandlers(house),
    ...backupHandlers(house),
  };
  const special = specialRoutes(house);
  const show = (name: RouteName, visitor: Visitor) =>
    (handlers[name] as AnyHandler)(NO_INPUT, { visitor, remember: KEEP_NOT });
  const admitAt = admitter(house);
  const desk = new EditDesk(show);
  const parse = express.json({
    limit: BODY_LIMIT_BYTES,
    strict: true,
    verify: (_request, _response, bytes) => refuseOddJson(bytes),
  });
  const json = inTime(house.world.clock, parse);
  for (const [name, route] of Object.entries(routes) as Array<[RouteName, Route]>) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const own = special[name];
    const handler = handlers[name] as AnyHandler | undefined;
    if (!own && !handler) throw new Error(`route ${name} has no handler`);
    const admit = admitAt(name, route);
    const answer = own
      ? ownAnswer(house, name, route, own, admit)
      : answerer(house, name, route, admit, guarded(desk, name, handler as AnyHandler));
    const wish = wishOf(name);
    const gates = [...(wish === 'work' ? [] : [adminDoor(house, plane, wish)]), ...(route.rawBody ? [] : [json])];
    router[route.method](path, ...gates, answer);
  }
  return router;
}

const NO_INPUT = { params: {}, query: {}, body: undefined };
const KEEP_NOT = async () => undefined;

/** What is shown carries marks, and an edit that was made from an older state is refused. */
function guarded(desk: EditDesk, name: RouteName, handler: AnyHandler): AskedHandler {
  return async (input, asking, ifMatch) =>
    withMarks(name, await desk.edit(name, { ...input, ...asking, ifMatch }, () => handler(input, asking)));
}

/** What a route does not ask for is refused, so that a misspelt wish is noticed. */
const NOTHING = z.strictObject({});

function inputOf(route: Route, request: Request): { params: unknown; query: unknown; body: unknown } {
  const read = (where: string, schema: Route['body'], value: unknown) => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value, { reportInput: true });
    if (!parsed.success) throw invalid(where, parsed.error);
    return parsed.data;
  };
  if (route.body && !request.is('application/json')) {
    throw new StationError('REQUEST_INVALID', { field: 'content-type', problem: 'application/json' });
  }
  if (/charset=(?!"?utf-8)/i.test(request.get('content-type') ?? '')) {
    throw new StationError('REQUEST_INVALID', { field: 'content-type', problem: 'UTF-8' });
  }
  return {
    params: read('path', route.params, request.params),
    query: read('query', route.query ?? NOTHING, request.query),
    body: route.body ? read('body', route.body, request.body) : read('body', NOTHING.optional(), request.body),
  };
}

/** Routes whose answer is not plain JSON of the contract still get their input checked and their door guarded. */
function ownAnswer(house: House, name: RouteName, route: Route, own: OwnRoute, admit: Admit): RequestHandler {
  return async (request, response) => {
    const deed = followed(house, name, route, request, response);
    try {
      const visitor = route.open ? null : await admit(request, deed.by);
      const input = inputOf(route, request);
      await deed.asked(input);
      if (visitor) await demandNeed(house, name, visitor, input);
      // What is about one's own session may end that session: its answer is short, and says so itself.
      if (visitor && NEEDS[name] !== 'signed in')
        holdAnswer(request, response, { endpointId: null, stillMay: () => stillMay(house, name, request, input) });
      // What goes out as a stream is written down before its first byte; JSON waits until its act is written down.
      if (route.method === 'get') await deed.done();
      const send = held(response);
      await own(request, response, input);
      await deed.done();
      send();
    } catch (error) {
      await deed.refused(error);
      throw error;
    }
  };
}

/** Keeps the JSON that a route answers until it is let go. */
function held(response: Response): () => void {
  const json = response.json.bind(response);
  let send = () => undefined as unknown;
  response.json = (body: unknown) => {
    send = () => json(body);
    return response;
  };
  return () => {
    response.json = json;
    send();
  };
}

/** Whether whoever asked would still be let in: uploads and downloads take their time. */
async function stillMay(
  house: House,
  name: RouteName,
  request: Request,
  input: { params: unknown; query: unknown; body: unknown },
): Promise<boolean> {
  try {
    await demandNeed(house, name, await visitorOf(house, request), input);
    return true;
  } catch (error) {
    if (isStationError(error)) return false;
    throw error;
  }
}

export type OwnRoute = (
  request: Request,
  response: Response,
  input: { params: unknown; query: unknown; body: unknown },
) => Promise<void>;

function answerer(house: House, name: RouteName, route: Route, admit: Admit, handler: AskedHandler): RequestHandler {
  return async (request, response) => {
    const deed = followed(house, name, route, request, response);
    try {
      const visitor = await admit(request, deed.by);
      await answer(house, name, handler, { route, visitor, request, response, deed });
    } catch (error) {
      await deed.refused(error);
      throw error;
    }
  };
}

interface Call {
  readonly route: Route;
  readonly visitor: Visitor;
  readonly request: Request;
  readonly response: Response;
  readonly deed: Deed;
}

/** Answers once the act is written down, if the disk takes it. */
async function answer(
  house: House,
  name: RouteName,
  handler: AskedHandler,
  { route, visitor, request, response, deed }: Call,
): Promise<void> {
  const input = inputOf(route, request);
  await deed.asked(input);
  await demandNeed(house, name, visitor, input);
  const status = route.status ?? 200;
  const header = request.get('idempotency-key');
  const ifMatch = request.get('if-match');
  if (header === undefined || route.method !== 'post') {
    const given = await handler(input, { visitor, remember: KEEP_NOT }, ifMatch);
    await deed.done(given);
    response.status(status).json(given);
    return;
  }
  const key = checkKey(header);
  const print = fingerprint(name, request.path, request.body);
  const { db } = house.store;
  const again = async (kept: { status: number; body: string }) => {
    await deed.done(JSON.parse(kept.body));
    response.status(kept.status).type('application/json').send(kept.body);
  };
  const before = await recall(db, visitor.owner, key, print);
  if (before) return again(before);
  const keep = (tx: never, given: unknown) =>
    remember(tx, house.world.clock, visitor.owner, key, print, {
      status,
      body: JSON.stringify(withMarks(name, given)),
    });
  try {
    const given = await handler(input, { visitor, remember: keep }, ifMatch);
    await deed.done(given);
    response.status(status).json(given);
  } catch (error) {
    // The same request, sent twice at once: the other one was first, and its answer is ours.
    const first = await recall(db, visitor.owner, key, print);
    if (!first) throw error;
    await again(first);
  }
}
