import type { FmStation } from '#fm';
import type { FmOnAir } from '../../../../src/delivery/fm/on-air.ts';
import { broadcastOf } from '../things.ts';

export const NOW = Date.parse('2026-11-22T05:12:00+07:00');

export function stationOf(more: Partial<FmStation> = {}): FmStation {
  return {
    id: 'fms_1',
    name: 'Đài xã Tân Lập',
    areaId: null,
    key: 'k'.repeat(43),
    createdAt: 0,
    retiredAt: null,
    band: '87-108',
    frequencyKhz: 98_500,
    pi: '7A01',
    ecc: 'F2',
    rdsLanguage: '46',
    ps: 'XA TAN',
    pty: 3,
    ptyn: '',
    alternativesKhz: [],
    sendsClock: false,
    licenceNumber: '',
    licenceEndsOn: null,
    licenceNote: '',
    conformity: '',
    rdsCode: '',
    addressing: 'all',
    languages: ['vi'],
    fallbackText: 'Đài truyền thanh xã Tân Lập',
    taTimeoutS: 600,
    leadInMs: 2000,
    audio: 'manifest',
    audioEndpointId: null,
    lines: [],
    offAirUrl: '',
    ...more,
  };
}

export function ordinary(more: Partial<FmOnAir> = {}): FmOnAir {
  const broadcast = broadcastOf('brc_1', NOW, 420_000, { title: 'Bản tin sáng' });
  return { broadcast, startAt: NOW, endAt: NOW + 420_000, endpointIds: ['end_a'], ...more };
}

export function emergency(title = 'Lũ quét, sơ tán ngay', more: Partial<FmOnAir> = {}): FmOnAir {
  const broadcast = broadcastOf('brc_e', NOW, 60_000, {
    title,
    level: 'emergency',
    kind: 'emergency',
    origin: 'alert',
  });
  return { broadcast, startAt: NOW, endAt: null, endpointIds: ['end_a'], ...more };
}
