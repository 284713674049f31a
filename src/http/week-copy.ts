/** A week repeated in another one: which of what people asked for once would be heard again, and which would not. */
import { asDelivered, type Broadcast, broadcastsBetween, type Delivery, findAsked, movedAway } from '#broadcast';
import { listEndpoints } from '#endpoint';
import {
  type Bilingual,
  civilOf,
  dateOfDay,
  dayNumber,
  fill,
  instantOf,
  REASONS,
  type Reason,
  StationError,
} from '#kernel';
import type { Draft } from '#playout';
import { dayBounds } from './asking.ts';
import type { House } from './house.ts';
import { draftAgain } from './moving.ts';

const WEEK = 7;
const MOST = 500;
/** Nothing is copied to what begins sooner: there would be no time to take it back. */
const SOONEST_MS = 60_000;

export interface CopyLine {
  readonly broadcastId: string;
  readonly title: string;
  readonly startAt: number;
  readonly areaIds: readonly string[];
  /** `lapses`: it is not copied. `clashes` and `waits` are, and their text says what stands in the way. */
  readonly state: 'comes' | 'clashes' | 'waits' | 'lapses';
  readonly text: Bilingual | null;
}
export interface Planned {
  readonly line: CopyLine;
  readonly draft: Draft | null;
}

/** Day by day and minute by minute, `from` to `to`. Throws REQUEST_INVALID unless whole weeks lie between the two. */
export async function planCopy(
  house: House,
  { from, to }: { readonly from: string; readonly to: string },
  owner: string,
): Promise<Planned[]> {
  const { store, playout, settings, world } = house;
  const days = (dayNumber(to) ?? Number.NaN) - (dayNumber(from) ?? Number.NaN);
  if (!(days > 0 && days % WEEK === 0)) {
    const problem = { vi: 'cách `from` một hay nhiều tuần tròn', en: 'one or more whole weeks after `from`' };
    throw new StationError('REQUEST_INVALID', { field: 'to', problem });
  }
  const [source, target] = [weekFrom(from, settings.zone), weekFrom(to, settings.zone)];
  const found = await broadcastsBetween(store.db, source.from, source.to, MOST);
  const ids = found.map(({ broadcast }) => broadcast.id);
  const [asked, moved] = [await findAsked(store.db, ids), await movedAway(store.db, ids)];
  const there = await soundsOf(house, target.from, target.to);
  const now = world.clock.wallMs();
  const wanted = found.flatMap(({ broadcast }) => {
    const own = asked.get(broadcast.id);
    if (!own || moved.has(broadcast.id) || broadcast.state === 'cancelled') return [];
    const { date, time } = civilOf(broadcast.plannedAt, settings.zone);
    const startAt = instantOf(dateOfDay((dayNumber(date) ?? 0) + days), time, settings.zone) ?? 0;
    const draft = startAt < now + SOONEST_MS ? null : draftAgain(house, broadcast, own, startAt, owner);
    return [{ broadcast, startAt, draft }];
  });
  const verdicts = await playout.prepare(
    store.db,
    wanted.flatMap(({ draft }) => draft ?? []),
  );
  const places = await areasOfEndpoints(house);
  let next = 0;
  return wanted.map(({ broadcast, startAt, draft }): Planned => {
    const plain = { broadcastId: broadcast.id, title: broadcast.title, startAt };
    const lapses = (text: Bilingual): Planned => ({
      line: { ...plain, areaIds: [], state: 'lapses', text },
      draft: null,
    });
    if (!draft) return lapses(PAST);
    const verdict = verdicts[next++];
    if (!verdict || 'refused' in verdict) return lapses(verdict?.refused.text ?? PAST);
    const own = { from: startAt, to: startAt + verdict.broadcast.runningOrder.durationMs };
    const on = new Set(verdict.deliveries.map(({ endpointId }) => endpointId));
    const areaIds = [...new Set([...on].flatMap((id) => places.get(id) ?? []))];
    const beside = there.filter((other) => other.endpointIds.some((id) => on.has(id)));
    if (beside.some((one) => one.from === startAt && isSame(one.broadcast, verdict.broadcast))) return lapses(THERE);
    const reason = hindranceOf(house, verdict.broadcast, verdict.deliveries);
    if (reason !== null && reason !== 'not_approved') return lapses(REASONS[reason]);
    const line = { ...plain, areaIds };
    if (reason !== null) return { line: { ...line, state: 'waits', text: REASONS[reason] }, draft };
    const clash = beside.find((other) => other.from < own.to && own.from < other.to);
    const text = clash ? fill(CLASH, { title: same(clash.broadcast.title) }) : null;
    return { line: { ...line, state: clash ? 'clashes' : 'comes', text }, draft };
  });
}

function weekFrom(date: string, zone: string): { from: number; to: number } {
  const last = dateOfDay((dayNumber(date) ?? 0) + WEEK - 1);
  return { from: dayBounds(date, zone).from, to: dayBounds(last, zone).to };
}

interface Sound {
  readonly broadcast: Broadcast;
  readonly endpointIds: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** What is planned, and what rules will bring. */
async function soundsOf(house: House, from: number, to: number): Promise<Sound[]> {
  const { store, playout, schedule, world } = house;
  const written = (await broadcastsBetween(store.db, from, to, MOST * 4)).filter(
    ({ broadcast }) => broadcast.state === 'planned' || broadcast.state === 'on_air',
  );
  const dues = await schedule.expected(Math.max(from, world.clock.wallMs()), to, null);
  const coming = (await playout.prepare(store.db, dues.slice(0, MOST * 4).map(house.draftOf))).flatMap((one) =>
    'broadcast' in one ? [one] : [],
  );
  return [...written, ...coming].map(({ broadcast, deliveries }) => ({
    ...{ broadcast, endpointIds: deliveries.map(({ endpointId }) => endpointId) },
    ...{ from: broadcast.plannedAt, to: broadcast.plannedAt + broadcast.runningOrder.durationMs },
  }));
}

/** Why no loudspeaker at all would sound it; a missing approval counts wherever it is. */
function hindranceOf({ askAir }: House, broadcast: Broadcast, deliveries: readonly Delivery[]): Reason | null {
  const reasons = deliveries.map((delivery) => {
    const word = askAir(delivery.endpointId, asDelivered(broadcast, delivery), broadcast.plannedAt, []);
    return word.ok ? null : word.reason;
  });
  if (reasons.includes('not_approved')) return 'not_approved';
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

async function areasOfEndpoints({ store }: House): Promise<Map<string, string>> {
  const rows = await listEndpoints(store.db);
  return new Map(rows.flatMap(({ id, areaId }) => (areaId === null ? [] : [[id, areaId] as const])));
}

const isSame = (one: Broadcast, other: Broadcast) => one.title === other.title && one.bulletinId === other.bulletinId;
const same = (text: string): Bilingual => ({ vi: text, en: text });
const PAST: Bilingual = { vi: 'giờ này đã qua', en: 'that time has passed' };
const THERE: Bilingual = { vi: 'đã có sẵn', en: 'it is there already' };
const CLASH: Bilingual = { vi: 'trùng giờ với “{title}”', en: 'at the same time as “{title}”' };
