import { listEndpoints } from '#endpoint';
import type { Bilingual } from '#kernel';
import { endpointsOfZones, listAreas, listZones } from '#place';
import type { Executor } from '#store';
import type { LiveLevel, LivePorts } from './ports.ts';

/** One loudspeaker that a talk is meant for. */
export interface Target {
  readonly endpointId: string;
  readonly name: string;
  readonly village: string;
  /** Why it will not hear it; null: it will. */
  readonly obstacle: Bilingual | null;
}

const UNREACHABLE: Bilingual = { vi: 'chưa liên lạc được với cụm loa', en: 'the endpoint cannot be reached' };

/** Everybody in these zones, with what stands in the way of each. Null: one of the zones does not exist. */
export async function targetsOf(
  db: Executor,
  ports: Pick<LivePorts, 'air' | 'gate' | 'reach'>,
  zoneIds: readonly string[],
  level: LiveLevel,
): Promise<Target[] | null> {
  const known = new Set((await listZones(db)).map((zone) => zone.id));
  if (zoneIds.some((id) => !known.has(id))) return null;
  const ids = new Set([...(await endpointsOfZones(db, zoneIds)).values()].flat());
  const closed = await ports.gate.closed(db, [...ids], level);
  const emergencies = ports.air.emergencies([...ids]);
  const villages = new Map((await listAreas(db)).map((area) => [area.id, area.name]));
  return (await listEndpoints(db))
    .filter((endpoint) => ids.has(endpoint.id))
    .map(({ id, name, areaId }) => ({
      endpointId: id,
      name,
      village: (areaId === null ? null : villages.get(areaId)) ?? '',
      obstacle: closed.get(id) ?? behind(emergencies.get(id)) ?? (ports.reach.isReachable(id) ? null : UNREACHABLE),
    }));
}

/** It is heard there when the emergency is over. */
function behind(title: string | undefined): Bilingual | null {
  if (title === undefined) return null;
  return { vi: `đang phát cảnh báo “${title}”`, en: `the alert “${title}” sounds there` };
}
