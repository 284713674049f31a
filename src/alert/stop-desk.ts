import { StationError, type World } from '#kernel';
import { addQuietSpan, endpointsIn, liftQuietSpan, readGateSettings, type Targets } from '#place';
import { type Executor, readFact, type Store, writeFact } from '#store';
import type { Sender } from './alert.ts';
import type { StopPorts } from './ports.ts';

/** Where it is to be silent: places, or one broadcast wherever it sounds. */
export interface StopWish extends Targets {
  readonly broadcastId: string | null;
  /** How long nothing else may begin there; 0: what comes next may. */
  readonly holdMs: number;
  readonly reason: string | null;
}

export interface Stopped {
  readonly endpointIds: readonly string[];
  /** What was cut off, or taken from the air before it began. */
  readonly broadcastIds: readonly string[];
  readonly heldUntil: number | null;
  /** False: the disk did not take it; the hold is kept in memory, and is lost if the station stops. */
  readonly isWritten: boolean;
}

/** "Stop everything": silence first, then the book. May be repeated. */
export interface StopDesk {
  /** Throws NOT_FOUND for places that are not there, REQUEST_INVALID when no place is named. */
  stop(wish: StopWish, sender: Sender): Promise<Stopped>;
  /** Ends holds that `stop` began on these endpoints; what is quiet for another reason stays quiet. */
  lift(where: Targets, sender: Sender): Promise<{ lifted: number }>;
  /** Which quiet spans are holds that `stop` began, and still hold. */
  holds(): Promise<ReadonlySet<string>>;
}

/** The quiet spans that were written by "stop" and are not over: these, and no others, are lifted by it. */
const SPANS = 'stop_spans';
const UNSAID = 'theo lệnh người trực / by order of the operator';

export function createStopDesk({
  world,
  store,
  zone,
  ports,
}: {
  readonly world: World;
  readonly store: Store;
  /** The time zone of the station. */
  readonly zone: string;
  readonly ports: StopPorts;
}): StopDesk {
  const { clock, logger } = world;

  /** The spans of "stop" that still hold, by endpoint. */
  async function ownSpans(db: Executor): Promise<Array<{ id: string; endpointId: string | null }>> {
    const own = new Set(JSON.parse((await readFact(db, SPANS)) ?? '[]') as string[]);
    const { quietSpans } = await readGateSettings(db, zone, clock.wallMs());
    return quietSpans.filter((span) => own.has(span.id));
  }

  async function liftOwn(tx: Executor, endpointIds: readonly string[], writtenBy: string): Promise<string[]> {
    const author = { clock, random: world.random, zone, writtenBy };
    const kept: string[] = [];
    const lifted: string[] = [];
    for (const { id, endpointId } of await ownSpans(tx)) {
      if (endpointId === null || !endpointIds.includes(endpointId)) kept.push(id);
      else {
        await liftQuietSpan(tx, author, id);
        lifted.push(endpointId);
      }
    }
    await writeFact(tx, SPANS, JSON.stringify(kept));
    return lifted;
  }

  /** One span for each endpoint, so that a part of them can be lifted; they take the place of those written before. */
  async function write(endpointIds: readonly string[], to: number, reason: string, by: Sender): Promise<boolean> {
    const author = { clock, random: world.random, zone, writtenBy: by.id };
    try {
      await store.transact(async (tx) => {
        await liftOwn(tx, endpointIds, by.id);
        const written = JSON.parse((await readFact(tx, SPANS)) ?? '[]') as string[];
        for (const endpointId of endpointIds) {
          const span = { areaId: null, endpointId, from: clock.wallMs(), to, reason };
          written.push((await addQuietSpan(tx, author, span)).id);
        }
        await writeFact(tx, SPANS, JSON.stringify(written));
      });
      await ports.gateChanged();
      return true;
    } catch (error) {
      logger.error('hold not written, kept in memory', { endpoints: endpointIds.length, error: String(error) });
      return false;
    }
  }

  return {
    holds: async () => new Set((await ownSpans(store.db)).map((span) => span.id)),
    async stop(wish, sender) {
      const endpointIds = await endpointsIn(store.db, wish);
      if (endpointIds.length === 0 && wish.broadcastId === null) {
        throw new StationError('REQUEST_INVALID', { field: 'body', problem: 'areaIds, endpointIds, broadcastId, all' });
      }
      const reason = wish.reason ?? UNSAID;
      const heldUntil = wish.holdMs > 0 && endpointIds.length > 0 ? clock.wallMs() + wish.holdMs : null;
      const touched = new Set<string>();
      // Silence leaves first; then nothing else may begin; only then anything is waited for.
      const hushing = endpointIds.length > 0 ? ports.hush(endpointIds) : Promise.resolve([]);
      if (heldUntil !== null) ports.hold(endpointIds, heldUntil, reason);
      for (const id of await hushing) touched.add(id);
      if (wish.broadcastId !== null && (await ports.halt(wish.broadcastId, 'stopped_by_operator')))
        touched.add(wish.broadcastId);
      const isWritten = heldUntil === null || (await write(endpointIds, heldUntil, reason, sender));
      if (heldUntil !== null && isWritten) ports.release(endpointIds);
      const broadcastIds = [...touched];
      logger.warn('stopped', { by: sender.name, reason, endpoints: endpointIds.length, broadcastIds, heldUntil });
      ports.note(endpointIds, {
        code: 'stopped',
        vi: `${sender.name} dừng phát ở đây: ${reason}.`,
        en: `${sender.name} stopped everything here: ${reason}.`,
      });
      return { endpointIds, broadcastIds, heldUntil, isWritten };
    },
    async lift(where, sender) {
      const endpointIds = await endpointsIn(store.db, where);
      ports.release(endpointIds);
      const lifted = await store.transact((tx) => liftOwn(tx, endpointIds, sender.id));
      await ports.gateChanged();
      logger.warn('hold lifted', { by: sender.name, endpoints: lifted.length });
      ports.note(lifted, {
        code: 'stop_lifted',
        vi: `${sender.name} cho phát lại ở đây.`,
        en: `${sender.name} let it sound here again.`,
      });
      return { lifted: lifted.length };
    },
  };
}
