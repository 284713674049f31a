import { writePrecedence } from '#broadcast';
import type { Executor } from '#store';
import type { OnDesk } from './rounds.ts';
import type { Seats } from './seats.ts';

/** Writes the order that a person decided; what this answers lets it be so on the desk, after the commit. */
export async function putInOrder(
  tx: Executor,
  broadcastIds: readonly string[],
  { desk, seats, wake }: { readonly desk: ReadonlyMap<string, OnDesk>; readonly seats: Seats; wake(): void },
): Promise<() => void> {
  const places = new Map(broadcastIds.map((id, at) => [id, at - broadcastIds.length]));
  for (const [id, precedence] of places) await writePrecedence(tx, id, precedence);
  return () => {
    for (const [id, precedence] of places) {
      const onDesk = desk.get(id);
      if (onDesk) onDesk.broadcast = { ...onDesk.broadcast, precedence };
    }
    seats.lookAtAll((candidate) => ({ ...candidate, precedence: places.get(candidate.id) ?? candidate.precedence }));
    wake();
  };
}
