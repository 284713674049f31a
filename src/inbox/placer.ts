import type { RunningOrder } from '#broadcast';
import { findEndpoints } from '#endpoint';
import { firstOpening } from '#gate';
import { type Clock, StationError } from '#kernel';
import { readyDurations } from '#media';
import { endpointsIn } from '#place';
import type { Executor } from '#store';
import { airTime, lastInstant, PLACE_AHEAD_MS, type Upcoming } from './air-time.ts';
import { contenderOf, findContender, findContenders, type OrderDesk } from './order-desk.ts';
import type { InboxDraft, InboxPorts } from './ports.ts';

/** How late a priority item may begin when nobody said until when it is valid, and the longest that it waits. */
const LATE_MS = 3600_000;
const LONGEST_WAIT_MS = 24 * 3600_000;
const ASK = { level: 'priority', kind: 'priority' } as const;

/** Puts priority items from above at the front of the next programme. */
export class Placer {
  readonly #clock: Clock;
  readonly #ports: InboxPorts;
  readonly #orders: OrderDesk;

  constructor(parts: { clock: Clock; ports: InboxPorts; orders: OrderDesk }) {
    this.#clock = parts.clock;
    this.#ports = parts.ports;
    this.#orders = parts.orders;
  }

  /** Plans it, and asks who goes first where it meets the commune's own. The id of its broadcast. INBOX_NO_TIME. */
  async place(
    tx: Executor,
    item: {
      readonly title: string;
      readonly recordingId: string;
      readonly zoneIds: readonly string[];
      readonly areaIds: readonly string[];
      readonly validTo: number | null;
      readonly note: string | null;
    },
    askedBy: string,
  ): Promise<string> {
    const endpointIds = await endpointsIn(tx, item);
    const runningOrder = await orderOf(tx, item.recordingId, endpointIds);
    const now = this.#clock.wallMs();
    const lastAt = lastInstant(now, item.validTo);
    const { durationMs } = runningOrder;
    const upcoming = await this.#upcomingOn(tx, endpointIds, now + PLACE_AHEAD_MS, lastAt);
    const openings = endpointIds.flatMap(
      (id) => firstOpening(this.#ports.gateOf(id), ASK, now + PLACE_AHEAD_MS, durationMs, lastAt) ?? [],
    );
    const plannedAt = airTime(now, durationMs, lastAt, upcoming, openings.length > 0 ? Math.min(...openings) : null);
    if (plannedAt === null) throw new StationError('INBOX_NO_TIME');
    const notAfter = Math.min(item.validTo ?? plannedAt + LATE_MS, plannedAt + LONGEST_WAIT_MS);
    const { broadcast } = await this.accept(tx, {
      ...{ bulletinId: null, zoneIds: [], endpointIds, origin: 'authority', level: 'priority', plannedAt, notAfter },
      ready: { kind: 'priority', interruption: 'resume', runningOrder },
      ...{ title: item.title, askedBy, note: item.note },
    });
    const others = this.#ports.air.open().filter((one) => one.level === 'priority' && one.state === 'planned');
    await this.#orders.ask(tx, [contenderOf(broadcast, endpointIds), ...(await findContenders(tx, others))]);
    return broadcast.id;
  }

  /** Accepts one draft; a refusal is thrown. */
  async accept(tx: Executor, draft: InboxDraft) {
    const [verdict] = await this.#ports.air.accept(tx, [draft]);
    if (!verdict) throw new Error('a draft got no answer');
    if ('refused' in verdict) throw verdict.refused;
    return verdict;
  }

  /** The first programme and all priority broadcasts of the commune that are planned on some of these endpoints. */
  async #upcomingOn(db: Executor, endpointIds: readonly string[], from: number, to: number): Promise<Upcoming[]> {
    const there = new Set(endpointIds);
    const planned = this.#ports.air
      .open()
      .filter((one) => one.state === 'planned' && one.plannedAt >= from && one.plannedAt <= to)
      .filter((one) => one.level === 'scheduled' || one.level === 'priority')
      .sort((a, b) => a.plannedAt - b.plannedAt);
    const found: Upcoming[] = [];
    for (const { id, level, origin, plannedAt } of planned) {
      const isPriority = level === 'priority';
      // Two from above are nobody's to put in order here: what was accepted first goes first.
      if (isPriority ? origin === 'authority' : found.some((one) => !one.isPriority)) continue;
      const one = await findContender(db, id);
      if (!one?.endpointIds.some((endpointId) => there.has(endpointId))) continue;
      found.push({ plannedAt, durationMs: one.durationMs, isPriority });
    }
    return found;
  }
}

/** One recording, after the silence that the sleepiest amplifier needs. Throws RECORDING_NOT_READY. */
export async function orderOf(
  db: Executor,
  recordingId: string,
  endpointIds: readonly string[],
): Promise<RunningOrder> {
  const durationMs = (await readyDurations(db, [recordingId])).get(recordingId);
  if (durationMs === undefined) throw new StationError('RECORDING_NOT_READY');
  const endpoints = await findEndpoints(db, endpointIds);
  const leadInMs = Math.max(0, ...[...endpoints.values()].map((endpoint) => endpoint.leadInMs));
  const lead = leadInMs > 0 ? [{ kind: 'silence', durationMs: leadInMs } as const] : [];
  return { items: [...lead, { kind: 'audio', recordingId, durationMs }], durationMs: leadInMs + durationMs };
}
