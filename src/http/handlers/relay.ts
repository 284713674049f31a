import { civilOf, StationError } from '#kernel';
import { readyDurations } from '#media';
import { type KeptRelay, LEVELS_ABOVE, warningsOf } from '#relay';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listRelays' | 'addRelay' | 'changeRelay' | 'retireRelay' | 'probeRelay';

export function relayHandlers({ relay, store, world, settings }: House): Handlers<Names> {
  function shown(kept: KeptRelay): RouteAnswer<'addRelay'> {
    const { createdAt: _createdAt, ...source } = kept;
    const today = civilOf(world.clock.wallMs(), settings.zone).date;
    const levelAboveText = LEVELS_ABOVE[kept.levelAbove];
    return { ...source, levelAboveText, warnings: warningsOf(kept, today), standing: relay.standing(kept.id) };
  }

  async function mustBeReady(recordingId: string | null): Promise<void> {
    if (recordingId === null) return;
    const ready = await readyDurations(store.db, [recordingId]);
    if (!ready.has(recordingId)) throw new StationError('RECORDING_NOT_READY');
  }

  return {
    listRelays: async () => (await relay.list()).map(shown),
    addRelay: async ({ body }, { visitor, remember }) => {
      await mustBeReady(body.fallbackRecordingId);
      return shown(await relay.add(body, visitor.name, (tx, kept) => remember(tx, shown(kept))));
    },
    changeRelay: async ({ params, body }, { visitor }) => {
      await mustBeReady(body.fallbackRecordingId);
      return shown(await relay.change(params.id, body, visitor.name));
    },
    retireRelay: async ({ params }) => {
      await relay.retire(params.id);
      return {};
    },
    probeRelay: async ({ params }) => shown(await relay.probe(params.id)),
  };
}
