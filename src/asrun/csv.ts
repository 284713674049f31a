import { civilOf, csvField } from '#kernel';
import type { AsRunLine } from './as-run-store.ts';

/** Excel takes UTF-8 only with this in front. */
const BOM = '\uFEFF';

/** Epoch milliseconds as civil date and time of the station, to the millisecond. */
function civilText(at: number | null, zone: string): string {
  if (at === null) return '';
  const { date, time } = civilOf(at, zone);
  return `${date} ${time}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}

const COLUMNS: ReadonlyArray<readonly [string, (line: AsRunLine, zone: string) => string | number | null]> = [
  ['broadcast', (line) => line.broadcastId],
  ['title', (line) => line.title],
  ['programme', (line) => line.programme],
  ['language', (line) => line.language],
  ['origin', (line) => line.origin],
  ['level', (line) => line.level],
  ['village', (line) => line.village],
  ['endpoint', (line) => line.endpointId],
  ['endpoint_name', (line) => line.endpointName],
  ['planned_ms', (line) => line.plannedAt],
  ['started_ms', (line) => line.startedAt],
  ['ended_ms', (line) => line.endedAt],
  ['planned', (line, zone) => civilText(line.plannedAt, zone)],
  ['started', (line, zone) => civilText(line.startedAt, zone)],
  ['ended', (line, zone) => civilText(line.endedAt, zone)],
  ['duration_ms', (line) => line.durationMs],
  ['rendered_ms', (line) => line.renderedMs],
  ['state', (line) => line.state],
  ['reason', (line) => line.reason],
  ['evidence', (line) => line.evidence],
  ['carrier', (line) => line.carrier],
  ['fm_station', (line) => line.fmStation],
  ['stand_in', (line) => (line.standIn ? 1 : 0)],
  ['area_path', (line) => line.areaPath],
  ['station_code', (line) => line.stationCode],
  ['cluster_code', (line) => line.clusterCode],
];

/** The first bytes of the file: mark and column names. */
export function csvHead(): string {
  return `${BOM}${COLUMNS.map(([name]) => name).join(',')}\r\n`;
}

/** One line of the log. */
export function csvLine(line: AsRunLine, zone: string): string {
  return `${COLUMNS.map(([, read]) => csvField(read(line, zone))).join(',')}\r\n`;
}
