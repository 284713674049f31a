/** Turns what somebody asked for once into the same at another time. */
import { type Broadcast, findAsked, findBroadcast } from '#broadcast';
import { notFound, StationError } from '#kernel';
import type { Draft } from '#playout';
import { askedOnce, draftFrom } from './asking.ts';
import type { House } from './house.ts';
import type { AskedFor } from './outlook.ts';

/** So soon before its start the loudspeakers are about to be told: it stays where it is. */
export const FIXED_BEFORE_MS = 15_000;

interface Move {
  readonly draft: Draft;
  readonly asked: AskedFor;
  readonly broadcast: Broadcast;
  readonly endpointIds: readonly string[];
  /** The copy of a week that it belongs to; null: none. */
  readonly copyId: string | null;
}

/** What moving it would ask for. Throws NOT_FOUND, BROADCAST_FIXED, BROADCAST_BEGUN, BROADCAST_PAST. */
export async function moveOf(house: House, id: string, startAt: number, owner: string): Promise<Move> {
  const { store, world } = house;
  const found = await findBroadcast(store.db, id);
  if (!found) throw notFound('broadcast');
  const { broadcast, deliveries } = found;
  const asked = (await findAsked(store.db, [id])).get(id);
  if (!asked) throw new StationError('BROADCAST_FIXED');
  if (broadcast.state !== 'planned' || broadcast.plannedAt - world.clock.wallMs() < FIXED_BEFORE_MS)
    throw new StationError('BROADCAST_BEGUN');
  const draft = draftAgain(house, broadcast, asked, startAt, owner);
  return {
    ...{ draft, broadcast, copyId: asked.copyId, asked: { ...askedOnce(house, draft), insteadOf: id } },
    endpointIds: deliveries.map(({ endpointId }) => endpointId),
  };
}

/** The same, at another time: what it says, where and with which right to the air. Throws BROADCAST_PAST. */
export function draftAgain(
  house: House,
  { bulletinId, cutInAfterMs, level, note }: Broadcast,
  { templateId, zoneIds }: { readonly templateId: string | null; readonly zoneIds: readonly string[] },
  startAt: number,
  owner: string,
): Draft {
  const body = {
    ...{ bulletinId, templateId, cutInAfterMs, zoneIds: [...zoneIds], startAt, note, confirmUnusual: false },
    level: level === 'priority' ? ('priority' as const) : ('scheduled' as const),
  };
  return draftFrom(house, body, owner);
}
