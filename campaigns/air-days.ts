/**
 * Random days of the right to the air: levels, start modes, alarms, voices that are announced, quiet spans, holds by a
 * person, and (on some days) a station or speakers that die and come back. The ears are judged against the plan, against
 * the gate and against the log.
 */
import { INTERRUPTIONS, instantOf, type Level, rankOf } from '#kernel';
import { type Asked, announce, askFor, type Span, silence, throughTheGate } from '../tests/support/air-acts.ts';
import { Commune, type SimVillage } from '../tests/support/commune.ts';
import { type FinalRow, type HeardAt, judge, type Planned } from '../tests/support/judge.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const START = instantOf('2026-11-23', '06:00', ZONE) ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY_MS = 45 * MINUTE;
const HEAL_MS = 25 * MINUTE;
const ALARM_MS = 1500;

const LEVELS: readonly Level[] = ['scheduled', 'scheduled', 'scheduled', 'priority', 'emergency', 'live_commune'];

export interface AirDayResult {
  readonly faults: readonly string[];
  readonly broadcasts: number;
  readonly plays: number;
  readonly alarms: number;
  readonly spans: number;
  readonly kills: number;
}

/** Lives one random day. Same seed, same day. */
export async function liveAirDay(seed: number): Promise<AirDayResult> {
  const random = new SeededRandom(seed);
  const day = new Commune({ wallMs: START, seed });
  await day.start();
  await day.addVillages(['Đông', 'Tây', 'Nam']);
  await day.powerAllOn();
  const asked: Asked[] = [];
  const spans: Span[] = [];
  const events: Array<{ at: number; run: () => Promise<void> | void }> = [];
  const hasKills = random.chance(0.4);
  let kills = 0;

  for (let count = random.int(5, 14); count > 0; count -= 1) {
    const level = random.pick(LEVELS);
    const plannedAt = START + random.int(60, DAY_MS / SECOND) * SECOND;
    const durationMs = random.int(4, level === 'emergency' ? 30 : 240) * SECOND;
    const interruption = level === 'emergency' ? 'restart' : random.pick(INTERRUPTIONS);
    const cutInAfterMs = modeOf(level, random);
    const isAtOnce = rankOf(level) <= rankOf('live_commune');
    const at = isAtOnce ? plannedAt : Math.max(START + SECOND, plannedAt - random.int(1, 1200) * SECOND);
    const run = async () => {
      if (!day.station) return;
      const bulletinId = await day.addBulletin({ title: `Tin ${asked.length} ${count}`, durationMs, interruption });
      const lateMs = level === 'emergency' ? 20 * MINUTE : random.int(1, 10) * MINUTE;
      const id = await askFor(day, { bulletinId, plannedAt, level, lateMs, cutInAfterMs });
      asked.push({ ...{ id, level, plannedAt, durationMs, interruption, cutInAfterMs }, notAfter: plannedAt + lateMs });
      await day.clock.advance(1);
    };
    events.push({ at, run });
  }
  for (let count = random.int(0, 3); count > 0; count -= 1) {
    const village = random.chance(0.6) ? random.pick(day.villages) : null;
    const from = START + random.int(60, DAY_MS / SECOND) * SECOND;
    const to = from + random.int(30, 900) * SECOND;
    // A person who presses "stop", or an exam that was announced before.
    const isAtOnce = random.chance(0.5);
    const run = () => {
      if (!day.station) return;
      spans.push({ village, from, to });
      return isAtOnce ? silence(day, village, to) : announce(day, village, from, to);
    };
    events.push({ at: isAtOnce ? from : Math.max(START + SECOND, from - random.int(1, 600) * SECOND), run });
  }
  if (hasKills) {
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      const at = START + random.int(60_000, DAY_MS);
      const back = at + random.int(500, 3 * MINUTE);
      const village = random.pick(day.villages);
      const isStation = random.chance(0.5);
      kills += 1;
      events.push({
        at,
        run: () => (isStation ? day.station && day.kill() : village.isOn && village.powerOff()) || undefined,
      });
      events.push({
        at: back,
        run: async () => {
          if (isStation && !day.station) await day.start();
          if (!isStation && !village.isOn) await village.powerOn();
        },
      });
    }
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) {
    if (event.at > day.clock.wallMs()) await day.clock.advanceTo(event.at);
    await event.run();
  }
  await day.clock.advanceTo(Math.max(day.clock.wallMs(), START + DAY_MS));
  if (!day.station) await day.start();
  for (const village of day.villages) if (!village.isOn) await village.powerOn();
  await day.clock.advance(HEAL_MS);
  const faults = await judgeDay(day, asked, spans, hasKills);
  const plays = day.villages.reduce((sum, village) => sum + village.heard.length, 0);
  const alarms = asked.filter((one) => one.level === 'emergency').length;
  return { faults, broadcasts: asked.length, plays, alarms, spans: spans.length, kills };
}

function modeOf(level: Level, random: SeededRandom): number | null {
  if (rankOf(level) <= rankOf('live_commune')) return 0;
  return random.chance(0.25) ? random.int(0, 60) * SECOND : null;
}

async function judgeDay(
  day: Commune,
  asked: readonly Asked[],
  spans: readonly Span[],
  hasKills: boolean,
): Promise<string[]> {
  const marks = new Map(asked.map((one, at) => [one.id, at + 1]));
  const byId = new Map(asked.map((one) => [one.id, one]));
  const names = new Map(day.villages.map((village) => [village.endpointId, village.name]));
  const heard: HeardAt[] = day.villages.flatMap((village) =>
    village.heard
      .filter((one) => one.endAt > one.startAt)
      .map(({ broadcastId, startAt, endAt, fromMs }) => ({
        ...{ endpoint: village.name, markId: marks.get(broadcastId) ?? 0, startMs: startAt, endMs: endAt, fromMs },
        gaps: [],
      })),
  );
  const log: FinalRow[] = (await day.log()).map((line) => ({
    ...{ endpoint: names.get(line.endpointId) ?? '', markId: marks.get(line.broadcastId) ?? 0, state: line.state },
    ...{ startedMs: line.startedAt, endedMs: line.endedAt, renderedMs: line.renderedMs },
  }));
  const planned: Planned[] = day.villages.flatMap((village) =>
    asked.map(({ id, level, plannedAt, notAfter, durationMs, interruption, cutInAfterMs }) => ({
      ...{ markId: marks.get(id) ?? 0, endpoint: village.name, plannedAtMs: plannedAt, durationMs, level },
      ...{ interruption, cutInAfterMs, allowedLateMs: notAfter - plannedAt },
    })),
  );
  const violations = judge({ planned, heard, log }, hasKills ? { logMs: 1200, startMs: 1500 } : { logMs: 150 });
  const restarted = new Set(asked.filter((one) => one.interruption === 'restart').map((one) => marks.get(one.id)));
  // Cut in the very millisecond of its beginning: the log knows the beginning, and no ear can.
  const silentStarts = new Set(
    day.villages.flatMap((village) =>
      village.heard.filter((one) => one.endAt === one.startAt).map((one) => marks.get(one.broadcastId)),
    ),
  );
  const faults = violations
    .filter(({ rule, markId }) => {
      // Silence between two parts may be the gate's; who goes first under start modes and gates is judged below.
      if (rule === 'gap' || rule === 'starts_late' || rule === 'wrong_order') return false;
      return !(rule === 'log_differs' && (restarted.has(markId) || silentStarts.has(markId)));
    })
    .map((violation) => violation.sentence);
  for (const play of heard) {
    const one = asked[play.markId - 1];
    if (!one) faults.push(`${play.endpoint}: something was heard that nobody asked for`);
    else if (one.level !== 'emergency') faults.push(...throughTheGate(play, one, spans));
  }
  for (const village of day.villages) faults.push(...orderAt(village, byId, hasKills));
  return faults;
}

/** An alarm is heard at once and to its end, and nothing lower sounds while a higher one that cuts in is due. */
function orderAt(village: SimVillage, byId: ReadonlyMap<string, Asked>, hasKills: boolean): string[] {
  if (hasKills) return [];
  const faults: string[] = [];
  const plays = village.heard.filter((one) => one.endAt > one.startAt);
  const alarms = [...byId.values()].filter((one) => one.level === 'emergency');
  for (const alarm of alarms) {
    const own = plays.filter((one) => one.broadcastId === alarm.id);
    const [first] = own;
    const others = plays.filter(
      (one) => byId.get(one.broadcastId)?.level === 'emergency' && one.broadcastId !== alarm.id,
    );
    const isAlone = others.every(
      (one) => one.endAt < alarm.plannedAt - SECOND || one.startAt > alarm.plannedAt + MINUTE,
    );
    if (!first) faults.push(`${village.name}: alarm ${alarm.id} was not heard`);
    else if (isAlone && first.startAt > alarm.plannedAt + ALARM_MS)
      faults.push(`${village.name}: alarm ${alarm.id} came ${first.startAt - alarm.plannedAt} ms late`);
    if (own.length > 1) faults.push(`${village.name}: alarm ${alarm.id} was cut`);
  }
  for (const play of plays) {
    const own = byId.get(play.broadcastId);
    if (!own) continue;
    for (const higher of byId.values()) {
      if (rankOf(higher.level) >= rankOf(own.level) || higher.level !== 'emergency') continue;
      const end = plays.filter((one) => one.broadcastId === higher.id).at(-1)?.endAt ?? higher.notAfter;
      const byMs = Math.min(play.endAt, end) - Math.max(play.startAt, higher.plannedAt + ALARM_MS);
      if (byMs > 0)
        faults.push(`${village.name}: ${play.broadcastId} sounds ${byMs} ms while alarm ${higher.id} is due`);
    }
  }
  return faults;
}
