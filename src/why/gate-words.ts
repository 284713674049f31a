import {
  type EndpointGate,
  exceptionOn,
  firstOpening,
  type GateAsk,
  type GateReason,
  gateAt,
  isWithin,
  rulesOn,
} from '#gate';
import { type Bilingual, civilOf, REASONS } from '#kernel';

const DAY_MS = 86_400_000;
/** Longer than any quiet span and any mourning. */
const OPENS_WITHIN_MS = 62 * DAY_MS;

/** Why a gate does not let something sound through its whole length, and when it would. */
export interface Closed {
  readonly reason: GateReason;
  /** The first instant of its length at which the gate is closed. */
  readonly closedAt: number;
  /** The first start at which it is open through the whole length; null: none in sight. */
  readonly opensAt: number | null;
  /** The very clause: "giờ yên lặng 21:30–05:00". */
  readonly words: Bilingual;
}

/** What closes the gate to a start at an instant, for sound of that length; null: it is open. Pure. */
export function closedFor(gate: EndpointGate, ask: GateAsk, startAt: number, durationMs: number): Closed | null {
  const word = gateAt(gate, ask, startAt);
  const closedAt = !word.isOpen ? startAt : (word.closesAt ?? Number.POSITIVE_INFINITY);
  if (closedAt >= startAt + Math.max(1, durationMs)) return null;
  const then = word.isOpen ? gateAt(gate, ask, closedAt) : word;
  if (then.isOpen) return null;
  const opensAt = firstOpening(gate, ask, startAt, durationMs, startAt + OPENS_WITHIN_MS);
  return { reason: then.reason, closedAt, opensAt, words: clauseAt(gate, then.reason, closedAt) };
}

/** The clause of the house rules that closes a gate at an instant, in words. */
export function clauseAt(gate: EndpointGate, reason: GateReason, at: number): Bilingual {
  if (reason === 'mourning') return REASONS.mourning;
  if (reason === 'quiet_zone') {
    const span = gate.quietSpans.find(({ from, to }) => from <= at && at < to);
    return span ? { vi: `vùng yên lặng (${span.reason})`, en: `a quiet zone (${span.reason})` } : REASONS.quiet_zone;
  }
  const { date, time, weekday } = civilOf(at, gate.zone);
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const rules = rulesOn(gate, date);
  const exception = exceptionOn(gate, date);
  if (exception?.windows && exception.windows.length > 0) {
    const said = spansText(exception.windows);
    return { vi: `ngoài khung giờ của ngày đặc biệt (${said})`, en: `outside the hours of the special day (${said})` };
  }
  if (!exception && !rules.weekdays.includes(weekday)) {
    return {
      vi: `${WEEKDAY_WORDS[weekday]?.vi} không phải ngày phát`,
      en: `no programmes on ${WEEKDAY_WORDS[weekday]?.en}s`,
    };
  }
  const quiet = rules.quietHours.find((span) => isWithin(span, minute));
  if (quiet) return { vi: `giờ yên lặng ${spansText([quiet])}`, en: `quiet hours ${spansText([quiet])}` };
  if (rules.windows.length > 0) {
    const said = spansText(rules.windows);
    return { vi: `ngoài khung giờ được phát (${said})`, en: `outside the hours in which it may sound (${said})` };
  }
  return REASONS.outside_hours;
}

const WEEKDAY_WORDS: Readonly<Record<number, Bilingual>> = {
  1: { vi: 'thứ Hai', en: 'Monday' },
  2: { vi: 'thứ Ba', en: 'Tuesday' },
  3: { vi: 'thứ Tư', en: 'Wednesday' },
  4: { vi: 'thứ Năm', en: 'Thursday' },
  5: { vi: 'thứ Sáu', en: 'Friday' },
  6: { vi: 'thứ Bảy', en: 'Saturday' },
  7: { vi: 'Chủ nhật', en: 'Sunday' },
};

function spansText(spans: ReadonlyArray<{ readonly from: string; readonly to: string }>): string {
  return spans.map(({ from, to }) => `${from}–${to}`).join(', ');
}
