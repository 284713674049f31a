import { type Bilingual, civilOf, type FinalState, fill, REASONS, type Reason } from '#kernel';
import { type Right, ruleBetween } from './right.ts';
import type { Hindrance, Party } from './trace.ts';
import { COURSE_WORDS, HELD_WORDS, LEVEL_WORDS, OPEN_WORDS, RULE_WORDS, STATE_WORDS } from './words.ts';

/** Where and when a sentence is said: times of another day than `date` carry their date. */
export interface Scene {
  readonly zone: string;
  readonly date: string;
}

/** "05:00", "05:00:30", "05:00 ngày 24/11". */
export function moment(at: number, { zone, date }: Scene): Bilingual {
  const civil = civilOf(at, zone);
  const time = civil.time.endsWith(':00') ? civil.time.slice(0, 5) : civil.time;
  if (civil.date === date) return { vi: time, en: time };
  const [, month, day] = civil.date.split('-');
  return { vi: `${time} ngày ${day}/${month}`, en: `${time} on ${civil.date}` };
}

/** Which rule of the right to the air puts the winner first, in words. */
export function ruleSentence(winner: Right, other: Right, scene: Scene): Bilingual {
  return fill(RULE_WORDS[ruleBetween(winner, other)], {
    winnerLevel: LEVEL_WORDS[winner.level],
    otherLevel: LEVEL_WORDS[other.level],
    winnerPlanned: moment(winner.plannedAt, scene),
    otherPlanned: moment(other.plannedAt, scene),
  });
}

/** “Báo bão” (khẩn cấp). */
export function named({ title, level }: Pick<Party, 'title' | 'level'>): Bilingual {
  return fill({ vi: '“{title}” ({level})', en: '“{title}” ({level})' }, { title, level: LEVEL_WORDS[level] });
}

const SOMEBODY: Bilingual = { vi: 'buổi khác', en: 'another broadcast' };

/** What kept one broadcast from the air. */
export interface Obstacle {
  readonly hindrance: Hindrance;
  /** Who had the air, or came first; null: not known any more. */
  readonly holder: Party | null;
  /** The clause of the house rules, when it was one; null: only the reason is known. */
  readonly clause: Bilingual | null;
  /** When the clause ends. */
  readonly opensAt: number | null;
  readonly notAfter: number | null;
}

/** Why it did not start. Total over every hindrance. */
export function hindranceSentence(party: Party, obstacle: Obstacle, scene: Scene): Bilingual {
  const { hindrance, holder, clause, opensAt, notAfter } = obstacle;
  const { title } = party;
  if (isReason(hindrance)) {
    const until = opensAt === null ? { vi: '', en: '' } : fill(UNTIL, { at: moment(opensAt, scene) });
    return fill(HELD_WORDS, { title, reason: clause ?? REASONS[hindrance], until });
  }
  return fill(COURSE_WORDS[hindrance], {
    title,
    planned: moment(party.plannedAt, scene),
    holder: holder ? named(holder) : SOMEBODY,
    rule: holder ? ruleSentence(holder, party, scene) : REASONS.seat_taken,
    last: moment(notAfter ?? party.plannedAt, scene),
  });
}

const UNTIL: Bilingual = { vi: ' đến {at}', en: ' until {at}' };

/** True for hindrances that come from the closed list of reasons: a rule, not the course of the air. */
export function isReason(hindrance: Hindrance): hindrance is Reason {
  return hindrance in REASONS;
}

/** How one broadcast stands or ended on one endpoint. */
export interface Course extends Party {
  readonly state: 'planned' | 'ordered' | 'playing' | FinalState;
  readonly reason: Reason | null;
  readonly startAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderedMs: number;
  readonly durationMs: number;
  readonly notAfter: number;
  /** When its last word was written; null: it is open. */
  readonly closedAt: number | null;
}

/** How it stands or ended, as the log says it. Total over every state and reason. */
export function courseSentence(course: Course, scene: Scene): Bilingual {
  const { state, title, level, reason, plannedAt, startAt, startedAt, endedAt, renderedMs, durationMs } = course;
  const begun = startedAt ?? startAt ?? plannedAt;
  const values = {
    title,
    level: LEVEL_WORDS[level],
    reason: reason === null ? { vi: '', en: '' } : REASONS[reason],
    planned: moment(plannedAt, scene),
    start: moment(startAt ?? plannedAt, scene),
    from: moment(begun, scene),
    to: moment(endedAt ?? begun + renderedMs, scene),
    seconds: Math.round(renderedMs / 1000),
    whole: Math.round(durationMs / 1000),
  };
  return fill(isOpen(state) ? OPEN_WORDS[state] : STATE_WORDS[state], values);
}

function isOpen(state: Course['state']): state is keyof typeof OPEN_WORDS {
  return state in OPEN_WORDS;
}
