export { type Reach, reachOf } from './addresses.ts';
export type { RelayFact, RelayPorts, Upcoming } from './ports.ts';
export type { Probe } from './probe-result.ts';
export { createRelay, type Relay, type RelayNeeds, type RelayStanding } from './relay.ts';
export {
  LEVELS_ABOVE,
  type LevelAbove,
  mayRelay,
  mustBeRelayable,
  type RelayInput,
  type RelaySource,
  SILENCE_LIMIT_MS,
  warningsOf,
} from './relay-source.ts';
export { findRelays, type KeptRelay, listRelays } from './relay-store.ts';
export { isOpenPort } from './url-rules.ts';
