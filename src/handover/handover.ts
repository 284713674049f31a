import { listEndpoints } from '#endpoint';
import { findFmStations, receiversOf } from '#fm';
import type { World } from '#kernel';
import { listAreas } from '#place';
import type { Store } from '#store';
import { coverOf } from './cover.ts';
import { decideHandover, type HandOver, type HandoverDecision, type Situation } from './decide.ts';
import { focusOf } from './focus.ts';
import type { HandoverPorts } from './ports.ts';
import { ReachBook } from './reach-book.ts';
import { type Ground, type Receiver, situationOf } from './situation.ts';
import { SoundingBook } from './sounding-book.ts';
import { tellAlone, tellHandOver, tellUnusable } from './words.ts';

const LOOK_MS = 1000;
/** However many wake it, it does not look more often than this. */
const LEAST_MS = 200;
/** An emergency of which nobody told is found within this: the bound on a decision hangs on no other room. */
const LONGEST_NAP_MS = 5000;

/** Watches the IP path to the villages, and hands broadcasts over to FM where it fails. */
export interface Handover {
  start(): void;
  /** Resolves when what was under way is over. */
  stop(): Promise<void>;
  /** Broadcasts were accepted, ordered, begun or stopped: look now. */
  wake(): void;
  /** It failed with the last who carried it and is about to end. Resolves when whoever stands in is on the disk. */
  lastLook(broadcastId: string): Promise<void>;
  /** An endpoint came into reach or left. Returns at once, and wakes nobody: what is near is looked at each second. */
  noteReach(endpointId: string, isReachable: boolean): void;
  /** An endpoint says that it sounds a broadcast now. May come often; returns at once. */
  noteSounding(endpointId: string, broadcastId: string): void;
}

/**
 * Builds the watch. It keeps nothing that it could not find again: after a restart a village is known to be handed over
 * by the delivery that stands in there.
 */
export function createHandover({
  world,
  store,
  ports,
}: {
  readonly world: World;
  readonly store: Store;
  readonly ports: HandoverPorts;
}): Handover {
  const { clock, logger } = world;
  let reach = new ReachBook(clock, ports.reach);
  const sounding = new SoundingBook(clock);
  let stopping = new AbortController();
  let nap = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  const writings = new Set<Promise<void>>();
  /** What was decided and told already of broadcasts that are open. */
  const told = new Map<string, Set<string>>();

  function toldOf(broadcastId: string): Set<string> {
    const known = told.get(broadcastId) ?? new Set<string>();
    told.set(broadcastId, known);
    return known;
  }

  async function groundNow(now: number): Promise<Ground> {
    const [areas, endpoints, settings] = [
      await listAreas(store.db),
      await listEndpoints(store.db),
      await receiversOf(store.db),
    ];
    const stations = await findFmStations(
      store.db,
      settings.map((one) => one.stationId),
    );
    const whyNots = new Map<string, Receiver['whyNot']>();
    for (const { id } of stations.values()) whyNots.set(id, await ports.stations.isUsable(id, now));
    const receivers = settings.flatMap(({ endpointId, stationId, thresholdPercent }): Array<[string, Receiver]> => {
      const station = stations.get(stationId);
      if (!station) return [];
      return [[endpointId, { stationName: station.name, thresholdPercent, whyNot: whyNots.get(stationId) ?? null }]];
    });
    // Receivers whose settings are gone stand in for nobody.
    const known = new Map(receivers);
    const inUse = endpoints.filter((one) => one.protocol !== 'fm' || known.has(one.id));
    return { ...coverOf(areas, inUse), endpoints: new Map(endpoints.map((one) => [one.id, one])), receivers: known };
  }

  /** Looks at all that is near. Answers when to look again at the latest. */
  async function look(): Promise<number> {
    const now = clock.wallMs();
    const open = ports.air.open();
    const ids = new Set(open.map((one) => one.id));
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id);
    const { inFocus, nextAt } = focusOf(open, now);
    if (inFocus.length === 0) return nextAt ?? now + LONGEST_NAP_MS;
    const ground = await groundNow(now);
    let next = Math.min(now + LOOK_MS, nextAt ?? Number.POSITIVE_INFINITY);
    for (const broadcast of inFocus) {
      try {
        next = Math.min(next, (await lookAt(broadcast.id, ground)) ?? next);
      } catch (error) {
        // One that cannot be read must not hide the others.
        logger.error('hand-over not decided yet', { broadcastId: broadcast.id, error: String(error) });
      }
    }
    return next;
  }

  async function lookAt(id: string, ground: Ground): Promise<number | null> {
    const deliveries = await ports.deliveriesOf(id);
    // While that was read somebody may have stopped it.
    const open = ports.air.open();
    const broadcast = open.find((one) => one.id === id);
    if (!broadcast) return null;
    const levelOf = (other: string) => open.find((one) => one.id === other)?.level ?? null;
    const now = clock.wallMs();
    const situation = situationOf(broadcast, deliveries, ground, {
      settledAt: reach.settledAt,
      look: (endpointId) => reach.look(endpointId),
      busyAt: (endpointId) => sounding.busyAt(endpointId, broadcast, levelOf),
      mayAir: (endpointId) => ports.mayAir(endpointId, broadcast, Math.max(now, broadcast.plannedAt)),
    });
    const decision = decideHandover(situation, now);
    for (const one of decision.handOvers) handOver(id, situation, one);
    tellWhyNot(id, situation, decision);
    return decision.lookAgainAt;
  }

  /** Has it written down. A slow disk keeps no other village waiting, and one that is full is tried at the next look. */
  function handOver(id: string, situation: Situation, one: HandOver): void {
    const known = toldOf(id);
    // The delivery says so too, as soon as it is there.
    const key = `handed over: ${one.villageId}`;
    if (known.has(key)) return;
    known.add(key);
    const writing = ports
      .standIn(id, one.endpointIds)
      .then((isThere) => (isThere ? tellHandedOver(id, situation, one) : undefined))
      .catch((error: unknown) => {
        known.delete(key);
        logger.error('hand-over not written yet', { broadcastId: id, error: String(error) });
      })
      .finally(() => writings.delete(writing));
    writings.add(writing);
  }

  function tellHandedOver(id: string, { villages }: Situation, one: HandOver): void {
    const village = villages.find(({ villageId }) => villageId === one.villageId);
    if (!village) return;
    const to = village.standIns.filter(({ endpointId }) => one.endpointIds.includes(endpointId));
    logger.warn('handed over to FM', { broadcastId: id, villageId: one.villageId, why: one.why, ...one.counts });
    const who = [...village.mains.map(({ endpointId }) => endpointId), ...one.endpointIds];
    ports.note(who, { code: 'handed_to_fm', broadcastId: id, ...tellHandOver(village.name, one, to) });
  }

  /** Each is told once for a broadcast, and not again while nothing of it changes. */
  function tellWhyNot(id: string, { villages }: Situation, { traces }: HandoverDecision): void {
    const known = toldOf(id);
    for (const trace of traces) {
      if (trace.code === 'no_stand_in') {
        const fresh = trace.endpointIds.filter((endpointId) => !known.has(endpointId));
        for (const endpointId of fresh) known.add(endpointId);
        if (fresh.length > 0) ports.note(fresh, { code: 'no_stand_in', broadcastId: id, ...tellAlone(fresh.length) });
        continue;
      }
      const village = villages.find(({ villageId }) => villageId === trace.villageId);
      if (!village || known.has(trace.villageId)) continue;
      known.add(trace.villageId);
      const text = tellUnusable(village.name, trace.counts, village.standIns);
      const endpointIds = [...village.mains, ...village.standIns].map((one) => one.endpointId);
      ports.note(endpointIds, { code: 'stand_in_unusable', broadcastId: id, ...text });
    }
  }

  async function watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      nap = new AbortController();
      let nextAt: number;
      try {
        nextAt = await look();
      } catch (error) {
        // A database that is busy or sick for a moment must not end the watch.
        logger.error('the hand-over looks again in a moment', { error: String(error) });
        nextAt = clock.wallMs() + LOOK_MS;
      }
      if (signal.aborted) return;
      await clock.sleep(LEAST_MS, signal);
      const leftMs = Math.min(LONGEST_NAP_MS, nextAt - clock.wallMs());
      if (leftMs > 0) await clock.sleep(leftMs, AbortSignal.any([signal, nap.signal]));
    }
  }

  return {
    start() {
      stopping = new AbortController();
      reach = new ReachBook(clock, ports.reach);
      loop = watch(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(writings);
    },
    wake: () => nap.abort(),
    async lastLook(broadcastId) {
      if (stopping.signal.aborted) return;
      await lookAt(broadcastId, await groundNow(clock.wallMs()));
      await Promise.all(writings);
    },
    noteReach: (endpointId, isReachable) => reach.note(endpointId, isReachable),
    noteSounding: (endpointId, broadcastId) => sounding.note(endpointId, broadcastId),
  };
}
