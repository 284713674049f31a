export {
  type AsRunFilter,
  type AsRunLine,
  appendAsRun,
  CARRIERS,
  type Carrier,
  findAsRun,
  lastLine,
  readAsRun,
} from './as-run-store.ts';
export { coursesAfter, wordsSince } from './course-store.ts';
export { csvHead, csvLine } from './csv.ts';
export { heardMinutes } from './heard-store.ts';
export { addHearing, HEARD, type Heard, type Hearing, hearingsOf, hearingsSince } from './hearing-store.ts';
export { type LastProof, lastProofs } from './last-proof-store.ts';
export { LogCounter, type LogOutline, type LogSums, outlineOf, PAGE_LINES } from './log-outline.ts';
export { LOG_WORDS, type LogWord, logWord } from './log-word.ts';
export { loggedCourses } from './report-store.ts';
export { shownCsvHead, shownCsvLine } from './shown-csv.ts';
export { type Place, type ShownFilter, shownPage, shownPieces } from './shown-log.ts';
export {
  type ClusterCounts,
  joinedTallies,
  type Tally,
  type Technology,
  technologyOf,
  type VillageCourse,
  type VillageTallies,
  villageTallies,
} from './village-report.ts';
export { type Course, lastHearings, VILLAGE_WORDS, type VillageWord, villageWord } from './village-word.ts';
