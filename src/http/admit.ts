import type { Request } from 'express';
import { StationError } from '#kernel';
import type { Visitor } from '#people';
import { clientAddress } from './client-address.ts';
import type { Route, RouteName } from './contract.ts';
import { visitorOf } from './guard.ts';
import type { House } from './house.ts';
import { refusePersonal } from './key-door.ts';
import { PaceBook, type PaceKind } from './pace.ts';

/** Who asks, told to `known` before anything is refused; throws AUTH_REQUIRED, RATE_LIMITED for who asks faster than anybody needs to, and what a key may not open. */
export type Admit = (request: Request, known: (visitor: Visitor) => void) => Promise<Visitor>;

/** Silence and alarms: whoever presses these is never kept waiting by anything else that he did. */
const URGENT: ReadonlySet<RouteName> = new Set<RouteName>([
  ...(['stop', 'liftStop', 'stopBroadcast', 'killLiveSession'] as const),
  ...(['prepareAlert', 'sendAlert', 'cancelAlert', 'clearAlert'] as const),
]);

/** What a route is, for its pace. */
export function paceOf(name: RouteName, { rawBody, method }: Pick<Route, 'rawBody' | 'method'>): PaceKind {
  if (URGENT.has(name)) return 'urgent';
  if (rawBody) return 'upload';
  return method === 'get' ? 'read' : 'write';
}

/** Counts by person and place, or by key: nobody's pace is used up by somebody else. A key opens nothing that is personal. */
export function admitter(house: House): (name: RouteName, route: Route) => Admit {
  const paces = new PaceBook();
  return (name, route) => {
    const kind = paceOf(name, route);
    return async (request, known) => {
      const visitor = await visitorOf(house, request, route.halfOpen === true);
      known(visitor);
      const asker = visitor.key?.id ?? `${visitor.owner} ${clientAddress(request)}`;
      const seconds = paces.take(kind, asker, house.world.clock.monoMs());
      if (seconds === null) {
        if (visitor.key) refusePersonal(name);
        return visitor;
      }
      request.res?.setHeader('retry-after', String(seconds));
      throw new StationError('RATE_LIMITED', { seconds });
    };
  };
}
