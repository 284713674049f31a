import { type Broadcast, type BroadcastState, broadcastMachine, type Delivery, deliveryMachine } from '#broadcast';
import type { Outcome } from './ports.ts';

const EVENT_OF = {
  played: 'play_whole',
  played_part: 'play_part',
  failed: 'fail',
  cancelled: 'cancel',
  superseded: 'supersede',
  expired: 'expire',
  handed_over: 'hand_over',
  withheld: 'withhold',
} as const;

/** A delivery as its outcome leaves it. */
export function finished(delivery: Delivery, outcome: Outcome): Delivery {
  return { ...delivery, ...outcome, state: deliveryMachine.apply(delivery.state, EVENT_OF[outcome.state]) };
}

/** Too late, or planned before a restored station was given its command. */
export type WhyMissed = 'missed_window' | 'restored';

/** A delivery that will not be played at all. */
export function missed(delivery: Delivery, reason: WhyMissed): Delivery {
  return { ...delivery, state: deliveryMachine.apply(delivery.state, 'expire'), reason };
}

/** How a broadcast ends with the last of its deliveries. */
export function endOf(broadcast: Broadcast, last: Delivery['state']): BroadcastState {
  if (broadcast.state === 'cancelled') return 'cancelled';
  if (last === 'expired' && broadcast.state === 'planned') return broadcastMachine.apply('planned', 'expire');
  return broadcastMachine.apply(broadcast.state, 'settle');
}
