/** What one loudspeaker does for one broadcast, by all that is known of it. Pure. */
import type { Level } from '#kernel';

/** Told to begin, a loudspeaker says so within a second or two; after this it is not believed any more. */
export const CONFIRM_MS = 10_000;
/** A loudspeaker that sounds an emergency may be out of sight for so long. */
const LOST_MS = 10_000;
/** When less than this is left of an emergency, a broken line does not matter any more. */
const REST_MS = 10_000;
/** A line that breaks is often back in a moment: a routine broadcast waits for it, an emergency does not. */
const BLINK_MS = 3000;

/** One loudspeaker that was to carry the broadcast. */
export interface MainEndpoint {
  readonly endpointId: string;
  readonly isReachable: boolean;
  /** Since when it is out of reach; null: it is not. */
  readonly leftAt: number | null;
  /** It was in reach at least once since the station started. */
  readonly hasJoined: boolean;
  /** A rule of the house, a person or a higher broadcast keeps it silent there: nobody is to stand in for that. */
  readonly isHeldBack: boolean;
  /** When it was ordered to begin; null: it waits for its turn. */
  readonly startAt: number | null;
  /** When it last sounded something else for which this has to wait; null: it did not. */
  readonly busyAt: number | null;
  readonly hasBegun: boolean;
  readonly startedAt: number | null;
  readonly isOver: boolean;
  /** It is over and was heard, as far as its kind of line can prove that. */
  readonly wasHeard: boolean;
  readonly renderedMs: number;
}

/**
 * not_meant: it is not to sound there. waiting: it may still begin. carrying: it sounds, or did. gone: no line to it, and
 * it has not begun. silent: told to begin, it did not say so in time, or it failed. lost: it sounded an emergency when the
 * line broke.
 */
export type EndpointWord = 'not_meant' | 'waiting' | 'carrying' | 'gone' | 'silent' | 'lost';

/** What of the broadcast matters here. */
export interface Occasion {
  readonly level: Level;
  readonly plannedAt: number;
  readonly durationMs: number;
  readonly endBy: number | null;
  readonly settledAt: number;
}

/** The word on one loudspeaker, and when it can change by itself (Infinity: never). */
export function wordOf(
  main: MainEndpoint,
  occasion: Occasion,
  now: number,
): { readonly word: EndpointWord; readonly changesAt: number } {
  const isEmergency = occasion.level === 'emergency';
  if (main.isHeldBack) return still('not_meant');
  if (main.isOver) {
    if (!main.wasHeard) return still('silent');
    return still(isEmergency && occasion.durationMs - main.renderedMs > REST_MS ? 'lost' : 'carrying');
  }
  if (main.hasBegun) {
    // By its plan it plays on without us; in an emergency that is not enough.
    if (!isEmergency || main.leftAt === null) return still('carrying');
    const lostAt = outAt(main, occasion, LOST_MS);
    const beganAt = main.startedAt ?? main.startAt ?? occasion.plannedAt;
    const endAt = Math.min(beganAt + occasion.durationMs, occasion.endBy ?? Number.POSITIVE_INFINITY);
    if (endAt - Math.max(now, lostAt) <= REST_MS) return still('carrying');
    return now < lostAt ? { word: 'carrying', changesAt: lostAt } : { word: 'lost', changesAt: endAt - REST_MS };
  }
  const silentAt =
    main.startAt === null ? Number.POSITIVE_INFINITY : Math.max(main.startAt, main.busyAt ?? 0) + CONFIRM_MS;
  const goneAt = main.leftAt === null ? Number.POSITIVE_INFINITY : outAt(main, occasion, isEmergency ? 0 : BLINK_MS);
  if (goneAt <= now) return still('gone');
  if (silentAt <= now) return still('silent');
  return { word: 'waiting', changesAt: Math.min(silentAt, goneAt) };
}

/** When it counts as out of reach. After a start of the station the loudspeakers need a moment to come back. */
function outAt({ leftAt, hasJoined }: MainEndpoint, { settledAt }: Occasion, patienceMs: number): number {
  return Math.max((leftAt ?? 0) + patienceMs, hasJoined ? 0 : settledAt);
}

function still(word: EndpointWord) {
  return { word, changesAt: Number.POSITIVE_INFINITY };
}
