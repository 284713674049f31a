/**
 * `npm run campaign -- NAME --seeds N [--first SEED] [--kills K]`: runs a fault campaign and says what broke. `days` are
 * whole days on a virtual clock, `air` are days of alarms, start modes and quiet spans,
 * `approval` are days of approvals given and taken back, `handover` are mornings on which
 * the IP path of villages fails, `audit` are forged audit logs (`handover-station`: with the real station and agents), `backup` are copies made under
 * load and restored, `kills` are real processes.
 */
import { parseArgs } from 'node:util';
import { quantile } from '../tests/e2e/scene.ts';
import { liveAirDay } from './air-days.ts';
import { liveApprovalDay } from './approval-days.ts';
import { auditTrial } from './audit.ts';
import { backupTrial } from './backup.ts';
import { liveDay } from './days.ts';
import { liveHandoverMorning } from './handover.ts';
import { liveHandoverStation } from './handover-station.ts';
import { type KillReport, runKills } from './kills.ts';
import { offAirTrials } from './off-air.ts';

const USAGE =
  'npm run campaign -- days|air|approval|audit|backup|handover|handover-station|kills --seeds N [--first SEED] [--kills K]';
const BAD_USE = 64;

function tell(report: KillReport): void {
  const { seed, kills, broadcasts, restartsMs, lostTurns, endings, faults } = report;
  const victims = Map.groupBy(kills, ({ victim }) => victim);
  const counted = [...victims].map(([victim, list]) => `${victim} ${list.length}`).join(', ');
  const spread = (values: readonly number[]) =>
    [0.5, 0.99, 1].map((share) => Math.round(quantile(values, share))).join(' / ');
  console.log(`seed ${seed}: ${kills.length} kills (${counted}), ${broadcasts} broadcasts`);
  console.log(`  restart to running, ms: ${spread(restartsMs)} (half / 99 % / most)`);
  console.log(`  came back behind the next one after a kill of their agent: ${lostTurns}`);
  console.log(`  ended: ${JSON.stringify(endings)}`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  if (faults.length > 0) console.log(`  again: npm run campaign -- kills --first ${seed} --kills ${kills.length}`);
}

async function kills(seed: number, count: number): Promise<number> {
  const report = await runKills(seed, count);
  tell(report);
  return report.faults.length;
}

async function days(seed: number): Promise<number> {
  const { violations, broadcasts, faults, plays } = await liveDay(seed);
  console.log(`seed ${seed}: ${broadcasts} broadcasts, ${faults} faults, ${plays} plays`);
  for (const { sentence } of violations) console.log(`  FAULT ${sentence}`);
  return violations.length;
}

async function airDays(seed: number): Promise<number> {
  const { faults, broadcasts, alarms, spans, kills: killed, plays } = await liveAirDay(seed);
  console.log(
    `seed ${seed}: ${broadcasts} broadcasts (${alarms} alarms), ${spans} quiet spans, ${killed} kills, ${plays} plays`,
  );
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

async function approvalDays(seed: number): Promise<number> {
  const { faults, plays, sounds, silences, due, alone, exempt } = await liveApprovalDay(seed);
  console.log(
    `seed ${seed}: ${plays} plays of ${sounds} sounds (${due} due, ${alone} out of reach, ${exempt} exempt), ${silences} silences`,
  );
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

async function handovers(live: typeof liveHandoverMorning, seed: number): Promise<number> {
  const { faults, broadcasts, handOvers, cuts, longestMs } = await live(seed);
  console.log(`seed ${seed}: ${broadcasts} broadcasts, ${cuts} cuts, ${handOvers} hand-overs, longest ${longestMs} ms`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

async function audit(seed: number, count: number): Promise<number> {
  const { faults, mutations, entries } = await auditTrial(seed, count);
  console.log(`seed ${seed}: ${entries} entries, ${mutations} forgeries`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

async function backups(seed: number): Promise<number> {
  const { faults, before, during, fate, ended } = await backupTrial(seed);
  console.log(`seed ${seed}: ${before} answers before, ${during} while it was made; first attempt: ${fate}, ${ended}`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

async function offAir(seed: number): Promise<number> {
  const { verdicts, right, wrong, faults } = await offAirTrials(seed);
  console.log(`seed ${seed}: ${Object.keys(verdicts).length} trials`);
  for (const [name, scores] of Object.entries(right))
    console.log(`  least right ${name}: ${Math.min(...scores).toFixed(2)}`);
  for (const [name, scores] of Object.entries(wrong))
    console.log(`  most wrong ${name}: ${Math.max(...scores).toFixed(2)}`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  return faults.length;
}

const CAMPAIGNS: Readonly<Record<string, (seed: number, count: number) => Promise<number>>> = {
  days,
  air: airDays,
  approval: approvalDays,
  audit,
  backup: backups,
  'off-air': offAir,
  handover: (seed) => handovers(liveHandoverMorning, seed),
  'handover-station': (seed) => handovers(liveHandoverStation, seed),
  kills,
};

async function main(): Promise<number> {
  const options = { seeds: { type: 'string' }, first: { type: 'string' }, kills: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [seeds, first, count] = [values.seeds ?? '1', values.first ?? '1', values.kills ?? '100'].map(Number);
  const [name] = positionals;
  const campaign = CAMPAIGNS[name ?? ''];
  if (!campaign || !seeds || !count || first === undefined) {
    console.error(USAGE);
    return BAD_USE;
  }
  let faults = 0;
  for (let seed = first; seed < first + seeds; seed++) faults += await campaign(seed, count);
  console.log(`${seeds} ${name}, ${faults} faults`);
  return faults === 0 ? 0 : 1;
}

process.exit(await main());
