import { wantFrames } from '#approval';
import { civilOf, StationError } from '#kernel';
import { readyDurations } from '#media';
import type { Visitor } from '#people';
import { type KeptRelay, LEVELS_ABOVE, warningsOf } from '#relay';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import { approveFrames, demandOwn } from '../frames.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';
import { inForce } from './approvals.ts';

type Names = 'listRelays' | 'addRelay' | 'changeRelay' | 'retireRelay' | 'probeRelay';

export function relayHandlers(house: House): Handlers<Names> {
  const { relay, store, world, settings } = house;

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

  /** What stands in for the source is heard as any recording is: it waits for approval, or is approved at once. */
  async function framed(tx: Executor, recordingId: string | null, approve: boolean, by: Visitor): Promise<void> {
    const wanted = await wantFrames(tx, world.clock, [recordingId], senderOf(by));
    if (approve) await approveFrames(house, tx, wanted, by);
  }

  return {
    listRelays: async () => (await relay.list()).map(shown),
    async addRelay({ body: { approve, ...body } }, { visitor, remember }) {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      await mustBeReady(body.fallbackRecordingId);
      const kept = await relay.add(body, visitor.name, async (tx, made) => {
        await framed(tx, made.fallbackRecordingId, approve, visitor);
        await remember(tx, shown(made));
      });
      await inForce(house);
      return shown(kept);
    },
    async changeRelay({ params, body: { approve, ...body } }, { visitor }) {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      await mustBeReady(body.fallbackRecordingId);
      await store.transact((tx) => framed(tx, body.fallbackRecordingId, approve, visitor));
      const kept = await relay.change(params.id, body, visitor.name);
      await inForce(house);
      return shown(kept);
    },
    retireRelay: async ({ params }) => {
      await relay.retire(params.id);
      return {};
    },
    probeRelay: async ({ params }) => shown(await relay.probe(params.id)),
  };
}
