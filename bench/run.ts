/**
 * `npm run bench [-- name …]`: measures this machine and prints one table. A goal is a limit; a figure above it is marked
 * `over`, and the run goes on: on a machine that others use as well, read the note before the number.
 */
import { cpus } from 'node:os';
import { findFfmpeg } from '#media';
import { realWorld } from '#system';
import type { Measured } from './measured.ts';

const STARTS = 200;

/** Each bench is loaded when its turn comes, so that one does not warm up another. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Measured[]>>> = {
  schedule: async () => (await import('./schedule.ts')).scheduleBench(),
  dispatch: async () => (await import('./dispatch.ts')).dispatchBench(),
  'fan-out': async () => (await import('./fan-out.ts')).fanOutBench(),
  'live-fan-out': async () => (await import('./live-fan-out.ts')).liveFanOutBench(),
  'live-delay': async () => (await import('./live-delay.ts')).liveDelayBench(),
  intake: async () => (await import('./intake.ts')).intakeBench(),
  'area-import': async () => (await import('./area-import.ts')).areaImportBench(),
  emergency: async () => (await import('./emergency.ts')).emergencyBench(),
  'fm-manifest': async () => (await import('./fm-manifest.ts')).fmManifestBench(),
  'first-load': async () => (await import('./first-load.ts')).firstLoadBench(),
  'console-memory': async () => (await import('./console-memory.ts')).consoleMemoryBench(),
  calendar: async () => (await import('./calendar.ts')).calendarBench(),
  log: async () => (await import('./log.ts')).logBench(),
  'start-error': async () => (await import('./start-error.ts')).startErrorBench(STARTS),
};

/** What each figure must not exceed. */
const GOALS: Readonly<Record<string, number>> = {
  'year of half-hours, one rule': 1000,
  '48 h of 500 rules, 3 a day': 200,
  'dispatch of 5,000': 50,
  'start heard by 10,000': 150,
  'memory of an idle agent': 8,
  'CPU 5000, 480 ms / Icecast': 0.6,
  'CPU 10000, 480 ms / Icecast': 0.6,
  'lateness p99 5000, 480 ms': 50,
  'lateness p99 10000, 480 ms': 50,
  'mouth to ear p99': 1500,
  'intake / bare ffmpeg': 1.15,
  'loop held by new villages': 50,
  'loop held by renamed villages': 50,
  'alarm on every socket p99': 250,
  'alarm heard p99': 1500,
  'faces of 300 FM stations': 1000,
  'first load, gzipped': 120,
  'home usable': 3,
  'held by the console': 64,
  'nodes of the console': 20,
  'week painted after data': 1000,
  'villages painted after data': 1000,
  'week in a drag, a frame': 33.3,
  'villages in a drag, a frame': 33.3,
  'loop held by the log, all': 50,
  'loop held by the log, search': 50,
  'log, frame p99': 34,
  'log, longest frame': 50,
  'start error p99': 100,
  'skew of three p99': 20,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`Không có / there is no: ${unknown.join(', ')}. Có / there are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(64);
}

const ffmpeg = await findFfmpeg(realWorld(), process.env['FFMPEG_PATH'] ?? null);
const [{ model = 'unknown' } = {}] = cpus();
const { platform, arch, version } = process;
console.log(`${cpus().length} × ${model}, ${platform} ${arch}, node ${version}, ffmpeg ${ffmpeg?.version ?? 'none'}`);

for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  for (const measured of await bench()) console.log(lineOf(measured));
}

function lineOf({ name, value, unit, note }: Measured): string {
  const goal = GOALS[name];
  const limit = goal === undefined ? '' : `≤ ${goal} ${value <= goal ? 'met' : 'over'}`;
  return `  ${name.padEnd(33)} ${digits(value).padStart(8)} ${unit.padEnd(2)}  ${limit.padEnd(12)}  ${note}`;
}

function digits(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0);
}
