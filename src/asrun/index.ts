export { type AsRunFilter, type AsRunLine, appendAsRun, readAsRun } from './as-run-store.ts';
export { csvHead, csvLine } from './csv.ts';
export { heardMinutes } from './heard-store.ts';
