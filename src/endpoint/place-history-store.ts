import { type Clock, newId, newSecret, type Random } from '#kernel';
import { chunks, type Executor } from '#store';
import type { Duty, Protocol, Surroundings } from './endpoint-store.ts';

/** Endpoints that lie in other areas from a civil day on; where they lay until then stays told. */
export async function placeEndpoints(
  tx: Executor,
  date: string,
  moves: ReadonlyArray<{ readonly id: string; readonly from: string | null; readonly to: string | null }>,
): Promise<void> {
  for (const { id, from, to } of moves) {
    await tx.updateTable('endpoints').set({ area_id: to }).where('id', '=', id).execute();
    await tx
      .insertInto('endpoint_places')
      .values({ endpoint_id: id, before_date: date, area_id: from })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Of these endpoints, those that lay elsewhere on that day, and where. */
export async function elsewhereOn(
  db: Executor,
  endpointIds: readonly string[],
  date: string,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const some of chunks([...new Set(endpointIds)])) {
    const rows = await db
      .selectFrom('endpoint_places')
      .selectAll()
      .where('endpoint_id', 'in', some)
      .where('before_date', '>', date)
      .orderBy('before_date', 'desc')
      .execute();
    // The nearest date after that day is read last.
    for (const row of rows) found.set(row.endpoint_id, row.area_id);
  }
  return found;
}

/**
 * Registers endpoints that were checked before, all in one statement; answers their ids. A `link` one waits for its first
 * claim code until somebody asks for it: of so many nobody reads them off a screen.
 */
export async function registerMany(
  tx: Executor,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  asked: ReadonlyArray<
    {
      readonly name: string;
      readonly areaId: string | null;
      readonly protocol: Protocol;
      readonly duty: Duty;
      readonly fmStationId: string | null;
      readonly code: string;
    } & Surroundings
  >,
): Promise<string[]> {
  const rows = asked.map(
    ({ name, areaId, protocol, duty, fmStationId, code, languages, latitude, longitude, reachM }) => ({
      ...{
        id: newId('endpoint', clock, random),
        name,
        area_id: areaId,
        protocol,
        duty,
        fm_station_id: fmStationId,
        code,
      },
      ...{ public_key: null, stream_key: protocol === 'http' ? newSecret(random, 128) : null, claim_sha256: null },
      ...{
        claim_expires_at: null,
        claimed_by_key: null,
        gain_db: 0,
        lead_in_ms: 0,
        last_seen_at: null,
        last_report: null,
      },
      ...{ created_at: clock.wallMs(), retired_at: null, languages: JSON.stringify(languages ?? ['vi']) },
      ...{ latitude: latitude ?? null, longitude: longitude ?? null, reach_m: reachM ?? DEFAULT_REACH_M },
    }),
  );
  if (rows.length > 0) await tx.insertInto('endpoints').values(rows).execute();
  return rows.map(({ id }) => id);
}

const DEFAULT_REACH_M = 500;
