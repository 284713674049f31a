/** Where the things are that requests name: what somebody touches, and so where the right is needed. */
import { copyOf, findAsked, findBroadcast } from '#broadcast';
import { findEndpoint, listEndpoints } from '#endpoint';
import { findFmStation, findReceivers, mustFindInterference } from '#fm';
import type { Right } from '#people';
import { readGateSettings } from '#place';
import type { House } from './house.ts';
import type { Where } from './rights.ts';

/** Open questions are among the newest. */
const MOST_QUESTIONS = 1000;
export const EVERYWHERE: Where = { areaIds: [null] };
/** Where rights count that are granted or taken away. */
export const granted = (rights: ReadonlyArray<Pick<Right, 'areaId'>>): Where => ({
  areaIds: rights.map((right) => right.areaId),
});

/** A zone is as far as its members reach; an empty one lies in its area. */
export function zoneReach({ areaId, endpointIds }: { areaId: string | null; endpointIds: readonly string[] }): Where {
  return endpointIds.length > 0 ? { endpointIds } : { areaIds: [areaId] };
}

/** Where a rule is heard. */
export async function zonesOfRule(house: House, id: string): Promise<readonly string[]> {
  return (await house.schedule.rules()).find((rule) => rule.id === id)?.zoneIds ?? [];
}

/** Where an endpoint stands. */
export async function areaOfEndpoint(house: House, id: string | null): Promise<string | null> {
  return id === null ? null : ((await findEndpoint(house.store.db, id))?.areaId ?? null);
}

/** Where a broadcast is heard. */
export async function endpointsOfBroadcast(house: House, id: string | null): Promise<readonly string[]> {
  const found = id === null ? null : await findBroadcast(house.store.db, id);
  return found?.deliveries.map((one) => one.endpointId) ?? [];
}

/** Where broadcasts are heard, and where they would be if they were asked for again now. */
export async function reachOfMove(house: House, ids: readonly string[]): Promise<Where> {
  const asked = await findAsked(house.store.db, ids);
  const endpointIds = (await Promise.all(ids.map((id) => endpointsOfBroadcast(house, id)))).flat();
  return {
    endpointIds: [...new Set(endpointIds)],
    zoneIds: [...new Set([...asked.values()].flatMap(({ zoneIds }) => zoneIds))],
  };
}

/** Where a copy of a week is heard. */
export async function reachOfCopy(house: House, id: string): Promise<Where> {
  const ids = await copyOf(house.store.db, id);
  return ids.length > 0 ? reachOfMove(house, ids) : EVERYWHERE;
}

/** Where an exception day or quiet span holds. What is not there is looked for by the room itself. */
export async function placeOfGateRow(house: House, id: string): Promise<Where> {
  const { store, settings, world } = house;
  const { exceptionDays, quietSpans } = await readGateSettings(store.db, settings.zone, world.clock.wallMs());
  const day = exceptionDays.find((one) => one.id === id);
  const span = quietSpans.find((one) => one.id === id);
  if (span?.endpointId) return { endpointIds: [span.endpointId] };
  return { areaIds: [(day ?? span)?.areaId ?? null] };
}

/** Where a transmitter stands. */
export async function areaOfFmStation(house: House, id: string): Promise<string | null> {
  return (await findFmStation(house.store.db, id))?.areaId ?? null;
}

/** Where receivers stand, and where their station does. */
export async function areasOfReceiver(house: House, id: string): Promise<Array<string | null>> {
  const receiver = (await findReceivers(house.store.db, [id])).get(id);
  return [await areaOfEndpoint(house, id), receiver ? await areaOfFmStation(house, receiver.stationId) : null];
}

/** Where foreign sound is heard. */
export async function placeOfInterference(
  house: House,
  { stationId, endpointId, areaId }: { stationId: string; endpointId: string | null; areaId: string | null },
): Promise<Where> {
  if (endpointId !== null) return { endpointIds: [endpointId] };
  return { areaIds: [areaId ?? (await areaOfFmStation(house, stationId))] };
}

/** Where foreign sound is heard that was written down. */
export async function placeOfKnown(house: House, id: string): Promise<Where> {
  return placeOfInterference(house, await mustFindInterference(house.store.db, id));
}

/** Where an alert was heard. */
export async function endpointsOfAlert(house: House, id: string): Promise<Where> {
  const { villages } = await house.alerts.find(id);
  return { endpointIds: villages.flatMap((village) => village.endpoints.map((one) => one.endpointId)) };
}

/** Whoever says which of two goes first moves both. */
export async function endpointsOfQuestion(house: House, id: string): Promise<Where> {
  const question = (await house.inbox.questions(MOST_QUESTIONS)).find((one) => one.id === id);
  if (!question) return EVERYWHERE;
  const [above, own] = [question.broadcastA, question.broadcastB];
  const touched = [...(await endpointsOfBroadcast(house, above)), ...(await endpointsOfBroadcast(house, own))];
  return { endpointIds: [...new Set(touched)] };
}

/** What a red button silences. */
export async function stopped(
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
