import type { RouteAnswer } from '../../src/http/contract.ts';

type Line = RouteAnswer<'listAsRun'>[number];

const VILLAGES = ['Thôn Đông', 'Bản Nà Lốc', 'Thôn Hòa Bình', 'Tổ dân phố 3'];
const TITLES = ['Tin sáng của xã', 'Lịch tiêm chủng', 'Hoà giải ở cơ sở', 'Phòng dịch tả lợn châu Phi'];
const ENDS = [
  { state: 'played', reason: 'complete', evidence: 'E2', renderedMs: 95_000 },
  { state: 'played', reason: 'complete', evidence: 'E2', renderedMs: 95_000 },
  { state: 'played_part', reason: 'interrupted', evidence: 'E2', renderedMs: 40_000 },
  { state: 'failed', reason: 'unreachable', evidence: 'E0', renderedMs: 0 },
] as const;

/** Lines of a log, one every `everyMs` up to `lastAt`, from the same few villages and bulletins. */
export function logLines(count: number, lastAt: number, everyMs: number): Line[] {
  return Array.from({ length: count }, (_, at): Line => {
    const id = at + 1;
    const plannedAt = lastAt - (count - id) * everyMs;
    const village = VILLAGES[at % VILLAGES.length] ?? '';
    const end = ENDS[(at * 7) % ENDS.length] ?? ENDS[0];
    const sounded = end.renderedMs > 0;
    return {
      ...{ id, deliveryId: `dlv_${id}`, broadcastId: `brc_${id}`, endpointId: 'edp_1', endpointName: `Loa ${village}` },
      ...{ areaId: 'are_1', village, programme: 'Tin của xã', title: TITLES[(at >> 2) % TITLES.length] ?? '' },
      ...{ language: 'vi', origin: 'schedule', level: 'scheduled', plannedAt, durationMs: 95_000 },
      ...{ startedAt: sounded ? plannedAt + 120 : null, endedAt: sounded ? plannedAt + 120 + end.renderedMs : null },
      ...{ ...end, recordedAt: plannedAt + 100_000, carrier: 'ip', fmStation: '', standIn: false },
      ...{ areaPath: 'Xã Tân Lập', stationCode: '', clusterCode: '' },
    };
  });
}
