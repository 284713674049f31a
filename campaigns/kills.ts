/**
 * kill -9 at random moments of a busy day: 60 % the station, 20 % a village agent, 10 % an ffmpeg in the middle of
 * intake, 10 % everything at once. Clients repeat what was not answered under the same key. What is left at the end is
 * judged by the sound in the agents' WAV files and by the as-run log, never by what the station believed on the way.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { addBulletin, finalRows, hearAll, markedWav } from '../tests/e2e/scene.ts';
import { type HeardAt, judge, type Planned, type Violation } from '../tests/support/judge.ts';
import { processesOf, type RealAgent, RealStation, until } from '../tests/support/real-station.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

type Victim = 'station' | 'agent' | 'ffmpeg' | 'all';

export interface Kill {
  readonly victim: Victim;
  readonly atMs: number;
}

export interface KillReport {
  readonly seed: number;
  readonly kills: readonly Kill[];
  readonly broadcasts: number;
  /** How long each life of the station took from its start to running. */
  readonly restartsMs: readonly number[];
  /** How often a broadcast that a kill of its agent cut off came back only behind the next one. */
  readonly lostTurns: number;
  /** Final states, counted. */
  readonly endings: Readonly<Record<string, number>>;
  /** In words, everything that should not be; none when all was well. */
  readonly faults: readonly string[];
}

const AGENTS = 3;
/** The ear misses a stretch of sound that is shorter than two frames of marks, which is what a kill can leave of it. */
const SCRAP_MS = 1800;
/** What an agent that was killed may have played since it last wrote down how far it was, and may play again. */
const REPEAT_MS = 2000;
/** Two kills so near each other that the ear takes what lies between for one play hide a repeat from it. */
const HIDDEN_MS = 1200;
/** A broadcast that a kill held up may be so late. */
const HELD_UP_MS = 60_000;
/** Kills every few seconds make a queue of the day: each waits for those before it, but never beyond its window. */
const QUEUE_MS = 280_000;
const FINAL_WITHIN_MS = 120_000;

interface Accepted {
  readonly id: string;
  readonly markId: number;
  readonly plannedAtMs: number;
  readonly durationMs: number;
}

class Campaign {
  readonly kills: Array<Kill & { readonly endpoints: readonly string[] }> = [];
  readonly restartsMs: number[] = [];
  readonly accepted: Accepted[] = [];
  readonly faults: string[] = [];
  readonly #station: RealStation;
  /** One for the kills and one for the sounds, so that neither disturbs the other. */
  readonly #fate: SeededRandom;
  readonly #random: SeededRandom;
  readonly #agents: readonly RealAgent[];
  readonly #zoneId: string;
  readonly #over = new AbortController();

  constructor(station: RealStation, seed: number, village: { zoneId: string; agents: readonly RealAgent[] }) {
    this.#station = station;
    this.#fate = new SeededRandom(seed);
    this.#random = new SeededRandom(seed ^ 0x50f7);
    this.#agents = village.agents;
    this.#zoneId = village.zoneId;
  }

  /** Kills one after the other; each time waits until all stand again. */
  async killAll(count: number): Promise<void> {
    for (let done = 0; done < count; done++) {
      await delay(this.#fate.int(300, 5000));
      const victim = victimOf(this.#fate.fraction());
      const unlucky = this.#fate.pick(this.#agents);
      const atMs = Date.now();
      const endpoints = victim === 'agent' ? [unlucky] : victim === 'all' ? this.#agents : [];
      this.kills.push({ victim, atMs, endpoints: endpoints.map(({ endpointId }) => endpointId) });
      await this.#kill(victim, unlucky);
      await delay(this.#fate.int(0, 1500));
      if (!this.#station.isUp) this.restartsMs.push(await this.#station.start());
      for (const agent of this.#agents) if (!agent.isUp) agent.start();
    }
    this.#over.abort();
  }

  async #kill(victim: Victim, unlucky: RealAgent): Promise<void> {
    switch (victim) {
      case 'station':
        return this.#station.kill();
      case 'agent':
        return unlucky.kill();
      case 'all':
        await Promise.all([this.#station.kill(), ...this.#agents.map((agent) => agent.kill())]);
        return;
      case 'ffmpeg': {
        // Intake is short: look for it for a while, and kill the station instead when there was none.
        const found = await until('ffmpeg at work', 4000, () => this.#ffmpegs()[0], 5).catch(() => null);
        if (!found) return this.#station.kill();
        process.kill(found.pid, 'SIGKILL');
      }
    }
  }

  #ffmpegs(): ReturnType<typeof processesOf> {
    const ours = processesOf(this.#station.folder);
    return ours.filter(({ command }) => /(^|\/)ffmpeg /.test(command));
  }

  /** A new recording every few seconds, at once planned for all villages, one after the other. */
  async broadcastOnAndOn(): Promise<void> {
    const { api } = this.#station;
    let freeAtMs = 0;
    for (let markId = 1; !this.#over.signal.aborted; markId++) {
      const soundMs = this.#random.int(4, 8) * 1000;
      const title = `bản tin ${markId}`;
      const recording = await api.checked(await api.upload(title, markedWav(markId, soundMs), 120_000));
      if (recording.state !== 'ready') {
        this.faults.push(`${title}: good audio was refused: ${recording.refusal?.code}`);
        continue;
      }
      const bulletinId = await addBulletin(this.#station, recording.id, { title });
      const startAt = Math.max(Date.now() + 2500, freeAtMs + 800);
      const body = { bulletinId, zoneIds: [this.#zoneId], startAt };
      const { id, plannedAt, durationMs } = await api
        .insist('addBroadcast', { body })
        // The station was away until the time was past.
        .catch(() => api.insist('addBroadcast', { body: { ...body, startAt: null } }));
      freeAtMs = plannedAt + durationMs;
      this.accepted.push({ id, markId, plannedAtMs: plannedAt, durationMs });
      await delay(Math.max(0, freeAtMs - 5000 - Date.now()));
    }
  }

  async settle(): Promise<void> {
    const { api } = this.#station;
    for (const { id } of this.accepted) {
      await this.#station.final(id, FINAL_WITHIN_MS).catch(async (error: unknown) => {
        const one = await api.insist('getBroadcast', { params: { id } });
        this.faults.push(`${String(error)}: ${JSON.stringify(one)}`);
      });
    }
  }

  /** Ends everything and judges what is left. */
  async verdict(): Promise<Omit<KillReport, 'seed' | 'kills' | 'restartsMs'>> {
    const station = this.#station;
    const csv = await station.csv();
    await Promise.all(this.#agents.map((agent) => agent.stop()));
    await station.stop();
    await until('the last child to go', 5000, () => processesOf(station.folder).length === 0).catch(() => {
      for (const { pid, command } of processesOf(station.folder)) this.faults.push(`orphan ${pid}: ${command}`);
    });
    const markOf = new Map(this.accepted.map(({ id, markId }) => [id, markId]));
    const heard = await hearAll(this.#agents);
    const log = finalRows(csv, (id) => markOf.get(id));
    const planned = this.accepted.flatMap((one) =>
      this.#agents.map(({ endpointId }): Planned => {
        const { markId, plannedAtMs, durationMs } = one;
        const late = { allowedLateMs: QUEUE_MS, allowedGapMs: Number.POSITIVE_INFINITY };
        return { markId, endpoint: endpointId, plannedAtMs, durationMs, level: 'scheduled', ...late };
      }),
    );
    const found = judge({ planned, heard, log });
    const lostTurns = found.filter((one) => one.rule === 'wrong_order' && this.#cuts(one, planned) > 0);
    const isWhole = ({ endpoint, markId }: Violation) =>
      log.some((row) => row.endpoint === endpoint && row.markId === markId && row.state === 'played');
    const faults = found.filter((one) => {
      const cuts = this.#cuts(one, planned);
      const byMs = Math.abs(one.byMs ?? 0);
      switch (one.rule) {
        case 'wrong_order':
          return cuts === 0;
        case 'heard_twice':
          return cuts === 0 || !isTail(one, planned, heard);
        case 'resume_repeats':
          return byMs > REPEAT_MS + HIDDEN_MS * Math.max(0, cuts - 1);
        case 'log_differs':
        case 'part_logged_as_whole':
          if (cuts === 0) return isWhole(one);
          // Of what was cut off the ear knows about how long it sounded, but not when its last scrap began and ended.
          return !/\((start|end)\)/.test(one.sentence) && byMs > SCRAP_MS + REPEAT_MS * cuts;
        default:
          return true;
      }
    });
    this.faults.push(...faults.map((fault) => `${fault.sentence}\n${this.#story(fault, heard)}`));
    const endings: Record<string, number> = {};
    for (const line of csv) {
      const name = `${line['state']}/${line['reason']}`;
      endings[name] = (endings[name] ?? 0) + 1;
    }
    const broadcasts = this.accepted.length;
    return { broadcasts, lostTurns: lostTurns.length, endings, faults: this.faults };
  }

  /** What was heard of a broadcast and what was killed meanwhile, for whoever must find out why. */
  #story({ endpoint, markId }: Violation, heard: readonly HeardAt[]): string {
    const plays = heard.filter((play) => play.endpoint === endpoint && play.markId === markId);
    const [from, to] = [(plays[0]?.startMs ?? 0) - 5000, (plays.at(-1)?.endMs ?? 0) + 5000];
    const time = (ms: number) => new Date(ms).toISOString().slice(11, 23);
    const lines: Array<readonly [number, string]> = plays.map(({ startMs, endMs, fromMs, gaps }) => [
      startMs,
      `    ${time(startMs)} heard ${Math.round(endMs - startMs)} ms from ${fromMs} ${JSON.stringify(gaps)}`,
    ]);
    for (const { atMs, victim, endpoints } of this.kills) {
      const isHere = endpoints.length === 0 || endpoints.includes(endpoint);
      if (isHere && atMs > from && atMs < to) lines.push([atMs, `    ${time(atMs)} kill: ${victim}`]);
    }
    return lines
      .toSorted(([a], [b]) => a - b)
      .map(([, line]) => line)
      .join('\n');
  }

  /** How often the agent itself was killed around the time of that broadcast. */
  #cuts({ endpoint, markId }: Violation, planned: readonly Planned[]): number {
    const plan = planned.find((one) => one.endpoint === endpoint && one.markId === markId);
    const from = (plan?.plannedAtMs ?? 0) - HELD_UP_MS / 2;
    const to = (plan?.plannedAtMs ?? 0) + (plan?.durationMs ?? 0) + HELD_UP_MS;
    return this.kills.filter(({ endpoints, atMs }) => endpoints.includes(endpoint) && atMs >= from && atMs <= to)
      .length;
  }
}

/** True when only the last moments were heard again: the agent died before it had written that it was done. */
function isTail({ endpoint, markId }: Violation, planned: readonly Planned[], heard: readonly HeardAt[]): boolean {
  const plan = planned.find((one) => one.endpoint === endpoint && one.markId === markId);
  const last = heard.findLast((play) => play.endpoint === endpoint && play.markId === markId);
  const fromMs = (plan?.durationMs ?? 0) - REPEAT_MS;
  return last !== undefined && (last.fromMs ?? 0) >= fromMs && last.endMs - last.startMs <= REPEAT_MS;
}

function victimOf(fraction: number): Victim {
  if (fraction < 0.6) return 'station';
  if (fraction < 0.8) return 'agent';
  return fraction < 0.9 ? 'ffmpeg' : 'all';
}

/** One campaign of `count` kills. */
export async function runKills(seed: number, count: number): Promise<KillReport> {
  const station = await RealStation.open();
  try {
    const campaign = new Campaign(station, seed, await station.village(AGENTS));
    // The moments of the kills and the sounds come from the seed; what is hit at a moment is the machine's own.
    await Promise.all([campaign.broadcastOnAndOn(), campaign.killAll(count)]);
    await campaign.settle();
    const verdict = await campaign.verdict();
    return { seed, kills: campaign.kills, restartsMs: campaign.restartsMs, ...verdict };
  } finally {
    await station.close();
  }
}
