export { createOffAir, type Listening, type OffAir, type OffAirNeeds } from './off-air.ts';
export type { Foreign, OffAirPorts } from './ports.ts';
export type { Heard, Verdict } from './verdict.ts';
