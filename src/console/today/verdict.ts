import type { RouteAnswer } from '../../http/contract.ts';

type Broadcast = RouteAnswer<'listBroadcasts'>[number];

/** How a broadcast stands as a whole. `all` only when every endpoint proved that it rendered the sound. */
export type Verdict =
  | {
      readonly kind:
        | 'planned'
        | 'on_air'
        | 'stopping'
        | 'stopped'
        | 'cancelled'
        | 'expired'
        | 'withheld'
        | 'all'
        | 'sent'
        | 'handed_over'
        | 'nowhere'
        | 'nobody';
    }
  | { readonly kind: 'part'; readonly played: number; readonly all: number }
  /** What the speakers did not play whole, or a part of it, went by FM, which proves nothing. */
  | { readonly kind: 'part_fm'; readonly played: number; readonly all: number; readonly handedOver: number };

export function verdictOf({ state, deliveries }: Pick<Broadcast, 'state' | 'deliveries'>): Verdict {
  const some = (...states: Array<Broadcast['deliveries'][number]['state']>) =>
    deliveries.some((delivery) => states.includes(delivery.state));
  // A stop takes a moment to reach the villages: it is told as done when every speaker has said so.
  if (state === 'cancelled' && some('playing')) return { kind: 'stopping' };
  if (state === 'cancelled' && some('played', 'played_part', 'handed_over')) return { kind: 'stopped' };
  if (state !== 'ended') return { kind: state };
  if (deliveries.length === 0) return { kind: 'nobody' };
  const played = deliveries.filter((delivery) => delivery.state === 'played');
  const handedOver = deliveries.filter((delivery) => delivery.state === 'handed_over').length;
  if (handedOver === deliveries.length) return { kind: 'handed_over' };
  if (handedOver > 0)
    return { kind: 'part_fm', played: played.length, all: deliveries.length - handedOver, handedOver };
  if (played.length === 0) {
    return { kind: deliveries.every(({ state: end }) => end === 'withheld') ? 'withheld' : 'nowhere' };
  }
  if (played.length < deliveries.length) return { kind: 'part', played: played.length, all: deliveries.length };
  return { kind: played.every((delivery) => delivery.evidence === 'E2') ? 'all' : 'sent' };
}

/** True while a person can still stop or cancel it. */
export function stoppable({ state }: Pick<Broadcast, 'state'>): boolean {
  return state === 'planned' || state === 'on_air';
}
