export { describe as describeRule } from './describe.ts';
export { MISSED_AFTER_MS, notAfter } from './lateness.ts';
export { type Pattern, patternSchema, WEEKDAYS, type Weekday } from './pattern.ts';
export { preview } from './preview.ts';
export { checkRule, warningsOf } from './rule-check.ts';
export { type Occurrence, occurrencesBetween } from './rules.ts';
