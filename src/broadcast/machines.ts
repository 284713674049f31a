import { type FinalState, machine } from '#kernel';

/** A broadcast: accepted ahead of time, ordered on air, over when its last delivery is final. */
export type BroadcastState = 'planned' | 'on_air' | 'ended' | 'cancelled' | 'expired';
export type BroadcastEvent = 'order' | 'settle' | 'cancel' | 'expire';

export const broadcastMachine = machine<BroadcastState, BroadcastEvent>('broadcast', {
  planned: { order: 'on_air', settle: 'ended', cancel: 'cancelled', expire: 'expired' },
  on_air: { settle: 'ended', cancel: 'cancelled' },
  ended: {},
  cancelled: {},
  expired: {},
});

/** One broadcast on one endpoint: planned, ordered to start, sounding, then one final state. */
export type OpenDeliveryState = 'planned' | 'ordered' | 'playing';
export type DeliveryState = OpenDeliveryState | FinalState;
export type DeliveryEvent =
  | 'order'
  | 'start'
  | 'play_whole'
  | 'play_part'
  | 'fail'
  | 'cancel'
  | 'supersede'
  | 'expire'
  | 'hand_over'
  | 'withhold';

const ends = {
  play_whole: 'played',
  play_part: 'played_part',
  fail: 'failed',
  cancel: 'cancelled',
  supersede: 'superseded',
  expire: 'expired',
  hand_over: 'handed_over',
  withhold: 'withheld',
} as const;

export const deliveryMachine = machine<DeliveryState, DeliveryEvent>('delivery', {
  // A speaker without link starts by its own plan: "start" may come without "order".
  planned: { order: 'ordered', start: 'playing', ...ends },
  ordered: { order: 'ordered', start: 'playing', ...ends },
  playing: { start: 'playing', ...ends },
  played: {},
  played_part: {},
  failed: {},
  cancelled: {},
  superseded: {},
  expired: {},
  handed_over: {},
  withheld: {},
});

export function isOpen(state: DeliveryState): state is OpenDeliveryState {
  return !deliveryMachine.isFinal(state);
}
