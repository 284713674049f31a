/** What will be heard around something that is asked for: gathered for its consequences, and for what forbids it. */
import { type Broadcast, broadcastsBetween, type Delivery, isOpen } from '#broadcast';
import { type Endpoint, listEndpoints } from '#endpoint';
import type { EndpointGate } from '#gate';
import type { StationError } from '#kernel';
import { endpointsOfZones, listAreas, listZones } from '#place';
import { type Draft, type Foreseen, foresee } from '#playout';
import { decideAir } from '#queue';
import { type Alike, earshotBetween, type Listener, type Party, partyFrom, type Question, type Sound } from '#why';
import type { House } from './house.ts';

const HOUR_MS = 3_600_000;
/** A session may have begun the day before, and what sounds at midnight too. */
const BACK_MS = 37 * HOUR_MS;
const MOST_BROADCASTS = 20_000;

/** What is asked for, and the stretch of time that it touches. */
export interface AskedFor {
  readonly zoneIds: readonly string[];
  readonly drafts: readonly Draft[];
  /** The rule in whose place it comes; what that one had planned is called back. */
  readonly replaces: string | null;
  /** The broadcast in whose place it comes. */
  readonly insteadOf?: string;
  readonly from: number;
  readonly to: number;
}

interface Carried {
  readonly broadcast: Broadcast;
  readonly delivery: Delivery;
}

/** Endpoints that will have the same day, with what is asked for as they would get it. */
export interface Company extends Alike {
  readonly gate: EndpointGate;
  readonly fresh: readonly Carried[];
  readonly after: readonly Foreseen[];
}

export interface LeftOut {
  readonly endpointIds: readonly string[];
  readonly plannedAt: number;
  readonly why: StationError;
}

export interface Outlook extends Omit<Question, 'scene' | 'days'> {
  readonly alike: readonly Company[];
  /** The first of what is asked for that would be refused, and all that would not. */
  readonly refused: Error | null;
  readonly broadcasts: readonly Broadcast[];
  /** Endpoints that are left out of something that is asked for, and why. */
  readonly leftOut: readonly LeftOut[];
  /** Those of the broadcasts that are written already. */
  readonly saved: ReadonlySet<string>;
}

/** Looks ahead; nothing is written. */
export async function outlookOf(house: House, asked: AskedFor): Promise<Outlook> {
  const { store, playout, schedule, gates, world } = house;
  const now = world.clock.wallMs();
  const since = asked.from - BACK_MS;
  const endpoints = await listEndpoints(store.db);
  const named = asked.drafts.flatMap(({ endpointIds = [] }) => endpointIds);
  const targets = new Set([...[...(await endpointsOfZones(store.db, asked.zoneIds)).values()].flat(), ...named]);
  const near = new Set(endpoints.filter((one) => !targets.has(one.id) && isNear(one, endpoints, targets)).map(idOf));
  const books = booksOf(await broadcastsBetween(store.db, since, asked.to, MOST_BROADCASTS), targets, near);

  const zones = await listZones(store.db);
  const companies = new Map<string, { endpointIds: string[]; gate: EndpointGate }>();
  for (const endpoint of endpoints) {
    if (!targets.has(endpoint.id)) continue;
    const gate = gates.of(endpoint.id);
    const own = zones.filter(({ endpointIds }) => endpointIds.includes(endpoint.id)).map(idOf);
    const day = [books.carried, books.played].map((book) => (book.get(endpoint.id) ?? []).map(keyOf));
    const key = JSON.stringify([own, endpoint.fmStationId, endpoint.languages, endpoint.leadInMs, gate, day]);
    const known = companies.get(key);
    if (known) known.endpointIds.push(endpoint.id);
    else companies.set(key, { endpointIds: [endpoint.id], gate });
  }

  const likeOf = (head: string) =>
    [...companies.values()].find((one) => one.endpointIds[0] === head)?.endpointIds ?? [];
  // One endpoint stands for all that will have the same day.
  const heads = new Set([...companies.values()].map(({ endpointIds }) => endpointIds[0] ?? ''));
  const dues = await schedule.expected(Math.max(now, since), asked.to, null);
  const kept = dues.filter(({ ruleId }) => ruleId !== asked.replaces);
  const old = dues.filter(({ ruleId }) => ruleId === asked.replaces);
  const prepare = (drafts: readonly Draft[], only: ReadonlySet<string>) => playout.prepare(store.db, drafts, only);
  const verdicts = await prepare(asked.drafts, heads);
  const fresh = accepted(verdicts);
  const coming = accepted(await prepare(kept.map(house.draftOf), new Set([...heads, ...near])));
  const leaving = accepted(await prepare(old.map(house.draftOf), heads));
  const isReplaced = ({ id, askedBy }: Broadcast) =>
    id === asked.insteadOf || (asked.replaces !== null && askedBy === asked.replaces);
  const isCalledBack = ({ broadcast }: Carried) =>
    isReplaced(broadcast) && broadcast.state === 'planned' && broadcast.plannedAt > now;

  const alike = [...companies.values()].map(({ endpointIds, gate }): Company => {
    const [head = ''] = endpointIds;
    const standing = books.carried.get(head) ?? [];
    const ahead = [...standing.filter((one) => !isCalledBack(one)), ...on(head, coming)];
    const played = books.played.get(head) ?? [];
    const run = (carried: readonly Carried[]) =>
      foresee({
        ...{ decideAir, carried, load: played, fromAt: Math.max(now, since) },
        ask: (broadcast, startAt, load) => house.askAir(head, broadcast, startAt, load),
      });
    const called = [...standing.filter(isCalledBack), ...on(head, leaving)];
    const own = on(head, fresh);
    return {
      endpointIds,
      gate,
      played,
      fresh: own,
      before: run([...ahead, ...called]),
      after: run([...ahead, ...own]),
    };
  });

  const villages = new Map((await listAreas(store.db)).map(({ id, name }) => [id, name]));
  const listenerOf = (endpoint: Endpoint): Listener => ({
    ...{ id: endpoint.id, name: endpoint.name, village: villages.get(endpoint.areaId ?? '') ?? endpoint.name },
    ...{ latitude: endpoint.latitude, longitude: endpoint.longitude, reachM: endpoint.reachM },
    isReachable:
      house.link.isReachable(endpoint.id) ||
      house.streams.isReachable(endpoint.id) ||
      (endpoint.fmStationId !== null && house.fm.standing(endpoint.fmStationId).isReachable),
  });
  const sounds = soundsOf(alike, [...books.nearby, ...coming], near);
  const everybody = [...books.all, ...[...fresh, ...coming, ...leaving].map(({ broadcast }) => broadcast)];
  return {
    alike,
    refused: verdicts.flatMap((verdict) => ('refused' in verdict ? [verdict.refused] : []))[0] ?? null,
    broadcasts: fresh.map(({ broadcast }) => broadcast),
    leftOut: fresh.flatMap(({ broadcast, mayNot }) =>
      [...mayNot].map(([head, why]) => ({ endpointIds: likeOf(head), plannedAt: broadcast.plannedAt, why })),
    ),
    saved: new Set(books.all.map(idOf)),
    fresh: new Set(fresh.map(({ broadcast }) => broadcast.id)),
    parties: new Map<string, Party>(everybody.map((broadcast) => [broadcast.id, partyFrom(broadcast)])),
    listeners: endpoints.filter(({ id }) => targets.has(id)).map(listenerOf),
    neighbours: endpoints.flatMap((endpoint) => {
      const own = sounds.get(endpoint.id);
      return own ? [{ listener: listenerOf(endpoint), sounds: own }] : [];
    }),
  };
}

type Verdicts = Awaited<ReturnType<House['playout']['prepare']>>;
type Prepared = Extract<Verdicts[number], { broadcast: Broadcast }>;
type Planned = Pick<Prepared, 'broadcast' | 'deliveries'>;

const idOf = ({ id }: { readonly id: string }) => id;
const accepted = (verdicts: Verdicts): Prepared[] => verdicts.filter((one): one is Prepared => 'broadcast' in one);

function on(endpointId: string, all: readonly Planned[]): Carried[] {
  return all.flatMap(({ broadcast, deliveries }) =>
    deliveries.filter((one) => one.endpointId === endpointId).map((delivery) => ({ broadcast, delivery })),
  );
}

function isNear(endpoint: Endpoint, all: readonly Endpoint[], targets: ReadonlySet<string>): boolean {
  if (endpoint.latitude === null) return false;
  return all.some((other) => targets.has(other.id) && earshotBetween(endpoint, other) !== null);
}

function keyOf(one: Carried | LoadSpan): unknown {
  return 'delivery' in one
    ? [one.broadcast.id, one.delivery.variant, one.delivery.startAt]
    : [one.startAt, one.endAt, one.bulletinId];
}

type LoadSpan = Sound & Pick<Broadcast, 'bulletinId' | 'level'> & { readonly broadcastId: string };
type Rows = Awaited<ReturnType<typeof broadcastsBetween>>;

/** What the rows say of each target: what it has before it, and what it heard; and what its neighbours have. */
function booksOf(rows: Rows, targets: ReadonlySet<string>, near: ReadonlySet<string>) {
  const carried = new Map<string, Carried[]>();
  const played = new Map<string, LoadSpan[]>();
  const nearby: Planned[] = [];
  for (const { broadcast, deliveries } of rows) {
    const theirs = deliveries.filter((one) => near.has(one.endpointId) && isOpen(one.state));
    if (theirs.length > 0) nearby.push({ broadcast, deliveries: theirs });
    for (const delivery of deliveries) {
      const { endpointId, startedAt, renderedMs, state } = delivery;
      if (!targets.has(endpointId)) continue;
      if (isOpen(state)) put(carried, endpointId, { broadcast, delivery });
      else if (startedAt !== null && renderedMs > 0) {
        const { id: broadcastId, bulletinId, level } = broadcast;
        put(played, endpointId, { broadcastId, bulletinId, level, startAt: startedAt, endAt: startedAt + renderedMs });
      }
    }
  }
  return { carried, played, nearby, all: rows.map(({ broadcast }) => broadcast) };
}

function put<Item>(book: Map<string, Item[]>, key: string, item: Item): void {
  const items = book.get(key);
  if (items) items.push(item);
  else book.set(key, [item]);
}

/** What each endpoint is to play: as foreseen where that was looked at, as planned on the neighbours. */
function soundsOf(alike: readonly Company[], planned: readonly Planned[], near: ReadonlySet<string>) {
  const sounds = new Map<string, Array<Sound & { broadcastId: string }>>();
  for (const { endpointIds, after } of alike) {
    const all = after.flatMap(({ broadcastId, sounds: own }) => own.map((sound) => ({ ...sound, broadcastId })));
    for (const id of endpointIds) sounds.set(id, all);
  }
  for (const { broadcast, deliveries } of planned) {
    const { id: broadcastId, plannedAt, runningOrder } = broadcast;
    for (const { endpointId, startAt } of deliveries) {
      if (!near.has(endpointId)) continue;
      const from = startAt ?? plannedAt;
      put(sounds, endpointId, { broadcastId, startAt: from, endAt: from + runningOrder.durationMs });
    }
  }
  return sounds;
}
