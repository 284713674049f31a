export { type AirDecision, type Candidate, compareRight, decideAir, mayInterrupt, type OnAir } from './air.ts';
