export type { Accepted, Draft, Ready } from './accept.ts';
export { slotOf } from './content.ts';
export { type Expected, type Foreseen, foresee } from './foresee.ts';
export { GateBook } from './gate-book.ts';
export { clearedGate } from './gate-word.ts';
export { Playout } from './playout.ts';
export type {
  Carrier,
  Decision,
  Gatekeeper,
  Homecoming,
  LastLook,
  LastWord,
  Library,
  MayHear,
  NoteDecisions,
  NoteOver,
  Outcome,
  StopReason,
} from './ports.ts';
export { buildProgrammeOrder, type Fill, type LeftOut, type ProgrammeLine } from './programme-order.ts';
