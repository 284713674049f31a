/** Who commands the speakers: this machine, or perhaps another one that has the same keys (ADR 21). */
import { openBroadcasts, writeHalt } from '#broadcast';
import type { LinkDriver } from '#delivery';
import { listEndpoints } from '#endpoint';
import type { Command } from '#http';
import type { World } from '#kernel';
import type { Playout } from '#playout';
import { readFact, type Store, writeFact } from '#store';
import { type Life, openEpoch } from './station-life.ts';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly life: Life;
  readonly playout: Playout;
  readonly link: LinkDriver;
}

export interface StationCommand extends Command {
  /** Begins to command, unless the station is fenced. */
  start(): Promise<void>;
  /** True when the chain to the speakers was opened. */
  isSpeaking(): boolean;
  /** A speaker said which epoch it obeys. */
  heard(endpointId: string, epoch: number): void;
}

/** `openChain` starts the rooms that lead to the speakers. */
export function createCommand(
  { world, store, life, playout, link }: Parts,
  openChain: () => Promise<void>,
): StationCommand {
  let isSpeaking = false;
  /** Speakers that obeyed a higher epoch than ours when they came last. */
  const elsewhere = new Set<string>();

  async function speak(): Promise<void> {
    await endUnheard(store, life.silentBefore);
    isSpeaking = true;
    await openChain();
  }

  async function remember(epoch: number): Promise<void> {
    await store.transact(async (tx) => {
      if (epoch > Number((await readFact(tx, 'heard_epoch')) ?? 0)) await writeFact(tx, 'heard_epoch', String(epoch));
    });
  }

  return {
    isSpeaking: () => isSpeaking,
    async start() {
      if (life.fence) world.logger.warn('restored: this station commands nothing until its epoch is opened');
      else await speak();
    },
    heard(endpointId, epoch) {
      if (epoch <= life.epoch) {
        elsewhere.delete(endpointId);
        return;
      }
      elsewhere.add(endpointId);
      world.logger.warn('a speaker obeys a later life of this station', { endpointId, epoch, own: life.epoch });
      remember(epoch).catch((error: unknown) => world.logger.error('epoch not written', { error: String(error) }));
    },
    isFenced: () => life.fence !== null,
    standing: () => ({
      fence: life.fence && { madeAt: life.fence.madeAt, restoredAt: life.fence.restoredAt },
      epoch: life.epoch,
      elsewhere: elsewhere.size,
    }),
    async openEpoch() {
      const wasFenced = life.fence !== null;
      const opened = await openEpoch(store, world.clock);
      life.opened(opened);
      elsewhere.clear();
      world.logger.warn('a new epoch was opened', { epoch: opened.epoch });
      if (wasFenced) return speak();
      for (const one of playout.open()) if (one.plannedAt <= opened.at) await playout.halt(one.id, 'restored');
      // Each comes back at once, and is told its plan anew.
      for (const { id } of await listEndpoints(store.db)) link.dismiss(id);
    },
  };
}

/** What was planned before is over here, and never begins: another machine may have played it. Repeated it changes nothing. */
async function endUnheard(store: Store, before: number): Promise<void> {
  if (before === 0) return;
  const { broadcasts } = await openBroadcasts(store.db);
  const ids = broadcasts.filter((one) => one.plannedAt <= before && one.haltReason === null).map((one) => one.id);
  if (ids.length > 0) await store.transact((tx) => writeHalt(tx, ids, 'restored'));
}
