export {
  changeEndpoint,
  claimEndpoint,
  type Endpoint,
  findEndpoint,
  type LastReport,
  listEndpoints,
  noteEndpointSeen,
  type Protocol,
  registerEndpoint,
  renewClaimCode,
  retireEndpoint,
} from './endpoint-store.ts';
export { SeenBook } from './seen-book.ts';
