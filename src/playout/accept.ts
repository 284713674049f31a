import { type Broadcast, type Delivery, insertBroadcasts } from '#broadcast';
import { findEndpoints } from '#endpoint';
import { type Level, newId, notFound, StationError, type World } from '#kernel';
import { endpointsOfZones } from '#place';
import { findBulletins } from '#programme';
import type { Executor } from '#store';
import type { Library } from './ports.ts';
import { buildRunningOrder } from './running-order.ts';

/** A speaker takes plans of up to a day; nobody wants to hear half of one. */
const LONGEST_HOURS = 12;

/** What somebody asks to be heard. */
export interface Draft {
  readonly bulletinId: string;
  readonly zoneIds: readonly string[];
  readonly origin: Broadcast['origin'];
  readonly level: Level;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly title: string | null;
  readonly askedBy: string | null;
}

export interface Accepted {
  readonly broadcast: Broadcast;
  readonly deliveries: readonly Delivery[];
}

type Verdict = Accepted | { readonly refused: StationError };

/**
 * Turns drafts into broadcasts with one delivery per endpoint of their zones, and writes them, in the caller's
 * transaction. One answer per draft, in order; a refused draft writes nothing and does not disturb the others.
 */
export async function acceptDrafts(
  tx: Executor,
  world: World,
  library: Library,
  drafts: readonly Draft[],
): Promise<Verdict[]> {
  const now = world.clock.wallMs();
  const bulletins = await findBulletins(
    tx,
    drafts.map((draft) => draft.bulletinId),
  );
  const recordings = new Set<string>();
  for (const { bulletin, programme } of bulletins.values()) {
    for (const id of [bulletin.recordingId, programme.openingChimeId, programme.closingChimeId])
      if (id) recordings.add(id);
  }
  const durations = await library.durations(tx, [...recordings]);
  const zones = await endpointsOfZones(
    tx,
    drafts.flatMap((draft) => draft.zoneIds),
  );
  const endpoints = await findEndpoints(tx, [...new Set([...zones.values()].flat())]);

  const verdicts = drafts.map((draft): Verdict => {
    const found = bulletins.get(draft.bulletinId);
    if (!found || found.bulletin.withdrawnAt !== null) {
      return { refused: notFound('bulletin') };
    }
    const { validFrom, validTo } = found.bulletin;
    if (draft.plannedAt < (validFrom ?? 0) || draft.plannedAt > (validTo ?? draft.plannedAt)) {
      return { refused: new StationError('BULLETIN_NOT_VALID') };
    }
    const endpointIds = [...new Set(draft.zoneIds.flatMap((zoneId) => zones.get(zoneId) ?? []))];
    if (endpointIds.length === 0) return { refused: new StationError('ZONE_EMPTY') };
    const leadInMs = Math.max(0, ...endpointIds.map((id) => endpoints.get(id)?.leadInMs ?? 0));
    const order = buildRunningOrder(found.programme, found.bulletin.recordingId, durations, leadInMs);
    if (!order) return { refused: new StationError('RECORDING_NOT_READY') };
    if (order.durationMs > LONGEST_HOURS * 3600_000) {
      return { refused: new StationError('BROADCAST_TOO_LONG', { limitHours: LONGEST_HOURS }) };
    }
    const broadcast: Broadcast = {
      id: newId('broadcast', world.clock, world.random),
      title: draft.title ?? found.bulletin.title,
      bulletinId: draft.bulletinId,
      origin: draft.origin,
      level: draft.level,
      kind: draft.level === 'priority' ? 'priority' : found.programme.kind,
      plannedAt: draft.plannedAt,
      notAfter: draft.notAfter,
      interruption: found.programme.interruption,
      runningOrder: order,
      state: 'planned',
      acceptedAt: now,
      endedAt: null,
      askedBy: draft.askedBy,
      haltReason: null,
    };
    return { broadcast, deliveries: endpointIds.map((endpointId) => newDelivery(world, broadcast.id, endpointId)) };
  });
  const accepted = verdicts.filter((verdict): verdict is Accepted => 'broadcast' in verdict);
  await insertBroadcasts(
    tx,
    accepted.map((one) => one.broadcast),
    accepted.flatMap((one) => one.deliveries),
    now,
  );
  return verdicts;
}

function newDelivery(world: World, broadcastId: string, endpointId: string): Delivery {
  return {
    id: newId('delivery', world.clock, world.random),
    broadcastId,
    endpointId,
    state: 'planned',
    evidence: 'E0',
    reason: null,
    startAt: null,
    startedAt: null,
    endedAt: null,
    renderedMs: 0,
  };
}
