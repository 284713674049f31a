import type { Evidence, Interruption, Kind, Level, Reason } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { type Broadcast, type Delivery, type Origin, type RunningOrder, runningOrder } from './broadcast.ts';
import type { BroadcastState, DeliveryState, OpenDeliveryState } from './machines.ts';

/** What is final is final: a late write about an open delivery changes nothing any more. */
const OPEN: readonly OpenDeliveryState[] = ['planned', 'ordered', 'playing'];

function broadcastOf(row: Row<'broadcasts'>): Broadcast {
  return {
    id: row.id,
    title: row.title,
    bulletinId: row.bulletin_id,
    programmeId: row.programme_id,
    origin: row.origin as Origin,
    level: row.level as Level,
    kind: row.kind as Kind,
    plannedAt: row.planned_at,
    notAfter: row.not_after,
    interruption: row.interruption satisfies Interruption,
    runningOrder: runningOrder.parse(JSON.parse(row.running_order)),
    state: row.state as BroadcastState,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    askedBy: row.asked_by,
    haltReason: row.halt_reason as Reason | null,
    cutInAfterMs: row.cut_in_after_ms,
    endBy: row.end_by,
    precedence: row.precedence,
    note: row.note,
    variants: variantsOf(row.variants),
    ...(row.purpose === 'all_clear' ? { purpose: 'all_clear' } : {}),
  };
}

function variantsOf(text: string): Record<string, RunningOrder> {
  if (text === '{}') return {};
  const all = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return Object.fromEntries(all.map(([key, order]) => [key, runningOrder.parse(order)]));
}

function deliveryOf(row: Row<'deliveries'>): Delivery {
  return {
    id: row.id,
    broadcastId: row.broadcast_id,
    endpointId: row.endpoint_id,
    state: row.state as DeliveryState,
    evidence: row.evidence as Evidence,
    reason: row.reason as Reason | null,
    startAt: row.start_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    renderedMs: row.rendered_ms,
    variant: row.variant,
    isStandIn: row.stand_in === 1,
  };
}

/** Writes accepted broadcasts and their deliveries, few statements for many rows. */
export async function insertBroadcasts(
  db: Executor,
  broadcasts: readonly Broadcast[],
  deliveries: readonly Delivery[],
  now: number,
): Promise<void> {
  for (const some of chunks(broadcasts)) {
    await db
      .insertInto('broadcasts')
      .values(
        some.map((one) => ({
          id: one.id,
          title: one.title,
          bulletin_id: one.bulletinId,
          programme_id: one.programmeId,
          origin: one.origin,
          level: one.level,
          kind: one.kind,
          planned_at: one.plannedAt,
          not_after: one.notAfter,
          duration_ms: one.runningOrder.durationMs,
          interruption: one.interruption,
          running_order: JSON.stringify(one.runningOrder),
          state: one.state,
          accepted_at: one.acceptedAt,
          ended_at: one.endedAt,
          asked_by: one.askedBy,
          halt_reason: one.haltReason,
          cut_in_after_ms: one.cutInAfterMs,
          end_by: one.endBy,
          precedence: one.precedence,
          note: one.note,
          variants: JSON.stringify(one.variants),
          purpose: one.purpose ?? null,
        })),
      )
      .execute();
  }
  for (const some of chunks(deliveries)) {
    await db
      .insertInto('deliveries')
      .values(
        some.map((one) => ({
          id: one.id,
          broadcast_id: one.broadcastId,
          endpoint_id: one.endpointId,
          state: one.state,
          evidence: one.evidence,
          reason: one.reason,
          start_at: one.startAt,
          started_at: one.startedAt,
          ended_at: one.endedAt,
          rendered_ms: one.renderedMs,
          updated_at: now,
          variant: one.variant,
          stand_in: one.isStandIn ? (1 as const) : (0 as const),
        })),
      )
      .execute();
  }
}

/** Everything that has not ended: what a restarted station must go on with. */
export async function openBroadcasts(db: Executor): Promise<{ broadcasts: Broadcast[]; deliveries: Delivery[] }> {
  const broadcasts = await db.selectFrom('broadcasts').selectAll().where('ended_at', 'is', null).execute();
  const deliveries = await db
    .selectFrom('deliveries')
    .innerJoin('broadcasts', 'broadcasts.id', 'deliveries.broadcast_id')
    .selectAll('deliveries')
    .where('broadcasts.ended_at', 'is', null)
    .execute();
  return { broadcasts: broadcasts.map(broadcastOf), deliveries: deliveries.map(deliveryOf) };
}

/** True when some delivery of it has no last word on the disk. */
export async function isOpenSomewhere(db: Executor, broadcastId: string): Promise<boolean> {
  const query = db.selectFrom('deliveries').select('id').where('broadcast_id', '=', broadcastId);
  return (await query.where('state', 'in', OPEN).executeTakeFirst()) !== undefined;
}

/** Of these broadcasts, those that have not ended, each with its halt reason. */
export async function openHalts(db: Executor, ids: readonly string[]): Promise<Map<string, Reason | null>> {
  const open = new Map<string, Reason | null>();
  for (const some of chunks(ids)) {
    const query = db.selectFrom('broadcasts').select(['id', 'halt_reason']).where('id', 'in', some);
    for (const row of await query.where('ended_at', 'is', null).execute())
      open.set(row.id, row.halt_reason as Reason | null);
  }
  return open;
}

export async function findBroadcast(
  db: Executor,
  id: string,
): Promise<{ broadcast: Broadcast; deliveries: Delivery[] } | null> {
  const row = await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const rows = await db.selectFrom('deliveries').selectAll().where('broadcast_id', '=', id).execute();
  return { broadcast: broadcastOf(row), deliveries: rows.map(deliveryOf) };
}

/** These broadcasts, in no order. */
export async function findBroadcasts(db: Executor, ids: readonly string[]): Promise<Broadcast[]> {
  const found: Broadcast[] = [];
  for (const some of chunks(ids)) {
    const rows = await db.selectFrom('broadcasts').selectAll().where('id', 'in', some).execute();
    found.push(...rows.map(broadcastOf));
  }
  return found;
}

/** The titles of these broadcasts, by id. */
export async function titlesOf(db: Executor, ids: readonly string[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (const some of chunks(ids)) {
    const rows = await db.selectFrom('broadcasts').select(['id', 'title']).where('id', 'in', some).execute();
    for (const row of rows) titles.set(row.id, row.title);
  }
  return titles;
}

/** Broadcasts planned in [from, to), soonest first, with their deliveries. */
export async function broadcastsBetween(
  db: Executor,
  from: number,
  to: number,
  limit: number,
): Promise<Array<{ broadcast: Broadcast; deliveries: Delivery[] }>> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('planned_at', '>=', from)
    .where('planned_at', '<', to)
    .orderBy('planned_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  const byBroadcast = new Map<string, Delivery[]>(rows.map((row) => [row.id, []]));
  for (const some of chunks(rows.map((row) => row.id))) {
    const deliveries = await db.selectFrom('deliveries').selectAll().where('broadcast_id', 'in', some).execute();
    for (const row of deliveries) byBroadcast.get(row.broadcast_id)?.push(deliveryOf(row));
  }
  return rows.map((row) => ({ broadcast: broadcastOf(row), deliveries: byBroadcast.get(row.id) ?? [] }));
}

/** Broadcasts planned after `at` that are over because it was too late for them everywhere, and that nobody heard. */
export async function lapsedAfter(db: Executor, at: number): Promise<string[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .select('id')
    .where('planned_at', '>', at)
    .where('state', '=', 'expired')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries')
            .select('id')
            .whereRef('broadcast_id', '=', 'broadcasts.id')
            .where('deliveries.state', '!=', 'expired'),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.id);
}

export async function writeBroadcastState(
  db: Executor,
  ids: readonly string[],
  state: BroadcastState,
  endedAt: number | null,
): Promise<void> {
  for (const some of chunks(ids)) {
    const set = endedAt === null ? { state } : { state, ended_at: endedAt };
    const change = db.updateTable('broadcasts').set(set).where('id', 'in', some);
    await change.where('ended_at', 'is', null).execute();
  }
}

/** Writes that a broadcast is to be silent, before anybody is told. */
export async function writeHalt(db: Executor, ids: readonly string[], reason: Reason): Promise<void> {
  for (const some of chunks(ids)) {
    await db
      .updateTable('broadcasts')
      .set({ state: 'cancelled', halt_reason: reason })
      .where('id', 'in', some)
      .where('ended_at', 'is', null)
      .execute();
  }
}

/** Marks deliveries as ordered to start; the order leaves only after this is on the disk. */
export async function writeOrdered(
  db: Executor,
  orders: readonly { readonly deliveryId: string; readonly startAt: number }[],
  now: number,
): Promise<void> {
  const byStart = Map.groupBy(orders, (order) => order.startAt);
  for (const [startAt, same] of byStart) {
    for (const some of chunks(same.map((order) => order.deliveryId))) {
      await db
        .updateTable('deliveries')
        .set({ state: 'ordered', start_at: startAt, updated_at: now })
        .where('id', 'in', some)
        .where('state', 'in', OPEN)
        .execute();
    }
  }
}

/** Writes what is known of one open delivery, or its end. */
export async function writeDelivery(db: Executor, delivery: Delivery, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      state: delivery.state,
      evidence: delivery.evidence,
      reason: delivery.reason,
      start_at: delivery.startAt,
      started_at: delivery.startedAt,
      ended_at: delivery.endedAt,
      rendered_ms: delivery.renderedMs,
      updated_at: now,
    })
    .where('id', '=', delivery.id)
    .where('state', 'in', OPEN)
    .execute();
}

/** A voice is over, or a slot was shortened: what is left to be heard is this. */
export async function writeRunningOrder(db: Executor, broadcast: Broadcast): Promise<void> {
  await db
    .updateTable('broadcasts')
    .set({
      running_order: JSON.stringify(broadcast.runningOrder),
      duration_ms: broadcast.runningOrder.durationMs,
      variants: JSON.stringify(broadcast.variants),
    })
    .where('id', '=', broadcast.id)
    .where('ended_at', 'is', null)
    .execute();
}

/** Writes the order among equals that a person decided. */
export async function writePrecedence(db: Executor, id: string, precedence: number): Promise<void> {
  await db.updateTable('broadcasts').set({ precedence }).where('id', '=', id).where('ended_at', 'is', null).execute();
}
