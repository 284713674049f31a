/** Where the shell asks whether a request may administer the station. */
import type { Request, RequestHandler } from 'express';
import type { Plane, Wish } from '#admin';
import { notFound, StationError } from '#kernel';
import type { Verb } from '#people';
import { clientAddress } from './client-address.ts';
import type { RouteName } from './contract.ts';
import { visitorOf } from './guard.ts';
import type { House } from './house.ts';
import { NEEDS } from './needs.ts';

const ADMINISTRATION: ReadonlySet<Verb> = new Set<Verb>(['people', 'maintain']);
const INSPECTION: ReadonlySet<Verb> = new Set<Verb>(['people', 'maintain', 'inspect']);
/** Who came by a link that was printed at the machine has no account. */
const LINK_OWNER = 'link';

/** What a route is for. What another right opens too is work. */
export function wishOf(name: RouteName): Wish {
  if (name === 'setUp') return 'set_up';
  const need = NEEDS[name];
  if (typeof need === 'string') return 'work';
  if (need.verbs.every((verb) => ADMINISTRATION.has(verb))) return 'administer';
  return need.verbs.every((verb) => INSPECTION.has(verb)) ? 'inspect' : 'work';
}

/** Lets through what may be done at this door, from this address, at this hour. Throws NOT_FOUND, ADMIN_ADDRESS, ADMIN_HOURS. */
export function adminDoor(house: House, plane: Plane, wish: Wish): RequestHandler {
  return async (request, _response, next) => {
    const address = clientAddress(request);
    const ask = (isBreakGlass: boolean) => house.admin.judge({ plane, wish, address, isBreakGlass });
    let word = await ask(false);
    if (word === 'hours' && (await isByPrintedLink(house, request))) word = await ask(true);
    if (word === 'not_here') throw notFound('page');
    if (word === 'address') throw new StationError('ADMIN_ADDRESS', { address: address || '-' });
    if (word === 'hours') throw new StationError('ADMIN_HOURS');
    next();
  };
}

async function isByPrintedLink(house: House, request: Request): Promise<boolean> {
  const visitor = await visitorOf(house, request);
  return visitor.owner === LINK_OWNER && visitor.key === undefined;
}
