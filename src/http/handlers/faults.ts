import { findEndpoints } from '#endpoint';
import {
  acknowledgeFault,
  closeFault,
  daysOut,
  type Fault,
  faultsCsv,
  listFaults,
  mustFindFault,
  type NamedFault,
  openFault,
  ticketsOf,
  writeTicket,
} from '#fault';
import { notFound, StationError } from '#kernel';
import { listAreas } from '#place';
import type { Executor } from '#store';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listFaults' | 'getFault' | 'addFault' | 'acknowledgeFault' | 'writeTicket' | 'closeFault';
type Shown = RouteAnswer<'addFault'>;
type Asked = RouteInput<'listFaults'>['query'];

const MOST = 500;

/** Joined with the names of where they are; what is out of use keeps its name. */
async function named(db: Executor, faults: readonly Fault[]): Promise<Array<NamedFault & { areaId: string | null }>> {
  const ids = faults.map(({ endpointId }) => endpointId);
  const endpoints = await findEndpoints(db, ids);
  const areas = new Map((await listAreas(db)).map((area) => [area.id, area.name]));
  return faults.map((fault) => {
    const { name: endpointName = '', areaId = null } = endpoints.get(fault.endpointId) ?? {};
    return { ...fault, endpointName, areaId, village: areas.get(areaId ?? '') ?? '' };
  });
}

export function faultHandlers({ store, world }: House): Handlers<Names> {
  const shown = async (db: Executor, faults: readonly Fault[]): Promise<Shown[]> => {
    const now = world.clock.wallMs();
    return (await named(db, faults)).map((fault) => ({ ...fault, daysOut: daysOut(fault, now) }));
  };
  const one = async (db: Executor, id: string): Promise<Shown> => {
    const [fault] = await shown(db, [await mustFindFault(db, id)]);
    if (!fault) throw notFound('fault');
    return fault;
  };

  return {
    listFaults: async ({ query }) => {
      // Whoever looks for an edit asks for all.
      const { limit = MOST, ...filter } = (query ?? {}) as Partial<Asked>;
      return shown(store.db, await listFaults(store.db, filter, limit));
    },
    getFault: async ({ params }) => ({
      fault: await one(store.db, params.id),
      tickets: await ticketsOf(store.db, params.id),
    }),
    addFault: ({ body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const endpoint = (await findEndpoints(tx, [body.endpointId])).get(body.endpointId);
        if (!endpoint || endpoint.retiredAt !== null) throw notFound('endpoint');
        const now = world.clock.wallMs();
        const sinceAt = body.sinceAt ?? now;
        if (sinceAt > now) {
          const problem = { vi: 'giờ hỏng còn ở phía trước', en: 'that is still to come' };
          throw new StationError('REQUEST_INVALID', { field: 'body.sinceAt', problem });
        }
        const told = { endpointId: endpoint.id, kind: 'told', sinceAt, toldBy: visitor.name, what: body.what } as const;
        const { id, acknowledgedAt } = await openFault(tx, world, told);
        // Who tells of it knows of it.
        if (acknowledgedAt === null) await acknowledgeFault(tx, world.clock, id, visitor.name);
        const answer = await one(tx, id);
        await remember(tx, answer);
        return answer;
      }),
    acknowledgeFault: ({ params }, { visitor, remember }) =>
      store.transact(async (tx) => {
        await mustFindFault(tx, params.id);
        await acknowledgeFault(tx, world.clock, params.id, visitor.name);
        const answer = await one(tx, params.id);
        await remember(tx, answer);
        return answer;
      }),
    writeTicket: ({ params, body }, { visitor }) =>
      store.transact(async (tx) => {
        await writeTicket(tx, world.clock, params.id, body, visitor.name);
        return one(tx, params.id);
      }),
    closeFault: ({ params }, { visitor, remember }) =>
      store.transact(async (tx) => {
        await mustFindFault(tx, params.id);
        await closeFault(tx, world.clock, params.id, { because: 'person', by: visitor.name });
        const answer = await one(tx, params.id);
        await remember(tx, answer);
        return answer;
      }),
  };
}

/** The list as CSV: the same filters, the same order, the same lines. */
export async function faultsAsCsv({ store, settings, world }: House, { limit, ...filter }: Asked): Promise<string> {
  return faultsCsv(
    await named(store.db, await listFaults(store.db, filter, limit)),
    settings.zone,
    world.clock.wallMs(),
  );
}
