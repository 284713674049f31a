import type { World } from '#kernel';
import type { Store } from '#store';
import { evidencePath, salvage } from './evidence.ts';
import { type LiveRow, writeEnded } from './live-store.ts';
import type { Air } from './ports.ts';

const RETRY_MS = 1000;

/** Tries until it is done, or the station stops, or it was tried so often; the next start takes up what was not. */
export async function keepTrying(
  world: World,
  stopping: AbortSignal,
  work: () => Promise<unknown>,
  tries = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (let count = 0; count < tries; count += 1) {
    try {
      await work();
      return;
    } catch (error) {
      world.logger.error('the end of a live session is not written yet', { error: String(error) });
      if (!(await world.clock.sleep(RETRY_MS, stopping))) return;
    }
  }
}

/** The last word on a session that an earlier life left open: `lost`, with what lies on the disk. */
export async function bury(
  parts: { readonly world: World; readonly store: Store; readonly folder: string; readonly air: Air },
  row: LiveRow,
): Promise<void> {
  const { world, store, folder, air } = parts;
  const problem = (error: unknown) =>
    world.logger.error('what a broken live session left is not clear', { id: row.id, error: String(error) });
  const recorded = await salvage(world, evidencePath(folder, row.id)).catch((error: unknown) => {
    problem(error);
    return null;
  });
  if (row.broadcastId !== null) await air.halt(row.broadcastId, 'source_lost').catch(problem);
  const now = world.clock.wallMs();
  const endedAt = row.onAirAt === null ? row.openedAt : Math.min(now, row.onAirAt + (recorded?.ms ?? 0));
  await store.transact((tx) => writeEnded(tx, row.id, { endedAt, reason: 'lost', recorded }));
}
