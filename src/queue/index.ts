export {
  type AirDecision,
  type AskGate,
  type Candidate,
  compareRight,
  cutsInFrom,
  decideAir,
  type GateWord,
  type Hindrance,
  type OnAir,
  startModeOf,
} from './air.ts';
