import { type Broadcast, type Delivery, findBroadcast } from '#broadcast';
import { findEndpoints } from '#endpoint';
import { listBank } from '#media';
import { listAreas } from '#place';
import type { Executor } from '#store';
import { type Alert, onceMs, voiceOf } from './alert.ts';
import type { AlertPorts } from './ports.ts';
import { countReach, type ReachCounts, type ReachedVillage, reachOf, villagesOf } from './village-reach.ts';

/** planned: ordered in a moment. on_air: it sounds, or is still on its way somewhere. The others are the end. */
export type AlertState = 'planned' | 'on_air' | 'over' | 'taken_back';

/** An alert as people see it: what was sent, where it has arrived, and what can still be done. */
export interface AlertView extends Alert {
  readonly state: AlertState;
  /** Never longer than it is valid. As far as is known: a voice that still speaks may take so long. */
  readonly durationMs: number;
  /** The session of the person who speaks it; null: it is recorded. */
  readonly liveSessionId: string | null;
  readonly villages: readonly ReachedVillage[];
  readonly counts: ReachCounts;
  /** Speakers that still have to fetch the audio: it does not lie there for sure. */
  readonly mayBeLate: readonly string[];
  /** What taking it back does: silence on so many endpoints; null when there is nothing left to stop. */
  readonly cancel: { readonly endpoints: number } | null;
  readonly takenBack: Sequel | null;
  /** What the all-clear plays; null: no recording was chosen for it. */
  readonly allClear: { readonly recordingId: string; readonly endpoints: number } | null;
  readonly cleared: (Sequel & { readonly broadcastId: string | null }) | null;
}

/** Who did it, when and why. */
export interface Sequel {
  readonly name: string;
  readonly at: number;
  readonly reason: string;
}

/** Puts an alert together with what became of it: what the desk of the air knows counts more than what is on the disk. */
export async function viewOf(
  db: Executor,
  { air, reach }: Pick<AlertPorts, 'air' | 'reach'>,
  alert: Alert,
  sequels: readonly Alert[],
  fresh?: { readonly broadcast: Broadcast; readonly deliveries: readonly Delivery[] },
): Promise<AlertView> {
  const found = fresh ?? (alert.broadcastId === null ? null : await findBroadcast(db, alert.broadcastId));
  const deliveries = found?.deliveries ?? [];
  const endpoints = await findEndpoints(
    db,
    deliveries.map((one) => one.endpointId),
  );
  const areaNames = new Map((await listAreas(db)).map((area) => [area.id, area.name]));
  const order = found?.broadcast.runningOrder ?? { items: [], durationMs: 0 };
  const once = onceMs(order, alert.repeats);
  const reached = deliveries.map((delivery) => {
    const { endpointId, evidence, reason, startedAt, renderedMs } = delivery;
    const endpoint = endpoints.get(endpointId);
    const name = endpoint?.name ?? endpointId;
    const state = reachOf(delivery, reach.isReachable(endpointId), once, endpoint?.protocol === 'fm');
    return {
      endpointId,
      name,
      reach: state,
      evidence,
      reason,
      startedAt,
      renderedMs,
      areaId: endpoint?.areaId ?? null,
    };
  });
  const villages = villagesOf(reached, areaNames);
  const banked = new Set(await listBank(db));
  const isBanked = [alert.signalRecordingId, alert.recordingId].every((id) => id === null || banked.has(id));
  const mayBeLate = reached.filter(
    (one) => !isBanked && one.reach === 'waiting' && endpoints.get(one.endpointId)?.protocol === 'link',
  );
  const takenBack = sequels.find((one) => one.kind === 'cancel') ?? null;
  const cleared = sequels.find((one) => one.kind === 'all_clear') ?? null;
  const current = alert.broadcastId === null ? null : air.find(alert.broadcastId);
  const wasSilenced = takenBack !== null || deliveries.some((one) => one.reason === 'taken_back');
  const stands = stateOf(current ?? found?.broadcast ?? null, wasSilenced);
  // An all-clear silences its alert too, and does not say that it was wrong.
  const state = stands === 'taken_back' && takenBack === null && cleared !== null ? 'over' : stands;
  return {
    ...alert,
    state,
    durationMs: heardMs(order.durationMs, found?.broadcast ?? null),
    liveSessionId: voiceOf(order),
    villages,
    counts: countReach(villages),
    mayBeLate: mayBeLate.map((one) => one.endpointId),
    cancel: state === 'planned' || state === 'on_air' ? { endpoints: deliveries.length } : null,
    takenBack: takenBack && sequelOf(takenBack),
    allClear:
      alert.allClearRecordingId === null
        ? null
        : { recordingId: alert.allClearRecordingId, endpoints: deliveries.length },
    cleared: cleared && { ...sequelOf(cleared), broadcastId: cleared.broadcastId },
  };
}

/** What has become of an alert. Silence that could not be written down is silence all the same. */
export function stateOf(broadcast: Pick<Broadcast, 'state' | 'haltReason'> | null, wasSilenced: boolean): AlertState {
  if (wasSilenced || broadcast?.haltReason === 'taken_back') return 'taken_back';
  if (broadcast?.state === 'planned' || broadcast?.state === 'on_air') return broadcast.state;
  return 'over';
}

/** How long it is heard by who hears it from the beginning: what is left at the end of its validity is not. */
function heardMs(wholeMs: number, broadcast: Pick<Broadcast, 'plannedAt' | 'endBy'> | null): number {
  if (!broadcast || broadcast.endBy === null) return wholeMs;
  return Math.max(0, Math.min(wholeMs, broadcast.endBy - broadcast.plannedAt));
}

function sequelOf({ sender, sentAt, reason }: Alert): Sequel {
  return { name: sender.name, at: sentAt, reason };
}
