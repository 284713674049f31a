import { programmeService, radioText } from '#delivery';
import {
  assignSources,
  changeEndpoint,
  type Endpoint,
  findEndpoint,
  findEndpoints,
  registerEndpoint,
  retireEndpoint,
} from '#endpoint';
import {
  addFmStation,
  addReceiver,
  changeFmStation,
  changeReceiver,
  type FmReceiver,
  type FmStation,
  findReceivers,
  listFmStations,
  mustFindFmStation,
  mustSuit,
  receiversOf,
  removeReceiver,
  renewFmKey,
  retireFmStation,
} from '#fm';
import { notFound } from '#kernel';
import type { Visitor } from '#people';
import { findArea } from '#place';
import { canonicalLanguages } from '#programme';
import type { Executor } from '#store';
import type { RouteInput } from '../contract.ts';
import { mustBeAgent, mustHearOffAir } from '../fm-checks.ts';
import { receiverShown, type StationShown, stationShown } from '../fm-shown.ts';
import type { Handlers, House } from '../house.ts';
import { demandRight } from '../rights.ts';

type Stations = 'listFmStations' | 'addFmStation' | 'changeFmStation' | 'retireFmStation' | 'renewFmKey';
type Receivers = 'addFmReceiver' | 'changeFmReceiver' | 'retireFmReceiver';

export function fmHandlers(house: House): Handlers<Stations | Receivers | 'previewRdsText'> {
  const { store, world, carriage } = house;

  /** Whoever may not set stations is shown no key: with it he would count as the computer at the transmitter. */
  async function mayKnowKey(visitor: Visitor): Promise<boolean> {
    const may = demandRight(house, visitor, ['gate'], { areaIds: [null] });
    return may.then(
      () => true,
      () => false,
    );
  }

  async function shown(db: Executor, stations: readonly FmStation[], withKey = true): Promise<StationShown[]> {
    const receivers = await receiversOf(
      db,
      stations.map(({ id }) => id),
    );
    const endpoints = await findEndpoints(
      db,
      receivers.map(({ endpointId }) => endpointId),
    );
    const byStation = Map.groupBy(receivers, ({ stationId }) => stationId);
    return stations.map((station) =>
      stationShown(house, station, withEndpoints(byStation.get(station.id), endpoints), withKey),
    );
  }

  async function one(db: Executor, station: FmStation): Promise<StationShown> {
    const [answer] = await shown(db, [station]);
    if (!answer) throw notFound('fm_station');
    return answer;
  }

  /** Agents at exciters are sent nothing of their own, in the same transaction. */
  async function feed(tx: Executor): Promise<void> {
    const feeding = (await listFmStations(tx)).flatMap((station) => station.audioEndpointId ?? []);
    await assignSources(tx, feeding);
  }

  /** What was asked, judged by the rooms that know places, languages and endpoints. */
  async function inputOf(tx: Executor, { name, areaId, ...settings }: RouteInput<'addFmStation'>['body']) {
    if (areaId !== null && !(await findArea(tx, areaId))) throw notFound('area');
    mustHearOffAir(settings.offAirUrl);
    if (settings.audio === 'agent') await mustBeAgent(tx, settings.audioEndpointId);
    return { name, areaId, settings: { ...settings, languages: canonicalLanguages(settings.languages) } };
  }

  /** Whoever holds lines, orders or rules of these is told, after the commit. */
  async function tell(endpoints: readonly Endpoint[]): Promise<void> {
    for (const endpoint of endpoints) carriage.endpointChanged(endpoint);
    await house.fm.changed();
    if (endpoints.length > 0) await house.gateChanged();
  }

  return {
    listFmStations: async (_asked, { visitor }) =>
      shown(store.db, await listFmStations(store.db), await mayKnowKey(visitor)),
    addFmStation: async ({ body }, { remember }) => {
      const answer = await store.transact(async (tx) => {
        const added = await one(tx, await addFmStation(tx, world, await inputOf(tx, body)));
        await feed(tx);
        await remember(tx, added);
        return added;
      });
      await tell([]);
      return answer;
    },
    changeFmStation: async ({ params, body }) => {
      const { station, endpoints } = await store.transact(async (tx) => {
        const input = await inputOf(tx, body);
        const hanging = await receiversIn(tx, params.id);
        const named = hanging.map(({ receiver, endpoint }) => ({ ...receiver, name: endpoint.name }));
        const changed = await changeFmStation(tx, params.id, input, named);
        await feed(tx);
        const { languages } = changed;
        const followed: Endpoint[] = [];
        for (const { endpoint } of hanging)
          followed.push(await changeEndpoint(tx, endpoint.id, { ...endpoint, languages }));
        return { station: changed, endpoints: followed };
      });
      await tell(endpoints);
      return one(store.db, station);
    },
    retireFmStation: async ({ params }) => {
      const endpoints = await store.transact(async (tx) => {
        const hanging = await receiversIn(tx, params.id);
        await retireFmStation(tx, world.clock, params.id);
        await feed(tx);
        const retired: Endpoint[] = [];
        for (const { endpoint } of hanging) retired.push(await outOfUse(tx, endpoint.id));
        return retired;
      });
      await tell(endpoints);
      return {};
    },
    renewFmKey: async ({ params }, { remember }) => {
      const answer = await store.transact(async (tx) => {
        const renewed = await one(tx, await renewFmKey(tx, world, params.id));
        await remember(tx, renewed);
        return renewed;
      });
      await tell([]);
      return answer;
    },
    previewRdsText: async ({ body }) => {
      const { text, shortened, dropped } = radioText(body.rt);
      return { ps: programmeService(body.ps), rt: text, shortened, dropped };
    },

    addFmReceiver: async ({ params, body }, { remember }) => {
      const { endpoint, answer } = await store.transact(async (tx) => {
        const { name, areaId, duty, ...settings } = body;
        const station = await mustFindFmStation(tx, params.id);
        mustSuit(station, { ...settings, name });
        if (areaId !== null && !(await findArea(tx, areaId))) throw notFound('area');
        const { languages } = station;
        const place = { name, areaId, duty, languages, fmStationId: station.id };
        const registered = await registerEndpoint(tx, world, { ...place, protocol: 'fm', gainDb: 0, leadInMs: 0 });
        const receiver = await addReceiver(tx, registered.endpoint.id, station.id, settings);
        const added = receiverShown(receiver, registered.endpoint);
        await remember(tx, added);
        return { endpoint: registered.endpoint, answer: added };
      });
      await tell([endpoint]);
      return answer;
    },
    changeFmReceiver: async ({ params, body }) => {
      const { endpoint, receiver } = await store.transact(async (tx) => {
        const { name, areaId, duty, ...settings } = body;
        const before = (await findReceivers(tx, [params.id])).get(params.id);
        if (!before) throw notFound('fm_receiver');
        mustSuit(await mustFindFmStation(tx, before.stationId), { ...settings, name });
        if (areaId !== null && !(await findArea(tx, areaId))) throw notFound('area');
        const place = { name, areaId, duty, gainDb: 0, leadInMs: 0 };
        return {
          endpoint: await changeEndpoint(tx, params.id, place),
          receiver: await changeReceiver(tx, params.id, settings),
        };
      });
      await tell([endpoint]);
      return receiverShown(receiver, endpoint);
    },
    retireFmReceiver: async ({ params }) => {
      await tell([await store.transact((tx) => outOfUse(tx, params.id))]);
      return {};
    },
  };

  async function outOfUse(tx: Executor, endpointId: string): Promise<Endpoint> {
    await removeReceiver(tx, endpointId);
    await retireEndpoint(tx, world.clock, endpointId);
    const endpoint = await findEndpoint(tx, endpointId);
    if (!endpoint) throw new Error(`endpoint ${endpointId} vanished while it was retired`);
    return endpoint;
  }
}

interface Hanging {
  readonly receiver: FmReceiver;
  readonly endpoint: Endpoint;
}

async function receiversIn(db: Executor, stationId: string): Promise<Hanging[]> {
  const receivers = await receiversOf(db, [stationId]);
  const ids = receivers.map(({ endpointId }) => endpointId);
  return withEndpoints(receivers, await findEndpoints(db, ids));
}

function withEndpoints(receivers: readonly FmReceiver[] = [], endpoints: ReadonlyMap<string, Endpoint>): Hanging[] {
  return receivers.flatMap((receiver) => {
    const endpoint = endpoints.get(receiver.endpointId);
    return endpoint ? [{ receiver, endpoint }] : [];
  });
}
