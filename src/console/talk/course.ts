import type { Bilingual } from '#kernel';
import type { TalkerMessage } from '#live';

export type LiveState = 'opened' | 'counting_in' | 'on_air' | 'lost' | 'ended';

/** How a talk stands, as its station tells it. */
export interface Course {
  readonly state: LiveState;
  readonly secondsLeft: number | null;
  readonly onAirAt: number | null;
  readonly level: { readonly rmsDb: number; readonly peakDb: number } | null;
  /** What the talker should know now, one of a kind. */
  readonly warnings: ReadonlyArray<{ readonly code: string; readonly text: Bilingual }>;
  /** Why it is over, or why this line was not taken. */
  readonly end: { readonly text: Bilingual; readonly detail: Bilingual | null } | null;
}

export const FRESH_COURSE: Course = {
  state: 'opened',
  secondsLeft: null,
  onAirAt: null,
  level: null,
  warnings: [],
  end: null,
};

/** Above this, somebody is heard again: a warning of silence is done with. */
const HEARD_DB = -45;

/** Takes in one message of the station; unknown ones change nothing. */
export function hearMessage(course: Course, message: TalkerMessage): Course {
  if ('state' in message) {
    return {
      ...course,
      state: message.state,
      secondsLeft: message.secondsLeft ?? null,
      onAirAt: message.onAirAt ?? course.onAirAt,
    };
  }
  if ('level' in message) {
    const isHeard = message.level.rmsDb > HEARD_DB;
    const warnings = isHeard ? course.warnings.filter(({ code }) => code !== 'silent') : course.warnings;
    return { ...course, level: message.level, warnings };
  }
  if ('warning' in message) {
    const { warning: code, text } = message;
    const ends = code === 'heard_again' ? 'pre_empted' : code === 'pre_empted' ? 'heard_again' : code;
    const others = course.warnings.filter((one) => one.code !== code && one.code !== ends);
    return { ...course, warnings: [...others, { code, text }] };
  }
  if ('end' in message) return { ...course, state: 'ended', end: { text: message.text, detail: message.detail } };
  if ('refused' in message) return { ...course, state: 'ended', end: { text: message.text, detail: null } };
  return course;
}

/** What a level means for who speaks. */
export function loudnessOf(level: Course['level']): 'none' | 'low' | 'good' | 'high' {
  if (level === null || level.rmsDb < -50) return 'none';
  if (level.peakDb > -1) return 'high';
  return level.rmsDb < -35 ? 'low' : 'good';
}
