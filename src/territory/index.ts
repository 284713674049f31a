export { MOST_BYTES } from './intake/decode.ts';
export type { FilePlan, ReadFile } from './intake/take-file.ts';
export { type Land, parentsOf } from './land.ts';
export type { Plan } from './plan.ts';
export { landOn, type Preview } from './preview.ts';
export { type AskedAct, Territory } from './territory.ts';
