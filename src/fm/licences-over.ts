import { StationError } from '#kernel';
import type { Executor } from '#store';
import { findFmStations } from './fm-station-store.ts';
import { dayWords, licenceStanding } from './licence.ts';
import { findReceivers } from './receiver-store.ts';

/** Which of these endpoints may not carry anything ordinary on a civil day, and why: FM_LICENCE_OVER. */
export async function licencesOver(
  db: Executor,
  endpointIds: readonly string[],
  date: string,
): Promise<Map<string, StationError>> {
  const receivers = await findReceivers(db, endpointIds);
  const stations = await findFmStations(
    db,
    [...receivers.values()].map((one) => one.stationId),
  );
  const over = new Map<string, StationError>();
  for (const [endpointId, { stationId }] of receivers) {
    const station = stations.get(stationId);
    if (!station?.licenceEndsOn || licenceStanding(station.licenceEndsOn, station.licenceNote, date).mayBePlanned)
      continue;
    const values = { station: station.name, date: dayWords(station.licenceEndsOn) };
    over.set(endpointId, new StationError('FM_LICENCE_OVER', values));
  }
  return over;
}
