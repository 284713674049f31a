export { type Claim, claimsOf } from './claim-store.ts';
export {
  airOf,
  assignSources,
  changeEndpoint,
  claimEndpoint,
  type Duty,
  type Endpoint,
  findEndpoint,
  findEndpoints,
  type LastReport,
  listEndpoints,
  noteEndpointSeen,
  type Protocol,
  registerEndpoint,
  renewClaimCode,
  retireEndpoint,
  type Surroundings,
} from './endpoint-store.ts';
export { elsewhereOn, placeEndpoints, registerMany } from './place-history-store.ts';
export { SeenBook } from './seen-book.ts';
