/** How voices and relayed stations reach the air: what those rooms need of playout, gate and delivery. */
import type { AlertDesk } from '#alert';
import type { Broadcast, OrderItem } from '#broadcast';
import { gateAt } from '#gate';
import { senderOf } from '#http';
import { type Bilingual, REASONS, StationError, type World } from '#kernel';
import { LIVE_DEFAULTS, type LiveDesk, type LivePorts, type Talk } from '#live';
import { readyDurations } from '#media';
import type { GateBook, NoteDecisions, Playout } from '#playout';
import { listProgrammes } from '#programme';
import type { RelayPorts } from '#relay';
import type { Executor } from '#store';

/**
 * Everybody gets this long to learn of it, to connect and to start a decoder, so that neighbours begin together: as long as
 * the first word is on its way, so that nothing is silenced for a silence.
 */
const TRAVEL_MS = LIVE_DEFAULTS.delayMs;
/** A feed of a broadcast that is on air stays open so long after each look; one that never ends, so long beyond its time. */
const LOOK_MS = 10_000;
const BEYOND_MS = 600_000;

/** The air, the gate and the reach of a live talk. An emergency that is spoken is an alert like any other. */
export function voiceAir(parts: {
  readonly world: World;
  readonly playout: Playout;
  readonly gates: GateBook;
  readonly alerts: AlertDesk;
  readonly isReachable: (endpointId: string) => boolean;
  /** True when a recording is approved as a chime. */
  readonly mayFrame: (recordingId: string) => boolean;
}): Omit<LivePorts, 'rights' | 'onAir'> {
  const { world, playout, gates, alerts, isReachable, mayFrame } = parts;

  async function spoken(tx: Executor, talk: Talk, plannedAt: number) {
    const { sessionId, zoneIds, title, note, signalRecordingId, speaker, maxMs } = talk;
    const wish = { zoneIds, streamId: sessionId, signalRecordingId, title, reason: note ?? title, plannedAt, maxMs };
    const { broadcast, leadMs, announce } = await alerts.speak(tx, wish, senderOf(speaker));
    return { broadcast, leadMs, announce };
  }

  async function talked(tx: Executor, talk: Talk, plannedAt: number) {
    const { sessionId, level, zoneIds, title, note, speaker, maxMs } = talk;
    const chime = await liveChime(tx, mayFrame);
    const leadMs = chime?.durationMs ?? 0;
    const durationMs = leadMs + maxMs;
    const items = [...(chime ? [chime] : []), { kind: 'stream', streamId: sessionId, durationMs: maxMs } as const];
    const [verdict] = await playout.accept(tx, [
      {
        bulletinId: null,
        ready: { kind: 'live', interruption: 'resume', runningOrder: { items, durationMs, isOpenEnded: true } },
        ...{ zoneIds, origin: 'live', level, title, askedBy: speaker.owner, note },
        // Who joins late hears the rest.
        ...{ plannedAt, notAfter: plannedAt + durationMs },
      },
    ]);
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new StationError('ZONE_EMPTY');
    return { broadcast: verdict.broadcast, leadMs, announce: () => undefined };
  }

  return {
    air: {
      async start(tx, talk) {
        const plannedAt = world.clock.wallMs() + TRAVEL_MS;
        const made = await (talk.level === 'emergency' ? spoken : talked)(tx, talk, plannedAt);
        const { broadcast, leadMs, announce } = made;
        const go = () => {
          playout.wake();
          announce();
        };
        const { id: broadcastId } = broadcast;
        return { broadcastId, startAt: plannedAt + leadMs, signalMs: leadMs, durationMs: talk.maxMs, go };
      },
      checkSignal: (recordingId) => alerts.checkSignal(recordingId),
      emergencies(endpointIds) {
        const sounding = endpointIds.map((id) => [id, playout.find(playout.sitter(id) ?? '')] as const);
        return new Map(sounding.flatMap(([id, one]) => (one?.level === 'emergency' ? [[id, one.title]] : [])));
      },
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

/** Who speaks is told by whom, and where, they are not heard at the moment, and when they are heard again. */
export function tellTalkers(
  live: Pick<LiveDesk, 'lostAir' | 'gotAirBack'>,
  decisions: Parameters<NoteDecisions>[0],
  broadcasts: Parameters<NoteDecisions>[1],
): void {
  const lost = Map.groupBy(decisions, (one) => (one.preempted && one.start ? `${one.preempted} ${one.start.id}` : ''));
  for (const [key, these] of lost) {
    const [loser = '', winner = ''] = key.split(' ');
    const endpointIds = these.map((one) => one.endpointId);
    if (loser !== '') live.lostAir(loser, endpointIds, broadcasts.get(winner)?.title ?? '');
  }
  const back = Map.groupBy(decisions, (one) => (one.isReturn ? (one.start?.id ?? '') : ''));
  for (const [id, these] of back) {
    const endpointIds = these.map((one) => one.endpointId);
    if (id !== '') live.gotAirBack(id, endpointIds);
  }
}

/**
 * The chime before a talk: that of the first programme of live voice which has one that is approved and can air. Null: there
 * is none.
 */
export async function liveChime(
  db: Executor,
  mayFrame: (recordingId: string) => boolean,
): Promise<Extract<OrderItem, { kind: 'audio' }> | null> {
  const ids = (await listProgrammes(db)).flatMap((one) => (one.kind === 'live' ? (one.openingChimeId ?? []) : []));
  const durations = await readyDurations(db, ids);
  const recordingId = ids.find((id) => durations.has(id) && mayFrame(id));
  if (recordingId === undefined) return null;
  return { kind: 'audio', recordingId, durationMs: durations.get(recordingId) ?? 0 };
}

/** Which relayed stations these broadcasts need, and when. Pure. */
export function relaysIn(broadcasts: readonly Broadcast[], now: number): ReturnType<RelayPorts['upcoming']> {
  return broadcasts.flatMap((broadcast) => {
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
