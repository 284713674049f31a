import { titlesOf } from '#broadcast';
import {
  changeEndpoint,
  type Endpoint,
  findEndpoint,
  listEndpoints,
  registerEndpoint,
  renewClaimCode,
  retireEndpoint,
  type Surroundings,
} from '#endpoint';
import { notFound, StationError } from '#kernel';
import { findArea, listAreas, stationCodesOf } from '#place';
import { canonicalLanguages } from '#programme';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import { mustNotFeed } from '../fm-checks.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listEndpoints' | 'addEndpoint' | 'changeEndpoint' | 'renewClaimCode' | 'retireEndpoint';

/** What the console shows of endpoints: what is registered, joined with what is known just now. */
async function shown(
  house: House,
  db: Executor,
  endpoints: readonly Endpoint[],
): Promise<RouteAnswer<'listEndpoints'>> {
  const titles = await titlesOf(
    db,
    endpoints.flatMap((endpoint) => house.link.playingOn(endpoint.id) ?? []),
  );
  const stationCodes = await codesOf(db, endpoints);
  return endpoints.map((endpoint) => one(house, endpoint, titles, stationCodes));
}

async function codesOf(db: Executor, endpoints: readonly Endpoint[]): Promise<Map<string, string>> {
  const parents = new Map((await listAreas(db)).map((area) => [area.id, area.parentId]));
  return stationCodesOf(db, parents, endpoints);
}

function one(
  { link, streams, fm, seen }: House,
  endpoint: Endpoint,
  titles: ReadonlyMap<string, string>,
  stationCodes: ReadonlyMap<string, string>,
) {
  const { id, protocol, streamKey } = endpoint;
  const fresh = seen.fresh(id);
  const lastSeenAt = fresh?.at ?? endpoint.lastSeenAt;
  const lastReport = fresh?.report ?? endpoint.lastReport;
  const isOnline = {
    link: () => link.isReachable(id),
    http: () => streams.isReachable(id),
    // Receivers say nothing: they are there when their transmitter is.
    fm: () => fm.standing(endpoint.fmStationId ?? '').isReachable,
  }[protocol]();
  const isClaimed = protocol !== 'link' || endpoint.publicKey !== null;
  const state = isOnline ? 'online' : !isClaimed ? 'unclaimed' : lastSeenAt === null ? 'never_seen' : 'offline';
  return {
    id,
    name: endpoint.name,
    areaId: endpoint.areaId,
    code: endpoint.code,
    stationCode: stationCodes.get(id) ?? '',
    protocol,
    duty: endpoint.duty,
    fmStationId: endpoint.fmStationId,
    state,
    lastSeenAt,
    playing: titles.get(link.playingOn(id) ?? '') ?? null,
    listeners: protocol === 'http' ? streams.listeners(id) : null,
    clockOffsetMs: lastReport?.clockOffsetMs ?? null,
    clockErrorMs: lastReport?.clockErrorMs ?? null,
    gainDb: endpoint.gainDb,
    leadInMs: endpoint.leadInMs,
    languages: [...endpoint.languages],
    latitude: endpoint.latitude,
    longitude: endpoint.longitude,
    reachM: endpoint.reachM,
    streamPath: streamKey === null ? null : `/stream/${id}.mp3?key=${streamKey}`,
  } satisfies RouteAnswer<'changeEndpoint'>;
}

export function endpointHandlers(house: House): Handlers<Names> {
  const { store, world, carriage } = house;

  async function mustBeArea(db: Executor, id: string | null): Promise<void> {
    if (id !== null && !(await findArea(db, id))) throw notFound('area');
  }

  return {
    listEndpoints: async () => shown(house, store.db, await listEndpoints(store.db)),
    async addEndpoint({ body }, { remember }) {
      const answer = await store.transact(async (tx) => {
        await mustBeArea(tx, body.areaId);
        const { endpoint, claimCode } = await registerEndpoint(tx, world, checked(body));
        const added = { endpoint: one(house, endpoint, new Map(), await codesOf(tx, [endpoint])), claimCode };
        await remember(tx, added);
        return added;
      });
      // From its first moment on it keeps the rules of its place, and has the emergency bank.
      await house.gateChanged();
      return answer;
    },
    changeEndpoint: async ({ params, body }) => {
      await mustBeArea(store.db, body.areaId);
      await mustNotBeFm(store.db, params.id);
      const endpoint = await changeEndpoint(store.db, params.id, checked(body));
      carriage.endpointChanged(endpoint);
      await house.gateChanged();
      const [answer] = await shown(house, store.db, [endpoint]);
      if (!answer) throw notFound('endpoint');
      return answer;
    },
    renewClaimCode: ({ params }, { remember }) =>
      store.transact(async (tx) => {
        const answer = { claimCode: await renewClaimCode(tx, world, params.id) };
        await remember(tx, answer);
        return answer;
      }),
    retireEndpoint: async ({ params }) => {
      await mustNotBeFm(store.db, params.id);
      await mustNotFeed(store.db, [params.id]);
      await retireEndpoint(store.db, world.clock, params.id);
      const endpoint = await findEndpoint(store.db, params.id);
      if (endpoint) carriage.endpointChanged(endpoint);
      house.link.dismiss(params.id);
      house.streams.dismiss(params.id);
      await house.bell.ring(null);
      return {};
    },
  };
}

/** Throws FM_RECEIVER for receivers of an FM station, whose name, place and end are a matter of that station. */
async function mustNotBeFm(db: Executor, id: string): Promise<void> {
  const endpoint = await findEndpoint(db, id);
  if (endpoint?.protocol === 'fm') throw new StationError('FM_RECEIVER', { name: endpoint.name });
}

/** What was said of its surroundings, with languages in their right spelling and a place that is whole or none. */
function checked<Body extends Surroundings>(body: Body): Body {
  const { languages, latitude, longitude } = body;
  if ((latitude ?? null) === null ? (longitude ?? null) !== null : (longitude ?? null) === null) {
    const problem = {
      vi: 'cần cả vĩ độ và kinh độ, hoặc bỏ cả hai',
      en: 'give both latitude and longitude, or neither',
    };
    throw new StationError('REQUEST_INVALID', { field: 'body.latitude', problem });
  }
  return languages ? { ...body, languages: canonicalLanguages(languages) } : body;
}
