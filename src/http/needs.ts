import { findBroadcast } from '#broadcast';
import { findEndpoint, listEndpoints } from '#endpoint';
import { findFmStation, findReceivers, mustFindInterference, mustFindTask } from '#fm';
import type { Right, Verb, Visitor } from '#people';
import { listZones, readGateSettings } from '#place';
import { contentReach } from './content-reach.ts';
import type { RouteInput, RouteName } from './contract.ts';
import type { House } from './house.ts';
import { demandRight, type Where } from './rights.ts';

/** Which right a route needs (one of these), and where. */
export interface Need<Name extends RouteName> {
  readonly verbs: readonly [Verb, ...Verb[]];
  /** Absent: somewhere is enough. */
  where?(input: RouteInput<Name>, house: House): Where | Promise<Where>;
}

type Needs = { readonly [Name in RouteName]?: Need<Name> | 'signed in' };

/** Open questions are among the newest. */
const MOST_QUESTIONS = 1000;
const EVERYWHERE: Where = { areaIds: [null] };
const station = (...verbs: [Verb, ...Verb[]]) => ({ verbs, where: () => EVERYWHERE });
const somewhere = (...verbs: [Verb, ...Verb[]]) => ({ verbs });
const granted = (rights: ReadonlyArray<Pick<Right, 'areaId'>>): Where => ({
  areaIds: rights.map((right) => right.areaId),
});

/** A zone is as far as its members reach; an empty one lies in its area. */
function zoneReach({ areaId, endpointIds }: { areaId: string | null; endpointIds: readonly string[] }): Where {
  return endpointIds.length > 0 ? { endpointIds } : { areaIds: [areaId] };
}

async function zonesOfRule(house: House, id: string): Promise<readonly string[]> {
  return (await house.schedule.rules()).find((rule) => rule.id === id)?.zoneIds ?? [];
}

async function areaOfEndpoint(house: House, id: string | null): Promise<string | null> {
  return id === null ? null : ((await findEndpoint(house.store.db, id))?.areaId ?? null);
}

async function endpointsOfBroadcast(house: House, id: string | null): Promise<readonly string[]> {
  const found = id === null ? null : await findBroadcast(house.store.db, id);
  return found?.deliveries.map((one) => one.endpointId) ?? [];
}

/** Where an exception day or quiet span holds. What is not there is looked for by the room itself. */
async function placeOfGateRow(house: House, id: string): Promise<Where> {
  const { store, settings, world } = house;
  const { exceptionDays, quietSpans } = await readGateSettings(store.db, settings.zone, world.clock.wallMs());
  const day = exceptionDays.find((one) => one.id === id);
  const span = quietSpans.find((one) => one.id === id);
  if (span?.endpointId) return { endpointIds: [span.endpointId] };
  return { areaIds: [(day ?? span)?.areaId ?? null] };
}

async function areaOfFmStation(house: House, id: string): Promise<string | null> {
  return (await findFmStation(house.store.db, id))?.areaId ?? null;
}

/** Where receivers stand, and where their station does. */
async function areasOfReceiver(house: House, id: string): Promise<Array<string | null>> {
  const receiver = (await findReceivers(house.store.db, [id])).get(id);
  return [await areaOfEndpoint(house, id), receiver ? await areaOfFmStation(house, receiver.stationId) : null];
}

async function placeOfInterference(
  house: House,
  { stationId, endpointId, areaId }: { stationId: string; endpointId: string | null; areaId: string | null },
): Promise<Where> {
  if (endpointId !== null) return { endpointIds: [endpointId] };
  return { areaIds: [areaId ?? (await areaOfFmStation(house, stationId))] };
}

async function placeOfKnown(house: House, id: string): Promise<Where> {
  return placeOfInterference(house, await mustFindInterference(house.store.db, id));
}

async function endpointsOfAlert(house: House, id: string): Promise<Where> {
  const { villages } = await house.alerts.find(id);
  return { endpointIds: villages.flatMap((village) => village.endpoints.map((one) => one.endpointId)) };
}

/** Whoever says which of two goes first moves both. */
async function endpointsOfQuestion(house: House, id: string): Promise<Where> {
  const question = (await house.inbox.questions(MOST_QUESTIONS)).find((one) => one.id === id);
  if (!question) return EVERYWHERE;
  const [above, own] = [question.broadcastA, question.broadcastB];
  const touched = [...(await endpointsOfBroadcast(house, above)), ...(await endpointsOfBroadcast(house, own))];
  return { endpointIds: [...new Set(touched)] };
}

async function stopped(
  house: House,
  body: {
    all?: boolean | undefined;
    areaIds: readonly string[];
    endpointIds: readonly string[];
    broadcastId?: string | null;
  },
): Promise<Where> {
  const all = body.all ? (await listEndpoints(house.store.db)).map((one) => one.id) : [];
  const sounding = await endpointsOfBroadcast(house, body.broadcastId ?? null);
  return { areaIds: body.areaIds, endpointIds: [...new Set([...all, ...body.endpointIds, ...sounding])] };
}

const PROGRAMME = somewhere('operate');
const BULLETIN: Need<'withdrawBulletin' | 'changeValidity' | 'putVersion' | 'removeVersion'> = {
  verbs: ['operate'],
  where: ({ params }, house) => contentReach(house, { bulletinIds: [params.id] }),
};
const TEMPLATE: Need<'changeTemplate' | 'retireTemplate'> = {
  verbs: ['operate'],
  where: ({ params }, house) => contentReach(house, { templateIds: [params.id] }),
};
const MOUNT = somewhere('live', 'authority', 'emergency');

/**
 * Route by route. A route that only reads is open to everybody who is signed in unless it stands here; one that changes
 * something and does not stand here is for those who may do everything (and a test asks for its line).
 */
export const NEEDS: Needs = {
  signOut: 'signed in',
  addArea: { verbs: ['operate'], where: ({ body }) => ({ areaIds: [body.parentId] }) },
  changeArea: { verbs: ['operate'], where: ({ params, body }) => ({ areaIds: [params.id, body.parentId] }) },
  addZone: { verbs: ['operate'], where: ({ body }) => zoneReach(body) },
  changeZone: {
    verbs: ['operate'],
    where: async ({ params, body }, { store }) => {
      const before = (await listZones(store.db)).find((zone) => zone.id === params.id);
      const [old, fresh] = [before ? zoneReach(before) : EVERYWHERE, zoneReach(body)];
      return {
        areaIds: [...(old.areaIds ?? []), ...(fresh.areaIds ?? [])],
        endpointIds: [...(old.endpointIds ?? []), ...(fresh.endpointIds ?? [])],
      };
    },
  },
  addEndpoint: { verbs: ['operate'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  changeEndpoint: {
    verbs: ['operate'],
    where: async ({ params, body }, house) => ({ areaIds: [await areaOfEndpoint(house, params.id), body.areaId] }),
  },
  renewClaimCode: { verbs: ['operate'], where: ({ params }) => ({ endpointIds: [params.id] }) },
  retireEndpoint: { verbs: ['operate'], where: ({ params }) => ({ endpointIds: [params.id] }) },

  addGateVersion: { verbs: ['gate'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  addExceptionDay: { verbs: ['gate'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  removeExceptionDay: { verbs: ['gate'], where: ({ params }, house) => placeOfGateRow(house, params.id) },
  addMourning: station('gate'),
  endMourning: station('gate'),
  addQuietSpan: {
    verbs: ['gate'],
    where: ({ body }) => (body.endpointId === null ? { areaIds: [body.areaId] } : { endpointIds: [body.endpointId] }),
  },
  liftQuietSpan: { verbs: ['gate'], where: ({ params }, house) => placeOfGateRow(house, params.id) },

  createUpload: somewhere('operate', 'authority', 'emergency', 'live'),
  putUpload: somewhere('operate', 'authority', 'emergency', 'live'),
  trimRecording: PROGRAMME,
  addProgramme: PROGRAMME,
  changeProgramme: {
    verbs: ['operate'],
    where: ({ params }, house) => contentReach(house, { programmeId: params.id }),
  },
  addBulletin: PROGRAMME,
  withdrawBulletin: BULLETIN,
  changeValidity: BULLETIN,
  putVersion: BULLETIN,
  removeVersion: BULLETIN,
  addTemplate: PROGRAMME,
  changeTemplate: TEMPLATE,
  retireTemplate: TEMPLATE,
  previewTemplate: 'signed in',

  addRule: { verbs: ['operate'], where: ({ body }) => ({ zoneIds: body.zoneIds }) },
  changeRule: {
    verbs: ['operate'],
    where: async ({ params, body }, house) => ({
      zoneIds: [...new Set([...body.zoneIds, ...(await zonesOfRule(house, params.id))])],
    }),
  },
  retireRule: {
    verbs: ['operate'],
    where: async ({ params }, house) => ({ zoneIds: await zonesOfRule(house, params.id) }),
  },
  previewRule: 'signed in',
  ruleConsequences: 'signed in',
  broadcastConsequences: 'signed in',
  reloadScheduleFiles: station('operate'),

  addBroadcast: { verbs: ['operate'], where: ({ body }) => ({ zoneIds: body.zoneIds }) },
  stopBroadcast: {
    verbs: ['operate', 'emergency'],
    where: async ({ params }, house) => ({ endpointIds: await endpointsOfBroadcast(house, params.id) }),
  },

  // Who speaks, and who may end it, is known to the live room, which asks for the right itself.
  openLiveSession: MOUNT,
  killLiveSession: somewhere('live', 'authority', 'operate', 'emergency'),
  finishLiveSession: MOUNT,
  addLiveMount: MOUNT,
  revokeLiveMount: MOUNT,

  addRelay: station('operate'),
  changeRelay: station('operate'),
  retireRelay: station('operate'),
  probeRelay: station('operate'),

  addFmStation: station('gate'),
  changeFmStation: station('gate'),
  retireFmStation: station('gate'),
  renewFmKey: station('gate'),
  previewRdsText: 'signed in',
  addFmReceiver: {
    verbs: ['gate'],
    where: async ({ params, body }, house) => ({ areaIds: [body.areaId, await areaOfFmStation(house, params.id)] }),
  },
  changeFmReceiver: {
    verbs: ['gate'],
    where: async ({ params, body }, house) => ({
      areaIds: [body.areaId, ...(await areasOfReceiver(house, params.id))],
    }),
  },
  retireFmReceiver: {
    verbs: ['gate'],
    where: async ({ params }, house) => ({ areaIds: await areasOfReceiver(house, params.id) }),
  },
  addInterference: { verbs: ['operate'], where: ({ body }, house) => placeOfInterference(house, body) },
  closeInterference: { verbs: ['operate'], where: ({ params }, house) => placeOfKnown(house, params.id) },
  askVillageTask: { verbs: ['operate'], where: ({ params }, house) => placeOfKnown(house, params.id) },
  answerVillageTask: {
    verbs: ['operate'],
    where: async ({ params }, house) => {
      const task = await mustFindTask(house.store.db, params.id);
      return placeOfKnown(house, task.interferenceId);
    },
  },

  listPeople: somewhere('people'),
  addPerson: { verbs: ['people'], where: ({ body }) => granted(body.rights) },
  changeRights: {
    verbs: ['people'],
    // Who takes a right away must be above it as much as who grants it.
    where: async ({ params, body }, house) => {
      const before = (await house.doorkeeper.people()).find((person) => person.id === params.id)?.rights ?? [];
      return granted([...before, ...body.rights]);
    },
  },
  invitePerson: {
    verbs: ['people'],
    where: async ({ params }, house) =>
      granted((await house.doorkeeper.people()).find((person) => person.id === params.id)?.rights ?? []),
  },

  prepareAlert: { verbs: ['emergency'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  sendAlert: { verbs: ['emergency'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  cancelAlert: { verbs: ['emergency'], where: ({ params }, house) => endpointsOfAlert(house, params.id) },
  clearAlert: { verbs: ['emergency'], where: ({ params }, house) => endpointsOfAlert(house, params.id) },
  changeAlertSettings: station('emergency'),
  bankRecording: somewhere('emergency'),

  stop: { verbs: ['operate', 'emergency'], where: ({ body }, house) => stopped(house, body) },
  liftStop: { verbs: ['operate', 'emergency'], where: ({ body }, house) => stopped(house, body) },

  addHearing: { verbs: ['operate'], where: ({ body }) => ({ endpointIds: [body.endpointId] }) },

  sendItem: { verbs: ['authority'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  scheduleItem: {
    verbs: ['operate'],
    where: async ({ params, body }, house) => {
      if (body.zoneIds.length > 0) return { zoneIds: body.zoneIds };
      const { zoneIds, areaIds } = await house.inbox.find(params.id);
      return { zoneIds, areaIds };
    },
  },
  declineItem: {
    verbs: ['operate'],
    where: async ({ params }, house) => {
      const { zoneIds, areaIds } = await house.inbox.find(params.id);
      return { zoneIds, areaIds };
    },
  },
  answerQuestion: {
    verbs: ['operate'],
    where: ({ params }, house) => endpointsOfQuestion(house, params.id),
  },
};

/** Throws RIGHT_MISSING unless the visitor may do what this request asks. */
export async function demandNeed(
  house: House,
  name: RouteName,
  method: string,
  visitor: Visitor,
  input: { params: unknown; query: unknown; body: unknown },
): Promise<void> {
  const need = NEEDS[name] as Need<RouteName> | 'signed in' | undefined;
  if (need === 'signed in' || (need === undefined && method === 'get')) return;
  if (need === undefined) return demandRight(house, visitor, ['operate'], EVERYWHERE);
  await demandRight(house, visitor, need.verbs, (await need.where?.(input as never, house)) ?? {});
}
