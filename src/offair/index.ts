export type { Answer, Ask, Foreign, OffAirPorts } from './ports.ts';
export type { Heard, Verdict } from './verdict.ts';
