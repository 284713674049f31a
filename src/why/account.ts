import { type EndpointGate, gateAt } from '#gate';
import { type Bilingual, civilOf, fill, rankOf } from '#kernel';
import { clauseAt, closedFor } from './gate-words.ts';
import { type Course, courseSentence, hindranceSentence, isReason, moment, named, type Scene } from './sentences.ts';
import type { DecisionTrace, FactTrace, Hindered, Party, Trace } from './trace.ts';

const MINUTE_MS = 60_000;
/** What a person did, or what happened, is still told so long afterwards. */
const FACTS_MS = 30 * MINUTE_MS;

/** All that is known of one endpoint around one minute. */
export interface Asked {
  readonly endpointName: string;
  readonly zone: string;
  readonly now: number;
  /** Any instant of the minute. */
  readonly at: number;
  /** What was, is or will be due on the endpoint around the minute. */
  readonly courses: readonly Course[];
  /** Newest first, all from before the end of the minute. */
  readonly traces: readonly Trace[];
  /** Nothing older than this is remembered. */
  readonly keptFrom: number;
  /** The rules as they stood at that minute. */
  readonly gate: EndpointGate;
}

/** One thing that is said; `about` is the broadcast that it is about. */
export interface Line {
  readonly kind: 'course' | 'decision' | 'hindrance' | 'fact' | 'gate' | 'note';
  readonly text: Bilingual;
  readonly about: string | null;
}

export interface Account {
  readonly from: number;
  readonly to: number;
  /** What was heard in that minute, highest right first; empty: silence. */
  readonly playing: ReadonlyArray<{ readonly broadcastId: string; readonly title: string }>;
  readonly headline: Bilingual;
  readonly lines: readonly Line[];
}

/** Why an endpoint sounded as it did in one minute, in sentences. Pure: same knowledge, same words. */
export function accountOf(asked: Asked): Account {
  const from = Math.floor(asked.at / MINUTE_MS) * MINUTE_MS;
  const to = from + MINUTE_MS;
  const scene: Scene = { zone: asked.zone, date: civilOf(from, asked.zone).date };
  const decisions = asked.traces.filter((one): one is DecisionTrace => one.what === 'decision');
  const due = asked.courses.filter((one) => isDue(one, from, to, asked.now));
  const heard = due
    .filter((one) => sounds(one, from, to, asked.now))
    .sort((a, b) => rankOf(a.level) - rankOf(b.level) || (b.startedAt ?? 0) - (a.startedAt ?? 0));
  const playing = heard.filter((one) => !isCutThroughout(one, heard, decisions, from, to, asked.now));
  const waiting = due.filter((one) => !heard.includes(one));
  const told = decisionsThatMatter(decisions, [...heard, ...waiting], from);

  const lines: Line[] = [];
  if (to < asked.keptFrom) lines.push({ kind: 'note', about: null, text: FORGOTTEN });
  for (const course of [...heard, ...waiting]) {
    lines.push({ kind: 'course', about: course.broadcastId, text: courseSentence(course, scene) });
  }
  lines.push(...told.flatMap((one) => decisionLines(one, asked, scene)));
  lines.push(...factLines(asked.traces, from, scene));
  lines.push({ kind: 'gate', about: null, text: gateSentence(asked.gate, from, scene) });
  return {
    from,
    to,
    playing: playing.map(({ broadcastId, title }) => ({ broadcastId, title })),
    headline: headlineOf(asked, from, playing, waiting, scene),
    lines: withoutRepeats(lines),
  };
}

/**
 * Its time has come by the end of the minute, and its last word is not older than the minute; or it was planned in it, or
 * should still have sounded. Of a minute that is yet to come: it would sound then if nothing delays it.
 */
function isDue(course: Course, from: number, to: number, now: number): boolean {
  const { plannedAt, closedAt, startAt, startedAt, endedAt, durationMs, state } = course;
  if (plannedAt >= from && plannedAt < to) return true;
  if (plannedAt >= to) return false;
  if (closedAt === null) return from <= now || Math.max(plannedAt, now) + durationMs > from;
  if (state !== 'played' && (startedAt ?? startAt ?? plannedAt) + durationMs > from) return true;
  return Math.min(closedAt, endedAt ?? closedAt) >= from;
}

function sounds({ startedAt, endedAt, state, renderedMs }: Course, from: number, to: number, now: number): boolean {
  if (startedAt === null || startedAt >= to) return false;
  const until = endedAt ?? (state === 'playing' ? now : startedAt + renderedMs);
  return until > from;
}

/** True when a higher one that cut in was heard instead, through the whole minute. */
function isCutThroughout(
  one: Course,
  heard: readonly Course[],
  decisions: readonly DecisionTrace[],
  from: number,
  to: number,
  now: number,
): boolean {
  return heard.some(
    (other) =>
      decisions.some(({ winner, preempted }) => {
        return winner?.broadcastId === other.broadcastId && preempted === one.broadcastId;
      }) &&
      (other.startedAt ?? to) <= from &&
      (other.endedAt ?? now) >= Math.min(to, now),
  );
}

/** The last decision before the end of the minute, those inside it, and the one that put on air what was heard. */
function decisionsThatMatter(
  decisions: readonly DecisionTrace[],
  due: readonly Course[],
  from: number,
): DecisionTrace[] {
  const ids = new Set(due.map((one) => one.broadcastId));
  const concerns = ({ winner, candidates, expired }: DecisionTrace) =>
    [winner, ...candidates.filter((one) => one.hindrance !== 'not_yet'), ...expired].some(
      (one) => one && ids.has(one.broadcastId),
    );
  const inside = decisions.filter((one) => one.at >= from);
  const last = decisions.find((one) => one.at < from && concerns(one));
  const begun = due.flatMap((course) =>
    course.startedAt === null ? [] : (decisions.find((one) => one.winner?.broadcastId === course.broadcastId) ?? []),
  );
  const all = new Set([...inside, ...(last ? [last] : []), ...begun]);
  return decisions.filter((one) => all.has(one)).reverse();
}

function decisionLines(decided: DecisionTrace, asked: Asked, scene: Scene): Line[] {
  const { winner, onAir, preempted } = decided;
  const lines: Line[] = [];
  if (winner) {
    const start = { ...winnerValues(winner, scene), holder: onAir ? named(onAir) : { vi: '', en: '' } };
    const words = winner.isReturn
      ? RETURNED
      : preempted !== null && onAir
        ? rankOf(winner.level) < rankOf(onAir.level)
          ? CUT_IN_BY_LEVEL
          : CUT_IN_BY_WILL
        : onAir
          ? AFTER
          : TOOK;
    lines.push({ kind: 'decision', about: winner.broadcastId, text: fill(words, start) });
  }
  // Those who lost a comparison lost it to the winner; the others to who had the air, or to a rule.
  for (const one of [...decided.expired, ...decided.candidates]) {
    if (one.hindrance === 'not_yet' && !asked.courses.some((course) => course.broadcastId === one.broadcastId))
      continue;
    const holder = one.hindrance === 'behind' ? (winner ?? onAir) : (onAir ?? winner);
    lines.push({
      kind: 'hindrance',
      about: one.broadcastId,
      text: obstacleSentence(one, holder, decided.at, asked, scene),
    });
  }
  return lines;
}

function obstacleSentence(one: Hindered, holder: Party | null, at: number, asked: Asked, scene: Scene): Bilingual {
  const course = asked.courses.find((known) => known.broadcastId === one.broadcastId);
  const closed = isReason(one.hindrance)
    ? closedFor(asked.gate, one, Math.max(at, one.plannedAt), course?.durationMs ?? 0)
    : null;
  const sameRule = closed?.reason === one.hindrance ? closed : null;
  return hindranceSentence(
    one,
    {
      hindrance: one.hindrance,
      holder: holder?.broadcastId === one.broadcastId ? null : holder,
      clause: sameRule?.words ?? null,
      opensAt: sameRule?.opensAt ?? null,
      notAfter: course?.notAfter ?? null,
    },
    scene,
  );
}

function winnerValues(winner: NonNullable<DecisionTrace['winner']>, scene: Scene) {
  return { winner: named(winner), start: moment(winner.startAt, scene) };
}

const TOOK: Bilingual = {
  vi: '{winner} được phát từ {start}: cụm loa lúc đó đang rảnh.',
  en: '{winner} got the air from {start}: the endpoint was free.',
};
const AFTER: Bilingual = {
  vi: '{winner} được phát từ {start}, ngay sau {holder}.',
  en: '{winner} got the air from {start}, right after {holder}.',
};
const CUT_IN_BY_LEVEL: Bilingual = {
  vi: '{winner} chen ngang {holder} lúc {start}: mức cao hơn được chen ngang.',
  en: '{winner} cut into {holder} at {start}: a higher level may cut in.',
};
const CUT_IN_BY_WILL: Bilingual = {
  vi: '{winner} chen ngang {holder} lúc {start}: cùng mức, người đặt đã chọn chen ngang.',
  en: '{winner} cut into {holder} at {start}: same level, and whoever asked for it chose to cut in.',
};
const RETURNED: Bilingual = {
  vi: '{winner} phát tiếp từ {start} sau khi bị chen ngang.',
  en: '{winner} went on at {start} after it had been cut into.',
};
const FORGOTTEN: Bilingual = {
  vi: 'Trạm không còn giữ diễn biến của lúc đó; chỉ còn nhật ký phát sóng.',
  en: 'The station does not remember the decisions of that time any more; only the as-run log is left.',
};

function factLines(traces: readonly Trace[], from: number, scene: Scene): Line[] {
  return traces
    .filter((one): one is FactTrace => one.what === 'fact' && one.at >= from - FACTS_MS)
    .reverse()
    .map(({ at, vi, en, broadcastId }) => {
      const said = fill({ vi: 'Lúc {at}: {fact}', en: 'At {at}: {fact}' }, { at: moment(at, scene), fact: { vi, en } });
      return { kind: 'fact', about: broadcastId, text: said };
    });
}

/** What the house rules say to an ordinary bulletin at an instant. */
function gateSentence(gate: EndpointGate, at: number, scene: Scene): Bilingual {
  const word = gateAt(gate, { level: 'scheduled', kind: 'bulletin' }, at);
  if (!word.isOpen) {
    const clause = clauseAt(gate, word.reason, at);
    if (word.opensAt === null) return fill(SHUT, { clause });
    return fill(SHUT_UNTIL, { clause, at: moment(word.opensAt, scene) });
  }
  return word.closesAt === null ? OPEN : fill(OPEN_UNTIL, { at: moment(word.closesAt, scene) });
}

const OPEN: Bilingual = { vi: 'Quy định: lúc đó được phát.', en: 'House rules: it might sound then.' };
const OPEN_UNTIL: Bilingual = {
  vi: 'Quy định: lúc đó được phát, đến {at}.',
  en: 'House rules: it might sound then, until {at}.',
};
const SHUT: Bilingual = {
  vi: 'Quy định: lúc đó chỉ khẩn cấp được phát ({clause}).',
  en: 'House rules: only an emergency might sound then ({clause}).',
};
const SHUT_UNTIL: Bilingual = {
  vi: 'Quy định: lúc đó chỉ khẩn cấp được phát ({clause}), đến {at}.',
  en: 'House rules: only an emergency might sound then ({clause}), until {at}.',
};

function headlineOf(
  { endpointName, now, gate }: Asked,
  from: number,
  playing: readonly Course[],
  waiting: readonly Course[],
  scene: Scene,
): Bilingual {
  const values = { at: moment(from, scene), endpoint: endpointName };
  if (from > now) {
    const list = waiting.map((one) => named(one));
    const joined = { vi: list.map(({ vi }) => vi).join(', '), en: list.map(({ en }) => en).join(', ') };
    return list.length === 0 ? fill(FUTURE_EMPTY, values) : fill(FUTURE, { ...values, what: joined });
  }
  const [first] = playing;
  if (first) return fill(PLAYED, { ...values, what: named(first) });
  const [missing] = [...waiting].sort((a, b) => rankOf(a.level) - rankOf(b.level) || a.plannedAt - b.plannedAt);
  if (missing) return fill(SILENT, { ...values, what: named(missing) });
  const isShut = !gateAt(gate, { level: 'scheduled', kind: 'bulletin' }, from).isOpen;
  return fill(isShut ? NOTHING_AND_SHUT : NOTHING, values);
}

const PLAYED: Bilingual = { vi: 'Lúc {at}, {endpoint} phát {what}.', en: 'At {at}, {endpoint} played {what}.' };
const SILENT: Bilingual = {
  vi: 'Lúc {at}, {endpoint} im lặng dù có {what}.',
  en: 'At {at}, {endpoint} was silent although there was {what}.',
};
const NOTHING: Bilingual = {
  vi: 'Lúc {at}, {endpoint} im lặng: không có gì trong lịch.',
  en: 'At {at}, {endpoint} was silent: nothing was in the schedule.',
};
const NOTHING_AND_SHUT: Bilingual = {
  vi: 'Lúc {at}, {endpoint} im lặng: không có gì trong lịch, và quy định cũng không cho phát.',
  en: 'At {at}, {endpoint} was silent: nothing was in the schedule, and the house rules were closed as well.',
};
const FUTURE: Bilingual = {
  vi: 'Chưa đến {at}. Theo kế hoạch, {endpoint} có {what}.',
  en: 'It is not {at} yet. {endpoint} is planned to have {what}.',
};
const FUTURE_EMPTY: Bilingual = {
  vi: 'Chưa đến {at}. {endpoint} chưa có gì trong lịch lúc đó.',
  en: 'It is not {at} yet. Nothing is in the schedule of {endpoint} for then.',
};

function withoutRepeats(lines: readonly Line[]): Line[] {
  const said = new Set<string>();
  return lines.filter(({ text }) => !said.has(text.vi) && said.add(text.vi));
}
