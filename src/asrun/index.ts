export { type AsRunFilter, type AsRunLine, appendAsRun, readAsRun } from './as-run-log.ts';
export { csvHead, csvLine } from './csv.ts';
