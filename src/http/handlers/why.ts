import { coursesBetween } from '#broadcast';
import { findEndpoint } from '#endpoint';
import { defaultGate } from '#gate';
import { notFound } from '#kernel';
import { gatesOf } from '#place';
import { accountOf, KEPT_MS, lastTraces } from '#why';
import type { Handlers, House } from '../house.ts';

const MINUTE_MS = 60_000;
/** Enough to find the decision that put on air what an hour of a busy day made wait. */
const TRACES = 60;

export function whyHandlers({ store, world, settings }: House): Handlers<'why'> {
  return {
    why: async ({ query: { endpointId, at } }) => {
      const endpoint = await findEndpoint(store.db, endpointId);
      if (!endpoint) throw notFound('endpoint');
      const from = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      const now = world.clock.wallMs();
      const gates = await gatesOf(store.db, settings.zone, [endpoint], from);
      const { playing, lines, ...account } = accountOf({
        endpointName: endpoint.name,
        zone: settings.zone,
        now,
        at,
        courses: await coursesBetween(store.db, endpointId, from, from + MINUTE_MS),
        traces: await lastTraces(store.db, endpointId, from + MINUTE_MS, TRACES),
        keptFrom: now - KEPT_MS,
        gate: gates.get(endpointId) ?? defaultGate(settings.zone),
      });
      return { endpointId, endpointName: endpoint.name, ...account, playing: [...playing], lines: [...lines] };
    },
  };
}
