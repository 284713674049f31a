import { StationError } from '#kernel';
import { LIVE_ENDS, LIVE_STATES, type LiveRow, type Mount } from '#live';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names =
  | 'openLiveSession'
  | 'listLiveSessions'
  | 'getLiveSession'
  | 'killLiveSession'
  | 'finishLiveSession'
  | 'addLiveMount'
  | 'listLiveMounts'
  | 'revokeLiveMount';

function sessionShown(row: LiveRow): RouteAnswer<'getLiveSession'> {
  const { id, state, source, level, note, accountId, openedAt, onAirAt, endedAt, endReason, broadcastId } = row;
  return {
    id,
    state,
    stateText: LIVE_STATES[state],
    source,
    level,
    zoneIds: [...row.zoneIds],
    note,
    accountId,
    openedAt,
    onAirAt,
    endedAt,
    end: endReason && { reason: endReason, text: LIVE_ENDS[endReason] },
    broadcastId,
    recording: row.recorded && { ...row.recorded },
  };
}

function mountShown({ id, name, createdAt, expiresAt, lastUsedAt }: Mount): RouteAnswer<'listLiveMounts'>[number] {
  return { id, name, path: `/live/${id}`, createdAt, expiresAt, lastUsedAt };
}

export function liveHandlers(house: House): Handlers<Names> {
  const shown = async (id: string) => sessionShown(await house.live.look(id));
  return {
    openLiveSession: async ({ body }, { visitor }) => {
      if ((body.source === 'mount') !== (body.mountId !== null)) {
        throw new StationError('REQUEST_INVALID', { field: 'mountId', problem: `source=${body.source}` });
      }
      const { session, targets } = await house.live.open(visitor, body);
      return { session: sessionShown(house.live.rowOf(session)), targets: [...targets] };
    },
    listLiveSessions: async () => (await house.live.last()).map(sessionShown),
    getLiveSession: ({ params }) => shown(params.id),
    killLiveSession: async ({ params }, { visitor }) => {
      const row = await house.live.kill(visitor, params.id);
      return sessionShown(row);
    },
    finishLiveSession: async ({ params }, { visitor }) => sessionShown(await house.live.finish(visitor, params.id)),
    addLiveMount: async ({ body }, { visitor }) => {
      const { mount, password } = await house.live.mounts.add(visitor, body.name, body.days);
      return { mount: mountShown(mount), password };
    },
    listLiveMounts: async (_input, { visitor }) => (await house.live.mounts.list(visitor)).map(mountShown),
    revokeLiveMount: async ({ params }, { visitor }) => {
      await house.live.revoke(visitor, params.id);
      return {};
    },
  };
}
