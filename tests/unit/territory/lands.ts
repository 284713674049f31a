/** Small lands to plan on, and a station whose land can be read back. */
import type { Area } from '#place';
import type { Land, LandRight } from '../../../src/territory/land.ts';

export const DAY = '2026-12-01';

export function areaOf(id: string, parentId: string | null = null, more: Partial<Area> = {}): Area {
  const base = { kind: 'thôn', name: id.toUpperCase(), validFrom: null, validTo: null, code: null, successorIds: [] };
  return { ...base, id, parentId, ...more };
}

export function rightOf(accountId: string, areaId: string, verb = 'operate', span = '-'): LandRight {
  return { accountId, name: accountId, verb, areaId, span };
}

/** xã a (thôn a1, a2) and xã b (thôn b1) in tỉnh p, xã c beside; an endpoint in each village, and one in a itself. */
export function landOf(more: Partial<Land> = {}): Land {
  const areas = [
    areaOf('are_p'),
    areaOf('are_a', 'are_p'),
    areaOf('are_b', 'are_p'),
    areaOf('are_c'),
    areaOf('are_a1', 'are_a'),
    areaOf('are_a2', 'are_a'),
    areaOf('are_b1', 'are_b'),
  ];
  const endpoint = (id: string, areaId: string) => ({ id, name: id, areaId });
  return {
    areas: new Map(areas.map((area) => [area.id, area])),
    endpoints: [
      endpoint('end_a', 'are_a'),
      endpoint('end_a1', 'are_a1'),
      endpoint('end_a2', 'are_a2'),
      endpoint('end_b1', 'are_b1'),
    ],
    zones: [{ id: 'zon_a', name: 'Vùng A', areaId: 'are_a', endpointIds: ['end_a', 'end_a1'] }],
    fmStations: [{ id: 'fms_a', name: 'FM A', areaId: 'are_a' }],
    rights: [],
    versions: [],
    exceptionDays: [],
    quietSpans: [],
    brands: new Map(),
    busy: new Map(),
    ...more,
  };
}
