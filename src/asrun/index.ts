export { type AsRunFilter, type AsRunLine, appendAsRun, CARRIERS, type Carrier, readAsRun } from './as-run-store.ts';
export { csvHead, csvLine } from './csv.ts';
export { heardMinutes } from './heard-store.ts';
