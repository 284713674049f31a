import { StationError, type World } from '#kernel';
import { addQuietSpan, endpointsIn, liftQuietSpan, readGateSettings, type Targets } from '#place';
import { type Executor, readFact, type Store, writeFact } from '#store';
import type { Sender } from './alert.ts';
import type { StopPorts } from './ports.ts';

/** Where it is to be silent: places, or one broadcast wherever it sounds. */
export interface StopWish extends Targets {
  readonly broadcastId: string | null;
  /** How long nothing else may begin there; 0: what comes next may. Never ends an earlier hold: `lift` does. */
  readonly holdMs: number;
  readonly reason: string | null;
}

export interface Stopped {
  readonly endpointIds: readonly string[];
  /** What was cut off, or taken from the air before it began. */
  readonly broadcastIds: readonly string[];
  /** Nothing begins on any of the endpoints before; on some, a hold from before may last longer. */
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
  async function ownSpans(db: Executor): Promise<Array<{ id: string; endpointId: string | null; to: number }>> {
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

  /**
   * One span for each endpoint until its end, so that a part of them can be lifted. They take the place of those written
   * before, except of those that last longer. Answers until when each is held; null: it could not be written.
   */
  async function write(
    ends: ReadonlyMap<string, number>,
    reason: string,
    by: Sender,
  ): Promise<ReadonlyMap<string, number> | null> {
    const author = { clock, random: world.random, zone, writtenBy: by.id };
    try {
      const held = await store.transact(async (tx) => {
        const before = new Map((await ownSpans(tx)).map((span) => [span.endpointId, span.to]));
        const longer = [...ends].filter(([endpointId, to]) => to > (before.get(endpointId) ?? 0));
        const longerIds = longer.map(([endpointId]) => endpointId);
        await liftOwn(tx, longerIds, by.id);
        const written = JSON.parse((await readFact(tx, SPANS)) ?? '[]') as string[];
        for (const [endpointId, to] of longer) {
          const span = { areaId: null, endpointId, from: clock.wallMs(), to, reason };
          written.push((await addQuietSpan(tx, author, span)).id);
        }
        await writeFact(tx, SPANS, JSON.stringify(written));
        return new Map([...ends].map(([endpointId, to]) => [endpointId, Math.max(to, before.get(endpointId) ?? 0)]));
      });
      await ports.gateChanged();
      return held;
    } catch (error) {
      logger.error('hold not written, kept in memory', { endpoints: ends.size, error: String(error) });
      return null;
    }
  }

  return {
    holds: async () => new Set((await ownSpans(store.db)).map((span) => span.id)),
    async stop(wish, sender) {
      const endpointIds = await endpointsIn(store.db, { ...wish, alsoStandIns: true });
      if (endpointIds.length === 0 && wish.broadcastId === null) {
        throw new StationError('REQUEST_INVALID', { field: 'body', problem: 'areaIds, endpointIds, broadcastId, all' });
      }
      const reason = wish.reason ?? UNSAID;
      const isHold = wish.holdMs > 0 && endpointIds.length > 0;
      const touched = new Set<string>();
      // Silence leaves first; then nothing else may begin; only then anything is waited for.
      const hushing = endpointIds.length > 0 ? ports.hush(endpointIds) : Promise.resolve([]);
      const ends = isHold ? ports.hold(endpointIds, clock.wallMs() + wish.holdMs, reason) : null;
      for (const id of await hushing) touched.add(id);
      if (wish.broadcastId !== null && (await ports.halt(wish.broadcastId, 'stopped_by_operator')))
        touched.add(wish.broadcastId);
      const held = ends && (await write(ends, reason, sender));
      if (held) ports.release(endpointIds);
      const isWritten = ends === null || held !== null;
      const heldUntil = ends && Math.min(...(held ?? ends).values());
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
      const endpointIds = await endpointsIn(store.db, { ...where, alsoStandIns: true });
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
