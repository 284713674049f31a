import type { Visitor } from '#people';
import { type RouteName, routes } from './contract.ts';
import { mustNotSound } from './fenced.ts';
import type { House } from './house.ts';
import { NEEDS, type Need } from './needs.ts';
import { asProved, demandRight } from './rights.ts';

/**
 * Throws RIGHT_MISSING unless the visitor may do what this request asks; STATION_FENCED when it leads to a sound and the
 * station may not command.
 */
export async function demandNeed(
  house: House,
  name: RouteName,
  visitor: Visitor,
  input: { params: unknown; query: unknown; body: unknown },
): Promise<void> {
  const need = NEEDS[name] as Need<RouteName> | 'open' | 'signed in';
  if (house.command.isFenced()) mustNotSound(name, typeof need === 'string' ? [] : need.verbs);
  if (need === 'open' || need === 'signed in') return;
  // What is only looked at needs no fresh proof: a list that is open on the screen is asked for again and again.
  const looking = routes[name].method === 'get' ? { ...visitor, isFresh: visitor.isStrong } : visitor;
  const asking = need.isSilence ? asProved(visitor) : looking;
  await demandRight(house, asking, need.verbs, (await need.where?.(input as never, house)) ?? {});
}
