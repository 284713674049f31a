export type { Draft } from './accept.ts';
export { Playout } from './playout.ts';
export type { Carrier, Homecoming, LastWord, Library, Outcome, StopReason } from './ports.ts';
