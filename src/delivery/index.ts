export { Carriage } from './carriage.ts';
export type { DriverFact, EndpointDriver, HouseRules, TellFact } from './endpoint-driver.ts';
export { programmeService, radioText } from './fm/text/rds-text.ts';
export { HttpDriver } from './http/http-driver.ts';
export type { Listener } from './http/stream.ts';
export { FanOut } from './link/fan-out.ts';
export { LinkDriver } from './link/link-driver.ts';
export type { LumpChannel } from './link/outgoing-stream.ts';
export type { Shelf, ShelvedRendition } from './ports.ts';
