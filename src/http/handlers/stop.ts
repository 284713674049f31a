import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';

export function stopHandlers({ stops }: House): Handlers<'stop' | 'liftStop'> {
  return {
    stop: async ({ body: { all, holdMinutes, ...body } }, { visitor }) => {
      const wish = { ...body, zoneIds: [], everywhere: all ?? false, holdMs: holdMinutes * 60_000 };
      const { endpointIds, broadcastIds, heldUntil, isWritten } = await stops.stop(wish, senderOf(visitor));
      return { endpointIds: [...endpointIds], broadcastIds: [...broadcastIds], heldUntil, written: isWritten };
    },
    liftStop: ({ body: { all, ...places } }, { visitor }) =>
      stops.lift({ ...places, zoneIds: [], everywhere: all ?? false }, senderOf(visitor)),
  };
}
