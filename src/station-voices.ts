/** How voices and relayed stations reach the air: what those rooms need of playout, gate and delivery. */
import { gateAt } from '#gate';
import { type Bilingual, REASONS, StationError, type World } from '#kernel';
import type { LivePorts } from '#live';
import type { GateBook, Playout } from '#playout';
import type { RelayPorts } from '#relay';

/** Everybody gets this long to learn of it, to connect and to start a decoder, so that neighbours begin together. */
const TRAVEL_MS = 1000;
/** A feed of a broadcast that is on air stays open so long after each look; one that never ends, so long beyond its time. */
const LOOK_MS = 10_000;
const BEYOND_MS = 600_000;

/** The air, the gate and the reach of a live talk. */
export function voiceAir(
  world: World,
  playout: Playout,
  gates: GateBook,
  isReachable: (endpointId: string) => boolean,
): Omit<LivePorts, 'rights'> {
  return {
    air: {
      async start(tx, { sessionId, level, zoneIds, title, askedBy, note, maxMs }) {
        const plannedAt = world.clock.wallMs() + TRAVEL_MS;
        const [verdict] = await playout.accept(tx, [
          {
            bulletinId: null,
            ready: {
              kind: 'live',
              interruption: 'resume',
              runningOrder: {
                items: [{ kind: 'stream', streamId: sessionId, durationMs: maxMs }],
                durationMs: maxMs,
                isOpenEnded: true,
              },
            },
            ...{ zoneIds, origin: 'live', level, title, askedBy, note },
            // Who joins late hears the rest.
            ...{ plannedAt, notAfter: plannedAt + maxMs },
          },
        ]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new StationError('ZONE_EMPTY');
        const endpoints = verdict.deliveries.map((delivery) => delivery.endpointId);
        return { broadcastId: verdict.broadcast.id, startAt: plannedAt, durationMs: maxMs, endpoints };
      },
      wake: () => playout.wake(),
      async conclude(broadcastId, endAt) {
        const broadcast = playout.find(broadcastId);
        if (broadcast) await playout.conclude(broadcastId, Math.max(0, endAt - broadcast.plannedAt));
      },
      async halt(broadcastId, reason) {
        await playout.halt(broadcastId, reason);
      },
    },
    gate: {
      async closed(_db, endpointIds, level) {
        const now = world.clock.wallMs();
        const closed = new Map<string, Bilingual>();
        for (const id of endpointIds) {
          const word = gateAt(gates.of(id), { level, kind: 'live' }, now);
          if (!word.isOpen) closed.set(id, REASONS[word.reason]);
        }
        return closed;
      },
    },
    reach: { isReachable },
  };
}

/** Which relayed stations will be needed, and when. */
export function upcomingRelays(world: World, playout: Playout): ReturnType<RelayPorts['upcoming']> {
  const now = world.clock.wallMs();
  return playout.open().flatMap((broadcast) => {
    const { id: broadcastId, plannedAt, notAfter, runningOrder, variants, state, haltReason } = broadcast;
    if (haltReason !== null) return [];
    return [runningOrder, ...Object.values(variants)].flatMap((order) => {
      let offsetMs = 0;
      return order.items.flatMap((item) => {
        const fromAt = plannedAt + offsetMs;
        offsetMs += item.durationMs;
        if (item.kind !== 'stream' || !item.streamId.startsWith('rel_')) return [];
        const plannedEndAt = fromAt + item.durationMs;
        // It may have begun late, or been interrupted: while it is on the desk it may still sound.
        const lastAt = plannedEndAt + (notAfter - plannedAt) + BEYOND_MS;
        const toAt = state === 'on_air' ? Math.max(plannedEndAt, Math.min(now + LOOK_MS, lastAt)) : plannedEndAt;
        return [{ broadcastId, streamId: item.streamId, fromAt, toAt }];
      });
    });
  });
}

/** True on a civil date of state mourning. */
export function isMourning(gates: GateBook, date: string): boolean {
  return gates.mournings().some(({ from, to }) => from <= date && date <= to);
}
