/**
 * The judge of a test day. It is given plain facts only – what was planned, what ears heard, what the final log says –
 * and names every broken promise. It never looks into the server.
 */

import { type FinalState, type Level, rankOf } from '#kernel';
import type { HeardPlay } from './hearing.ts';

export { type HeardPlay, hearPlays, hearWav } from './hearing.ts';

/** One broadcast on one endpoint: what was acknowledged. */
export interface Planned {
  readonly markId: number;
  readonly endpoint: string;
  readonly plannedAtMs: number;
  readonly durationMs: number;
  readonly level: Level;
  /** 'restart' may be heard from its beginning again after an interruption; 'resume' unless told. */
  readonly interruption?: 'resume' | 'restart' | 'drop';
  /** How long it waits before it cuts into what is lower; null: it waits for the end. Alarms and voices wait 0 unless told. */
  readonly cutInAfterMs?: number | null;
  /** True when nothing excuses silence: the endpoint was reachable all the time. */
  readonly mustBeHeard?: boolean;
  /** How late it may start beyond the tolerance, when the test itself held it up (a restart inside its window). */
  readonly allowedLateMs?: number;
  /** The longest hole allowed; else the general tolerance, or any when the log itself says that a part is missing. */
  readonly allowedGapMs?: number;
}

/** One row of the final log. Times are epoch ms, null when it never sounded. */
export interface FinalRow {
  readonly endpoint: string;
  readonly markId: number;
  readonly state: FinalState;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** Milliseconds of sound. */
  readonly renderedMs: number;
}

/** What an ear at one endpoint heard. Gaps and place are optional for facts that no WAV file stands behind. */
export type HeardAt = Pick<HeardPlay, 'markId' | 'startMs' | 'endMs'> &
  Partial<HeardPlay> & { readonly endpoint: string };

export interface Facts {
  readonly planned: readonly Planned[];
  readonly heard: readonly HeardAt[];
  readonly log: readonly FinalRow[];
}

/** Every promise that the judge can find broken. */
export const RULES = {
  silent_loss: 'not heard, and no final row says why',
  no_final_row: 'heard, but without a final row',
  two_final_rows: 'more than one final row',
  row_unplanned: 'a final row of something that nobody planned',
  heard_unplanned: 'heard, but nobody planned it there',
  not_heard: 'had to be heard and was not',
  heard_twice: 'heard again from its beginning',
  resume_repeats: 'went on, but repeated more than it may',
  heard_but_not_logged: 'heard, but the log says that it did not play',
  logged_but_not_heard: 'the log says that it played, but nothing was heard',
  part_logged_as_whole: 'the log says played, but a part is missing',
  log_differs: 'the log and the ear differ in start, end or length',
  overlap: 'two sounds at once',
  wrong_order: 'a lower or later broadcast went before a higher or earlier one',
  starts_early: 'heard before its time',
  starts_late: 'heard later than it may be, with the air free',
  gap: 'a hole in the sound',
} as const;
export type Rule = keyof typeof RULES;

export interface Violation {
  readonly rule: Rule;
  readonly endpoint: string;
  readonly markId: number;
  /** By how much, ms, where that means something. */
  readonly byMs: number | null;
  readonly sentence: string;
}

/** All in milliseconds. */
export interface Tolerances {
  readonly startMs: number;
  readonly gapMs: number;
  readonly logMs: number;
  readonly repeatMs: number;
  readonly overlapMs: number;
}

const TOLERANCES: Tolerances = { startMs: 1000, gapMs: 50, logMs: 100, repeatMs: 2000, overlapMs: 20 };

/** One planned broadcast with everything that was heard and written of it. */
interface Case {
  readonly planned: Planned;
  readonly plays: readonly HeardAt[];
  readonly rows: readonly FinalRow[];
}

/** Every broken promise in these facts; none when the day was good. */
export function judge(facts: Facts, tolerances: Partial<Tolerances> = {}): Violation[] {
  const limits = { ...TOLERANCES, ...tolerances };
  const endpoints = new Set([...facts.planned, ...facts.heard, ...facts.log].map((fact) => fact.endpoint));
  return [...endpoints].sort((a, b) => (a < b ? -1 : 1)).flatMap((endpoint) => judgeEndpoint(facts, endpoint, limits));
}

function judgeEndpoint(facts: Facts, endpoint: string, limits: Tolerances): Violation[] {
  const here = <Fact extends { readonly endpoint: string }>(list: readonly Fact[]) =>
    list.filter((fact) => fact.endpoint === endpoint);
  const heard = here(facts.heard).toSorted((a, b) => a.startMs - b.startMs);
  const rows = here(facts.log);
  const cases = here(facts.planned).map((planned) => ({
    planned,
    plays: heard.filter((play) => play.markId === planned.markId),
    rows: rows.filter((row) => row.markId === planned.markId),
  }));
  const known = new Set(cases.map(({ planned }) => planned.markId));
  return [
    ...heard.filter((play) => !known.has(play.markId)).map((play) => broken('heard_unplanned', play, null)),
    ...rows.filter((row) => !known.has(row.markId)).map((row) => broken('row_unplanned', row, null)),
    ...overlaps(heard, limits),
    ...cases.flatMap((one) => [
      ...ending(one),
      ...repeats(one, limits),
      ...logAgainstEar(one, limits),
      ...start(one, cases, limits),
      ...holes(one, heard, limits),
    ]),
    ...inversions(cases, limits),
  ];
}

function broken(rule: Rule, of: { endpoint: string; markId: number }, byMs: number | null, detail = ''): Violation {
  const by = byMs === null ? '' : ` by ${Math.round(byMs)} ms`;
  const sentence = `${of.endpoint}, mark ${of.markId.toString(16)}: ${RULES[rule]}${by}${detail && ` (${detail})`}`;
  return { rule, endpoint: of.endpoint, markId: of.markId, byMs, sentence };
}

/** Exactly one final row, and no silence that nobody answers for. */
function ending({ planned, plays, rows }: Case): Violation[] {
  if (rows.length > 1) return [broken('two_final_rows', planned, null, rows.map((row) => row.state).join(', '))];
  if (rows.length === 0) return [broken(plays.length === 0 ? 'silent_loss' : 'no_final_row', planned, null)];
  return planned.mustBeHeard && plays.length === 0 ? [broken('not_heard', planned, null, rows[0]?.state)] : [];
}

/** What a play adds may repeat a little of what was heard before; more is a repeat, from the beginning a second play. */
function repeats({ planned, plays }: Case, limits: Tolerances): Violation[] {
  const found: Violation[] = [];
  let reachedMs = 0;
  for (const [i, play] of plays.entries()) {
    const fromMs = placeOf(play, i === 0 ? 0 : null, reachedMs, planned);
    const repeatedMs = Math.min(reachedMs - fromMs, play.endMs - play.startMs);
    // Not the day's own tolerance: a speaker that forgot half a second has not heard the end.
    const whole = reachedMs >= planned.durationMs - TOLERANCES.logMs;
    const mayRestart = planned.interruption === 'restart' && !whole;
    if (i > 0 && repeatedMs > 0 && !mayRestart) {
      const isSecondPlay = whole || (fromMs <= limits.repeatMs && repeatedMs > limits.repeatMs);
      if (isSecondPlay) found.push(broken('heard_twice', play, null));
      else if (repeatedMs > limits.repeatMs) found.push(broken('resume_repeats', play, repeatedMs));
    }
    reachedMs = Math.max(reachedMs, fromMs + play.endMs - play.startMs - soundless(play));
  }
  return found;
}

/**
 * Where in the recording a play begins. An ear without a frame counter cannot tell: then a play is taken to go on from
 * where the last one ended, unless so much sound no longer fits behind that place.
 */
function placeOf(play: HeardAt, otherwise: number | null, reachedMs: number, planned: Planned): number {
  if (play.fromMs !== null && play.fromMs !== undefined) return play.fromMs;
  if (otherwise !== null) return otherwise;
  return Math.max(0, Math.min(reachedMs, planned.durationMs - (play.endMs - play.startMs)));
}

function soundless(play: HeardAt): number {
  return (play.gaps ?? []).reduce((sum, gap) => sum + gap.lengthMs, 0);
}

/** The one final row must say what the ear says. */
function logAgainstEar({ planned, plays, rows }: Case, limits: Tolerances): Violation[] {
  const [row] = rows;
  const [first] = plays;
  if (!row || rows.length > 1) return [];
  const saysPlayed = row.state === 'played' || row.state === 'played_part';
  if (!first) {
    return saysPlayed || row.renderedMs > limits.logMs ? [broken('logged_but_not_heard', row, null, row.state)] : [];
  }
  if (row.state === 'failed' || row.state === 'expired' || row.renderedMs === 0) {
    return [broken('heard_but_not_logged', row, null, row.state)];
  }
  const endMs = Math.max(...plays.map((play) => play.endMs));
  const lengthMs = plays.reduce((sum, play) => sum + play.endMs - play.startMs - soundless(play), 0);
  const differences = [
    ['start', row.startedMs === null ? Infinity : row.startedMs - first.startMs],
    ['end', row.endedMs === null ? Infinity : row.endedMs - endMs],
    ['length', row.renderedMs - lengthMs],
  ] as const;
  const found = differences
    .filter(([, byMs]) => Math.abs(byMs) > limits.logMs)
    .map(([what, byMs]) => broken('log_differs', row, byMs, what));
  const missingMs = planned.durationMs - coveredMs(planned, plays);
  if (row.state === 'played' && missingMs > limits.logMs) found.push(broken('part_logged_as_whole', row, missingMs));
  return found;
}

/** How much of the recording was heard at least once. */
function coveredMs(planned: Planned, plays: readonly HeardAt[]): number {
  let [reachedMs, sumMs] = [0, 0];
  const parts = plays.map((play, i) => {
    const fromMs = placeOf(play, i === 0 ? 0 : null, reachedMs, planned);
    const lengthMs = play.endMs - play.startMs - soundless(play);
    reachedMs = Math.max(reachedMs, fromMs + lengthMs);
    return { fromMs, toMs: fromMs + lengthMs };
  });
  let countedMs = 0;
  for (const { fromMs, toMs } of parts.toSorted((a, b) => a.fromMs - b.fromMs)) {
    sumMs += Math.max(0, toMs - Math.max(fromMs, countedMs));
    countedMs = Math.max(countedMs, toMs);
  }
  return sumMs;
}

function overlaps(heard: readonly HeardAt[], limits: Tolerances): Violation[] {
  const found: Violation[] = [];
  for (const [i, play] of heard.entries()) {
    for (const other of heard.slice(i + 1)) {
      const byMs = Math.min(play.endMs, other.endMs) - other.startMs;
      if (byMs > limits.overlapMs) found.push(broken('overlap', other, byMs, `with mark ${play.markId.toString(16)}`));
    }
  }
  return found;
}

/** True when `a` goes before `b` on the air: by level, then by planned start. */
function goesBefore(a: Planned, b: Planned): boolean {
  const [rankA, rankB] = [rankOf(a.level), rankOf(b.level)];
  return rankA < rankB || (rankA === rankB && a.plannedAtMs < b.plannedAtMs);
}

/** Never early; late only while something that goes before it, or already sounded at its own level, held the air. */
function start({ planned, plays }: Case, cases: readonly Case[], limits: Tolerances): Violation[] {
  const [first] = plays;
  if (!first) return [];
  const earlyMs = planned.plannedAtMs - first.startMs;
  if (earlyMs > limits.startMs) return [broken('starts_early', planned, earlyMs)];
  const waitsForAll = cutInAfterMs(planned) === null;
  const holders = cases.filter(
    ({ planned: other }) => other !== planned && (waitsForAll || rankOf(other.level) <= rankOf(planned.level)),
  );
  const held = holders.flatMap((other) => other.plays).toSorted((a, b) => a.startMs - b.startMs);
  let freeMs = planned.plannedAtMs;
  for (const play of held) {
    if (play.startMs <= freeMs + limits.startMs && play.endMs > freeMs) freeMs = play.endMs;
  }
  const lateMs = first.startMs - freeMs - (planned.allowedLateMs ?? 0);
  return lateMs > limits.startMs ? [broken('starts_late', planned, lateMs)] : [];
}

/** Holes inside a play, and silence between two plays of one broadcast that no other sound explains. */
function holes({ planned, plays, rows }: Case, heard: readonly HeardAt[], limits: Tolerances): Violation[] {
  const admitted = rows.some((row) => row.state !== 'played');
  const allowedMs = planned.allowedGapMs ?? (admitted ? Infinity : limits.gapMs);
  const found = plays
    .flatMap((play) => play.gaps ?? [])
    .filter((gap) => gap.lengthMs > allowedMs)
    .map((gap) => broken('gap', planned, gap.lengthMs));
  for (const [i, after] of plays.entries()) {
    const before = plays[i - 1];
    if (!before || after.startMs - before.endMs <= allowedMs) continue;
    const others = heard.filter(
      (play) => play.markId !== planned.markId && play.startMs < after.startMs && play.endMs > before.endMs,
    );
    const handovers = others.length > 0 ? (others.length + 1) * limits.startMs : 0;
    let [silentMs, fromMs] = [0, before.endMs];
    for (const other of others) {
      silentMs += Math.max(0, other.startMs - fromMs);
      fromMs = Math.max(fromMs, other.endMs);
    }
    silentMs += Math.max(0, after.startMs - fromMs);
    if (silentMs > handovers + allowedMs) found.push(broken('gap', planned, silentMs));
  }
  return found;
}

/** How long a broadcast waits before it cuts in, ms; null: it never does. */
function cutInAfterMs({ level, cutInAfterMs: told }: Planned): number | null {
  if (told !== undefined) return told;
  return rankOf(level) <= rankOf('live_commune') ? 0 : null;
}

/** Who goes before must not wait, once its time has come, for sound that goes after it. */
function inversions(cases: readonly Case[], limits: Tolerances): Violation[] {
  const found: Violation[] = [];
  for (const first of cases) {
    const [begins] = first.plays;
    if (!begins) continue;
    const lastEndMs = Math.max(...first.plays.map((play) => play.endMs));
    for (const second of cases) {
      if (first === second || !goesBefore(first.planned, second.planned)) continue;
      const waitsMs = cutInAfterMs(first.planned);
      const isHigher = waitsMs !== null && rankOf(first.planned.level) < rankOf(second.planned.level);
      const { plannedAtMs, allowedLateMs = 0 } = first.planned;
      /* At its own level it waits for nobody; a higher one is given the time that it waits and takes to cut in. */
      const graceMs = isHigher || allowedLateMs > 0 ? limits.startMs + allowedLateMs + (waitsMs ?? 0) : -Infinity;
      const inTheWay = second.plays.find((play) => {
        const beginsInTurn = play.startMs > plannedAtMs + graceMs && play.startMs < begins.startMs;
        const holdsOn = isHigher && play.endMs > plannedAtMs + graceMs && play.startMs < begins.startMs;
        const cutsIn = play.startMs > begins.startMs && play.endMs < lastEndMs;
        return beginsInTurn || holdsOn || cutsIn;
      });
      const waiting = `while mark ${first.planned.markId.toString(16)} waited`;
      if (inTheWay) found.push(broken('wrong_order', inTheWay, null, waiting));
    }
  }
  return found;
}
