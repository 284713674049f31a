/** How far somebody is in the guided first run; kept in the browser, so that it can be left and taken up again. Pure. */
import { instantOf } from '#kernel';

export interface GuideState {
  readonly bulletinId: string;
  readonly hasHeard: boolean;
  /** Null: nobody has chosen yet, and every place is meant. */
  readonly zoneIds: readonly string[] | null;
  readonly times: readonly string[];
  /** Broadcasts that the guide has really scheduled, and for when. */
  readonly made: ReadonlyArray<{ readonly id: string; readonly at: number }>;
  readonly isHidden: boolean;
}

export const TIMES = ['05:00', '17:00'] as const;
export const FIRST: GuideState = {
  ...{ bulletinId: '', hasHeard: false, zoneIds: null, times: TIMES, made: [], isHidden: false },
};

/** What a browser kept, or the beginning: what is not understood is not believed. */
export function readGuide(kept: string | null): GuideState {
  try {
    const given: unknown = JSON.parse(kept ?? '');
    if (typeof given !== 'object' || given === null) return FIRST;
    const { bulletinId, hasHeard, zoneIds, times, made, isHidden } = given as Record<string, unknown>;
    const texts = (list: unknown): string[] | null =>
      Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : null;
    const isMade = (one: unknown): one is GuideState['made'][number] =>
      typeof one === 'object' &&
      one !== null &&
      typeof (one as { id: unknown }).id === 'string' &&
      typeof (one as { at: unknown }).at === 'number';
    return {
      bulletinId: typeof bulletinId === 'string' ? bulletinId : '',
      hasHeard: hasHeard === true,
      zoneIds: texts(zoneIds),
      times: (texts(times) ?? TIMES).filter((time) => TIMES.some((one) => one === time)),
      made: Array.isArray(made) ? made.filter(isMade) : [],
      isHidden: isHidden === true,
    };
  } catch {
    return FIRST;
  }
}

/** The instants of these times on a civil day, soonest first. */
export function instantsOf(times: readonly string[], date: string, zone: string): number[] {
  return times.flatMap((time) => instantOf(date, time, zone) ?? []).sort((a, b) => a - b);
}

/** The guide is for a station on which nobody has scheduled anything by rule, until it is done or unwanted. */
export function isWanted({ isHidden, made }: GuideState, ruleCount: number | null): boolean {
  return !isHidden && (made.length > 0 || ruleCount === 0);
}
