/** What the FM room cannot judge alone, because it takes endpoints, zones and addresses together. */
import { findEndpoint, findEndpoints } from '#endpoint';
import { agentError, listFmStations } from '#fm';
import { StationError } from '#kernel';
import { listZones } from '#place';
import type { Executor } from '#store';

/** Throws FM_AGENT unless the endpoint is a speaker of our own that lies in no zone. */
export async function mustBeAgent(db: Executor, endpointId: string | null): Promise<void> {
  if (endpointId === null) throw agentError('none');
  const endpoint = await findEndpoint(db, endpointId);
  if (!endpoint || endpoint.retiredAt !== null) throw agentError('missing');
  if (endpoint.protocol !== 'link') throw agentError('not_link');
  const zone = (await listZones(db)).find(({ endpointIds }) => endpointIds.includes(endpointId));
  if (zone) throw agentError('in_zone', zone.name);
}

/** Throws FM_AGENT_BUSY when one of these endpoints feeds a transmitter: it can be nothing else meanwhile. */
export async function mustNotFeed(db: Executor, endpointIds: readonly string[]): Promise<void> {
  const ids = new Set(endpointIds);
  const station = (await listFmStations(db)).find(
    (one) => one.audioEndpointId !== null && ids.has(one.audioEndpointId),
  );
  if (!station?.audioEndpointId) return;
  const name = (await findEndpoints(db, [station.audioEndpointId])).get(station.audioEndpointId)?.name ?? '';
  throw new StationError('FM_AGENT_BUSY', { name, station: station.name });
}

/** Throws REQUEST_INVALID unless a receiver's sound can be asked for at this address; empty: there is none. */
export function mustHearOffAir(address: string): void {
  if (address === '') return;
  const url = URL.canParse(address) ? new URL(address) : null;
  const isWeb = url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
  if (isWeb && url.username === '' && url.password === '') return;
  const problem = {
    vi: 'cần địa chỉ http:// hoặc https://, không kèm tên và mật khẩu',
    en: 'give an http:// or https:// address without name and password',
  };
  throw new StationError('REQUEST_INVALID', { field: 'body.offAirUrl', problem });
}
