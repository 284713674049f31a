export {
  ceilingDbAt,
  firstOpening,
  type GateAsk,
  type GateReason,
  type GateWord,
  gateAt,
  LOOK_AHEAD_DAYS,
  SEARCH_DAYS,
} from './air-gate.ts';
export { exceptionOn, isWithin, openMinutesADay, rulesOn } from './civil-day.ts';
export { type DayReason, type DaySpan, judgeDay, SESSION_GAP_MS } from './day-limits.ts';
export * from './gate-rules.ts';
export { DEFAULT_RULES, defaultGate, OPEN_RULES, openGate } from './standing-gates.ts';
