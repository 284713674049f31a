import type { Broadcast } from '#broadcast';
import { type Reason, rankOf } from '#kernel';
import { GO_ON_MS } from '../trip.ts';

/** One broadcast that a transmitter was given. Instants are epoch ms. */
export interface Airing {
  readonly broadcast: Broadcast;
  /** Receiver groups (endpoint ids) that are to hear it. */
  readonly endpointIds: readonly string[];
  /** When it sounds, or went on after a cut. */
  readonly soundAt: number;
  /** So much of it had sounded before. */
  readonly fromMs: number;
  /** When it first sounded, or will. */
  readonly firstAt: number;
  readonly endAt: number;
  /** It lost the air: so much is left, and it comes back until then at the latest; null: it has the air or waits for it. */
  readonly cut: {
    readonly at: number;
    readonly leftMs: number;
    readonly backBy: number;
    /** From where in it it goes on. */
    readonly fromMs: number;
  } | null;
}

/** What is over, and why. */
export interface AiringEnd {
  readonly airing: Airing;
  readonly endedAt: number;
  readonly reason: Reason;
}

/** The airings of one transmitter as they stand at `now`, and what ended on the way. */
export interface Turn {
  readonly airings: readonly Airing[];
  readonly ended: readonly AiringEnd[];
}

/** No transmitter needs longer to wake: what began late for that ends as much late. */
const LONGEST_LEAD_IN_MS = 30_000;

/**
 * What becomes of an order: it sounds at its time, when the transmitter is awake, and not before what began late for that
 * reason is over; an emergency waits for nobody. Pure.
 */
export function airingOf(
  airings: readonly Airing[],
  asked: Pick<Airing, 'broadcast' | 'endpointIds'> & { readonly startAt: number; readonly cutsInto: string | null },
  awakeAt: number,
): Airing {
  const { broadcast, endpointIds, startAt, cutsInto } = asked;
  const waits = cutsInto === null && rankOf(broadcast.level) > 0;
  const before = waits ? airings.filter((one) => one.endAt < startAt + LONGEST_LEAD_IN_MS) : [];
  const soundAt = Math.max(startAt, awakeAt, ...before.map((one) => one.endAt));
  const endAt = Math.min(soundAt + broadcast.runningOrder.durationMs, broadcast.endBy ?? Number.POSITIVE_INFINITY);
  return { broadcast, endpointIds: [...endpointIds], soundAt, fromMs: 0, firstAt: soundAt, endAt, cut: null };
}

/** Who has the air at `now`: of those that began the one that began last. Pure. */
export function frontOf(airings: readonly Airing[], now: number): Airing | null {
  let front: Airing | null = null;
  for (const one of airings) {
    if (one.cut === null && one.soundAt <= now && (front === null || one.soundAt >= front.soundAt)) front = one;
  }
  return front;
}

/** The air as it is at `now`: who is over leaves, who is cut waits, who may come back does. Pure. */
export function advance(airings: readonly Airing[], now: number): Turn {
  let all = [...airings];
  const ended: AiringEnd[] = [];
  for (;;) {
    const front = frontOf(all, now);
    // Whoever has begun and is not in front was cut by it.
    all = all.flatMap((one): Airing[] => {
      if (front === null || one === front || one.cut !== null || one.soundAt > now) return [one];
      if (one.endAt <= front.soundAt) {
        ended.push({ airing: one, endedAt: one.endAt, reason: 'by_fm' });
        return [];
      }
      const cut = cutOf(one, front.soundAt);
      if (cut !== null) return [{ ...one, cut }];
      ended.push({ airing: one, endedAt: front.soundAt, reason: 'pre_empted' });
      return [];
    });
    if (front !== null && front.endAt > now) return { airings: all, ended };
    if (front !== null) {
      ended.push({ airing: front, endedAt: front.endAt, reason: 'by_fm' });
      all = all.filter((one) => one !== front);
    }
    // The air is free: the one that was cut last goes on, unless it waited too long.
    const waiting = all.filter((one) => one.cut !== null).at(-1);
    if (!waiting?.cut) return { airings: all, ended };
    const backAt = front?.endAt ?? now;
    if (backAt > waiting.cut.backBy) {
      ended.push({ airing: waiting, endedAt: waiting.cut.at, reason: 'pre_empted' });
      all = all.filter((one) => one !== waiting);
    } else {
      const { leftMs, fromMs } = waiting.cut;
      const back = { ...waiting, soundAt: backAt, fromMs, endAt: backAt + leftMs, cut: null };
      all = all.map((one) => (one === waiting ? back : one));
    }
  }
}

/** What is left of one that is cut, by its own policy; null: it does not come back. */
function cutOf({ broadcast, soundAt, fromMs, endAt, firstAt }: Airing, cutAt: number): Airing['cut'] {
  const { interruption, runningOrder, notAfter } = broadcast;
  if (interruption === 'drop') return null;
  const isAnew = interruption === 'restart' && !runningOrder.items.some((item) => item.kind === 'stream');
  if (isAnew) return { at: cutAt, leftMs: runningOrder.durationMs, backBy: notAfter, fromMs: 0 };
  const backBy = firstAt + runningOrder.durationMs + GO_ON_MS;
  return { at: cutAt, leftMs: endAt - cutAt, backBy, fromMs: fromMs + cutAt - soundAt };
}

/** A wall clock that differs by more from one look to the next was set. */
const SET_MS = 2000;

/** The same airings, or, when the wall clock was set, as they are by its new time: they last as long as they would. Pure. */
export function clockSet(airings: readonly Airing[], byMs: number): readonly Airing[] {
  if (Math.abs(byMs) <= SET_MS) return airings;
  return airings.map((one) => ({
    ...one,
    ...{ soundAt: one.soundAt + byMs, firstAt: one.firstAt + byMs, endAt: one.endAt + byMs },
    cut: one.cut && { ...one.cut, at: one.cut.at + byMs, backBy: one.cut.backBy + byMs },
  }));
}

/** The next instant at which `advance` can say something new; null: never by itself. Pure. */
export function nextTurnAt(airings: readonly Airing[], now: number): number | null {
  const instants = airings.flatMap((one) => (one.cut === null ? [one.soundAt > now ? one.soundAt : one.endAt] : []));
  return instants.length === 0 ? null : Math.min(...instants);
}
