import type { FakeHouse } from './fake-house.ts';

/** A station with two villages, of which one has a working speaker, and a programme. */
export function furnishTwoVillages({ areas, endpoints, zones, programmes }: FakeHouse): void {
  const plain = { parentId: null, validFrom: null, validTo: null, code: null, successorIds: [], stationCode: '' };
  areas.push(
    { ...plain, id: 'are_1', kind: 'thôn', name: 'Thôn Đông' },
    { ...plain, id: 'are_2', kind: 'bản', name: 'Bản Nà Lốc' },
  );
  const blank = {
    protocol: 'link',
    duty: 'main',
    fmStationId: null,
    playing: null,
    listeners: null,
    gainDb: 0,
    leadInMs: 0,
    streamPath: null,
    latitude: null,
    longitude: null,
    reachM: 500,
    code: null,
    stationCode: '',
  } as const;
  const now = Date.now();
  endpoints.push(
    {
      ...blank,
      id: 'edp_1',
      name: 'Loa nhà văn hóa',
      areaId: 'are_1',
      state: 'online',
      lastSeenAt: now,
      languages: ['vi'],
      clockOffsetMs: 3,
      clockErrorMs: 12,
    },
    {
      ...blank,
      id: 'edp_2',
      name: 'Loa đầu bản',
      areaId: 'are_2',
      state: 'offline',
      lastSeenAt: now - 90_000_000,
      languages: ['vi'],
      clockOffsetMs: 0,
      clockErrorMs: 40,
    },
  );
  zones.push({ id: 'zon_1', name: 'Toàn xã', areaId: null, endpointIds: ['edp_1', 'edp_2'], languageMode: 'first' });
  programmes.push({
    id: 'prg_1',
    name: 'Pháp luật và đời sống',
    kind: 'legal',
    openingChimeId: null,
    closingChimeId: null,
    repeats: 1,
    pauseMs: 1000,
    leadInMs: 0,
    tailMs: 0,
    interruption: 'resume',
  });
}
