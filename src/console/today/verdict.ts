import type { RouteAnswer } from '../../http/contract.ts';

type Broadcast = RouteAnswer<'listBroadcasts'>[number];

/** How a broadcast stands as a whole. `all` only when every endpoint proved that it rendered the sound. */
export type Verdict =
  | { readonly kind: 'planned' | 'on_air' | 'cancelled' | 'expired' | 'all' | 'sent' | 'nowhere' | 'nobody' }
  | { readonly kind: 'part'; readonly played: number; readonly all: number };

export function verdictOf({ state, deliveries }: Pick<Broadcast, 'state' | 'deliveries'>): Verdict {
  if (state !== 'ended') return { kind: state };
  if (deliveries.length === 0) return { kind: 'nobody' };
  const played = deliveries.filter((delivery) => delivery.state === 'played');
  if (played.length === 0) return { kind: 'nowhere' };
  if (played.length < deliveries.length) return { kind: 'part', played: played.length, all: deliveries.length };
  return { kind: played.every((delivery) => delivery.evidence === 'E2') ? 'all' : 'sent' };
}

/** True while a person can still stop or cancel it. */
export function stoppable({ state }: Pick<Broadcast, 'state'>): boolean {
  return state === 'planned' || state === 'on_air';
}
