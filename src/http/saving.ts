/** What keeps a broadcast or a rule from being saved: the rules of the house, or an hour that nobody is used to. */
import { heardMinutes } from '#asrun';
import { type EndpointGate, exceptionOn } from '#gate';
import { type Bilingual, civilOf, fill, REASONS, type Reason, StationError } from '#kernel';
import { endpointsOfZones } from '#place';
import { occurrencesBetween } from '#schedule';
import { closedFor, isUnusualHour, moment } from '#why';
import type { House } from './house.ts';
import type { AskedFor, Company, Outlook } from './outlook.ts';

const DAY_MS = 86_400_000;
const REMEMBERED_MS = 28 * DAY_MS;
const AHEAD_MS = 8 * DAY_MS;
const LIMITS: readonly Reason[] = ['day_limit', 'repeat_limit'];

/** A rule of the house that a start would break on some endpoints. */
export interface Refusal {
  readonly endpointIds: readonly string[];
  readonly plannedAt: number;
  readonly reason: Reason;
  readonly clause: Bilingual;
  /** The first start that the hours allow; null: none in sight, or the day is full. */
  readonly opensAt: number | null;
  /** True when it holds on a normal day too: exceptions, mourning and quiet zones pass. */
  readonly isStanding: boolean;
}

/** Every rule of the house that what is asked for would break. */
export function refusalsOf({ alike }: Outlook): Refusal[] {
  return alike.flatMap((company) => company.fresh.flatMap(({ broadcast }) => refusalOf(company, broadcast) ?? []));
}

function refusalOf(
  { endpointIds, gate, fresh, after }: Company,
  broadcast: Company['fresh'][number]['broadcast'],
): Refusal | null {
  const { level, kind, plannedAt, id } = broadcast;
  const own = fresh.find((one) => one.broadcast.id === id);
  const order = broadcast.variants[own?.delivery.variant ?? ''] ?? broadcast.runningOrder;
  // A stream is faded out when the gate closes: it only has to be open when it begins.
  const durationMs = order.items.some((item) => item.kind === 'stream') ? 0 : order.durationMs;
  const closed = closedFor(gate, { level, kind }, plannedAt, durationMs);
  if (closed) {
    const isStanding = closedFor(onNormalDay(gate), { level, kind }, plannedAt, durationMs) !== null;
    return { endpointIds, plannedAt, reason: closed.reason, clause: closed.words, opensAt: closed.opensAt, isStanding };
  }
  const fate = after.find((one) => one.broadcastId === id);
  const reason = LIMITS.find((one) => one === fate?.givenUpFor && fate.sounds.length === 0);
  if (!reason) return null;
  const isStanding = exceptionOn(gate, civilOf(plannedAt, gate.zone).date) === null;
  return { endpointIds, plannedAt, reason, clause: REASONS[reason], opensAt: null, isStanding };
}

/** The gate as it is when nothing special is on. */
function onNormalDay(gate: EndpointGate): EndpointGate {
  return { ...gate, exceptionDays: [], mourning: [], quietSpans: [] };
}

/** Those of the refusals that forbid saving. A rule meets many days: what passes does not forbid it. */
export function blockingOf(refusals: readonly Refusal[], outlook: Outlook, isRule: boolean): Refusal[] {
  if (isRule) return refusals.filter((one) => one.isStanding);
  const closed = new Set(refusals.flatMap(({ endpointIds }) => endpointIds));
  const isAllClosed = outlook.listeners.every(({ id }) => closed.has(id));
  // A quiet zone in one village is no reason to keep the others waiting: there it is held back.
  return refusals.filter((one) => one.reason !== 'quiet_zone' || isAllClosed);
}

/** The first start at an hour that people there are not used to; null: there is none. */
export async function unusualAt(
  house: House,
  asked: AskedFor,
  { listeners, broadcasts }: Outlook,
): Promise<number | null> {
  const { store, settings, world, schedule } = house;
  const minuteOf = (at: number) => {
    const { time } = civilOf(at, settings.zone);
    return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  };
  const now = world.clock.wallMs();
  const ids = new Set(listeners.map(({ id }) => id));
  const rules = (await schedule.rules()).filter((rule) => rule.active);
  const zones = await endpointsOfZones(
    store.db,
    rules.flatMap(({ zoneIds }) => zoneIds),
  );
  const known = new Set<number>();
  for (const { zoneIds, pattern } of rules) {
    if (!zoneIds.some((zoneId) => zones.get(zoneId)?.some((id) => ids.has(id)))) continue;
    for (const { atMs } of occurrencesBetween(pattern, settings.zone, now, now + AHEAD_MS)) known.add(minuteOf(atMs));
  }
  const starts = broadcasts.length > 0 ? broadcasts : asked.drafts;
  const odd = () => starts.find(({ plannedAt }) => isUnusualHour(minuteOf(plannedAt), [...known])) ?? null;
  // The log of four weeks is long: it is read only when the rules do not know the hour.
  if (known.size > 0 && odd() === null) return null;
  const heard = await heardMinutes(store.db, [...ids], now - REMEMBERED_MS);
  for (const minute of heard) known.add(minuteOf(minute * 60_000));
  return odd()?.plannedAt ?? null;
}

/** Throws GATE_CLOSED when a rule of the house forbids it, UNUSUAL_HOUR when nobody confirmed an odd hour. */
export async function mustBeSaveable(
  house: House,
  asked: AskedFor,
  outlook: Outlook,
  { isRule, confirmUnusual }: { isRule: boolean; confirmUnusual: boolean },
): Promise<void> {
  const { zone } = house.settings;
  const [refusal] = blockingOf(refusalsOf(outlook), outlook, isRule);
  if (refusal) {
    const scene = { zone, date: civilOf(house.world.clock.wallMs(), zone).date };
    const { clause, opensAt, plannedAt } = refusal;
    const next = opensAt === null ? ANOTHER_DAY : fill(FROM, { at: moment(opensAt, scene) });
    throw new StationError('GATE_CLOSED', { clause, next, at: moment(plannedAt, scene) });
  }
  if (confirmUnusual) return;
  const odd = await unusualAt(house, asked, outlook);
  if (odd !== null) throw new StationError('UNUSUAL_HOUR', { time: civilOf(odd, zone).time.slice(0, 5) });
}

const FROM: Bilingual = { vi: 'Sớm nhất có thể phát lúc {at}.', en: 'The earliest start is {at}.' };
const ANOTHER_DAY: Bilingual = { vi: 'Hãy chọn ngày khác.', en: 'Choose another day.' };
