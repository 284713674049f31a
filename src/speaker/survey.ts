import type { PlanEntry } from '#link';
import type { Hindrance } from '#queue';
import {
  cutShortBecause,
  type EndReason,
  firstCandidate,
  houseReason,
  lastStartOf,
  mayStartAt,
  missedBecause,
  type StationPresence,
  secondCandidate,
  type Waiting,
} from './candidates.ts';
import type { Begun, Recollection } from './recollection.ts';

/** What the speaker sees around it at one moment. Instants are the station's. */
interface View {
  readonly now: number;
  /** The station itself said what time it is: only then is it sure that something is too late. */
  readonly isSynced: boolean;
  readonly station: StationPresence;
  /** What has the air. */
  readonly playing: string | null;
  isPlaced(entry: PlanEntry): boolean;
  /** What left the air for another here: for which. */
  readonly yielded: ReadonlyMap<string, string>;
  /** What kept each from the air when last it was asked. */
  readonly hindered: ReadonlyMap<string, Hindrance>;
}

/** What will not sound any more, and why. */
interface Over {
  readonly id: string;
  readonly begun: Begun | null;
  readonly reason: EndReason;
  readonly at: number;
}

interface Survey {
  readonly waiting: Waiting[];
  readonly over: Over[];
  /** When this can change by itself. */
  readonly askAgainAt: number;
}

/** Who may start, now or later, and who can never start any more. Pure. */
export function survey(known: Recollection, view: View): Survey {
  const begun = surveyBegun(known, view);
  const planned = surveyPlan(known, view);
  // The air that one left for another is not its own again before that one had it.
  const isNext = (id: string | undefined) =>
    planned.waiting.some((one) => one.id === id) && houseReason(view.hindered.get(id ?? '')) === null;
  const mayReturn = begun.waiting.filter(({ id }) => !isNext(view.yielded.get(id)));
  return {
    waiting: [...mayReturn, ...planned.waiting],
    over: [...begun.over, ...planned.over],
    askAgainAt: Math.min(begun.askAgainAt, planned.askAgainAt),
  };
}

/** What was interrupted here, and may go on. */
function surveyBegun(known: Recollection, view: View): Survey {
  const { now, isSynced, playing, yielded, hindered } = view;
  const waiting: Waiting[] = [];
  const over: Over[] = [];
  let askAgainAt = Number.POSITIVE_INFINITY;
  for (const [id, begun] of known.begun) {
    if (begun.endedAt !== null || id === playing || !begun.entry) continue;
    const stop = known.stops.get(id);
    const candidate = secondCandidate(begun);
    const isLate = candidate !== null && now > candidate.notAfter && isSynced;
    if (stop || !candidate || isLate) {
      const reason = stop ?? cutShortBecause(begun, hindered.get(id), yielded.has(id), now);
      over.push({ id, begun, reason, at: begun.seenAt });
    } else {
      askAgainAt = Math.min(askAgainAt, candidate.notAfter + 1);
      if (now <= candidate.notAfter && view.isPlaced(begun.entry)) waiting.push(candidate);
    }
  }
  return { waiting, over, askAgainAt };
}

/** What stands in the plan and was not begun. */
function surveyPlan(known: Recollection, view: View): Survey {
  const { now, isSynced, station, hindered } = view;
  const waiting: Waiting[] = [];
  const over: Over[] = [];
  let askAgainAt = Number.POSITIVE_INFINITY;
  for (const [id, entry] of known.plan) {
    if (known.begun.has(id)) continue;
    const stop = known.stops.get(id);
    const isPlaced = view.isPlaced(entry);
    const lastStartAt = lastStartOf(entry);
    const isLate = now > lastStartAt;
    // Without the station's clock it is not sure that it is too late: silent for now, judged when the clock is known.
    if (stop || (isLate && isSynced)) {
      const reason = stop ?? missedBecause(known.placing.get(id), isPlaced, hindered.get(id));
      over.push({ id, begun: null, reason, at: now });
      continue;
    }
    if (isLate) continue;
    askAgainAt = Math.min(askAgainAt, lastStartAt + 1);
    const may = mayStartAt(entry, known.starts.get(id), station, now);
    if ('askAgainAt' in may) askAgainAt = Math.min(askAgainAt, Math.max(may.askAgainAt, now + 1));
    else if (isPlaced) waiting.push(firstCandidate(entry, may.at));
  }
  return { waiting, over, askAgainAt };
}
