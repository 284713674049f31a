import { asDelivered, type Broadcast, type Delivery, type RunningOrder } from '#broadcast';
import type { Reason } from '#kernel';
import type { Accepted } from './accept.ts';
import type { StopReason } from './ports.ts';
import type { Sitting } from './seats.ts';

/** What lost the air may come back so long after it would have been over. The speakers keep the same time. */
const COMES_BACK_WITHIN_MS = 300_000;

/** A broadcast's claim on the air of one endpoint, and how long it would have it. */
export function sitting(broadcast: Broadcast, delivery: Delivery | null): Sitting {
  const { id, level, plannedAt, acceptedAt, notAfter, precedence, cutInAfterMs, interruption, endBy } = broadcast;
  const { durationMs, items } = (delivery ? asDelivered(broadcast, delivery) : broadcast).runningOrder;
  return {
    durationMs,
    endBy,
    comesBackWithinMs: interruption === 'drop' ? null : COMES_BACK_WITHIN_MS,
    // A voice cannot be said again.
    startsAnew: interruption === 'restart' && !items.some((item) => item.kind === 'stream'),
    candidate: { id, level, plannedAt, acceptedAt, notAfter, precedence, cutInAfterMs },
  };
}

/** True when nobody forbade it: it was just not its turn in time. */
export function isCourseOfAir(hindrance: string): boolean {
  return ['air_taken', 'behind', 'too_late', 'not_yet'].includes(hindrance);
}

/** Why one that waited in vain is over: the house rules' own reason, or the course of the air. */
export function reasonOf(hindrance: string): StopReason {
  if (hindrance === 'air_taken' || hindrance === 'behind') return 'seat_taken';
  if (hindrance === 'too_late' || hindrance === 'not_yet') return 'missed_window';
  return hindrance as StopReason;
}

/** What is left of one that comes back: the limits of the day were asked when it began, the hours are asked again. */
export function goingOn(broadcast: Broadcast, leftMs: number): Broadcast {
  return { ...broadcast, runningOrder: concluded(broadcast.runningOrder, leftMs) };
}

/** A running order that ends `durationMs` after its beginning. */
export function concluded(order: RunningOrder, durationMs: number): RunningOrder {
  let leftMs = Math.min(durationMs, order.durationMs);
  const items = [];
  for (const item of order.items) {
    const itemMs = Math.min(item.durationMs, leftMs);
    leftMs -= itemMs;
    if (itemMs > 0) items.push({ ...item, durationMs: itemMs });
  }
  return { items, durationMs: Math.min(durationMs, order.durationMs), isOpenEnded: false };
}

/** What sounds or was ordered to start on these endpoints: broadcast → endpoints. */
export function touchedOn(
  endpointIds: readonly string[],
  desk: ReadonlyMap<string, { readonly open: ReadonlyMap<string, Delivery> }>,
  sitterOf: (endpointId: string) => string | null,
): Map<string, string[]> {
  const touched = new Map<string, string[]>();
  for (const endpointId of endpointIds) {
    for (const [id, { open }] of desk) {
      const delivery = open.get(endpointId);
      if (!delivery || (delivery.startAt === null && sitterOf(endpointId) !== id)) continue;
      touched.set(id, [...(touched.get(id) ?? []), endpointId]);
    }
  }
  return touched;
}

/**
 * What the station takes up after it was down, for an endpoint that knows nothing without it: what was ordered and never
 * begun waits for its turn again within its last instant, and an alarm that was cut off begins anew while it is valid. All
 * else is as it was.
 */
export function takenUp(broadcast: Broadcast, delivery: Delivery, now: number): Delivery {
  const { startAt, state } = delivery;
  if (startAt === null || startAt > now || now > broadcast.notAfter) return delivery;
  // A voice that was cut off by our own death cannot be said again.
  const isVoice = asDelivered(broadcast, delivery).runningOrder.items.some((item) => item.kind === 'stream');
  const isWorth = state === 'ordered' || (state === 'playing' && broadcast.level === 'emergency');
  if (!isWorth || isVoice) return delivery;
  return { ...delivery, state: 'ordered', startAt: null, startedAt: null };
}

/** Those of what was accepted that are open still, halted where they are by now. `open`: by id, why somebody wants it silent. */
export function stillOpen(accepted: readonly Accepted[], open: ReadonlyMap<string, Reason | null>): Accepted[] {
  return accepted.flatMap(({ broadcast, deliveries }) => {
    const haltReason = open.get(broadcast.id);
    return haltReason === undefined ? [] : [{ broadcast: { ...broadcast, haltReason }, deliveries }];
  });
}
