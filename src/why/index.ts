export { type Account, type Asked, accountOf, type Line } from './account.ts';
export {
  type Alike,
  type Change,
  consequencesOf,
  type Listener,
  type Listening,
  type Overlap,
  type Question,
  type Sound,
} from './consequences.ts';
export { earshotBetween } from './earshot.ts';
export { type Closed, closedFor } from './gate-words.ts';
export type { Decision, Known } from './ports.ts';
export { type Right, RULES, type Rule, ruleBetween } from './right.ts';
export { type Course, moment, named, type Scene } from './sentences.ts';
export { type Party, partyFrom, type Trace } from './trace.ts';
export { lastTraces } from './trace-store.ts';
export { isUnusualHour } from './usual-hours.ts';
export { createWhy, type Fact, KEPT_MS, type Why } from './why.ts';
