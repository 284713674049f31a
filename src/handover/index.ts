export { type Cover, coverOf } from './cover.ts';
export {
  type Counts,
  decideHandover,
  type HandOver,
  type HandoverDecision,
  type HandoverReason,
  type NoHandOver,
  type Situation,
  type StandIn,
  type VillageSituation,
} from './decide.ts';
export { type EndpointWord, type MainEndpoint, wordOf } from './endpoint-word.ts';
export { createHandover, type Handover } from './handover.ts';
export type { HandoverPorts, Note } from './ports.ts';
