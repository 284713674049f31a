/**
 * Random days: a commune of three villages, random broadcasts, and a random mix of faults (the station and speakers are
 * killed and come back, cables are cut and mended, an officer stops a broadcast). Afterwards everything is healed, and
 * the judge compares what the ears heard with the log. Some seeds have no faults at all: those days must be perfect.
 */
import { instantOf } from '#kernel';
import { Commune } from '../tests/support/commune.ts';
import { type FinalRow, type HeardAt, judge, type Planned, type Violation } from '../tests/support/judge.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

const START = instantOf('2026-11-23', '04:00', 'Asia/Ho_Chi_Minh') ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY_MS = 40 * MINUTE;
/** After healing, everything must be final within: the longest broadcast, its window, the reports, and the look-ups. */
const HEAL_MS = 12 * MINUTE;

type Fault = 'station' | 'speaker' | 'cable' | 'stop';

interface Event {
  readonly at: number;
  run(): Promise<void> | void;
}

export interface DayResult {
  readonly violations: readonly Violation[];
  readonly broadcasts: number;
  readonly faults: number;
  readonly plays: number;
}

/** Lives one random day. Same seed, same day. */
export async function liveDay(seed: number): Promise<DayResult> {
  const random = new SeededRandom(seed);
  const day = new Commune({ wallMs: START, seed });
  await day.start();
  await day.addVillages(['Đông', 'Tây', 'Nam']);
  await day.powerAllOn();
  const bulletins: Array<{ id: string; durationMs: number; interruption: 'resume' | 'restart' | 'drop' }> = [];
  for (let count = 0; count < 4; count += 1) {
    const durationMs = random.int(4, 90) * SECOND;
    const interruption = random.pick(['resume', 'restart', 'drop'] as const);
    const id = await day.addBulletin({ title: `Tin ${count}`, durationMs, interruption });
    bulletins.push({ id, durationMs, interruption });
  }
  const faults = (['station', 'speaker', 'cable', 'stop'] as const).filter(() => random.chance(0.5));
  const isCalm = faults.length === 0;
  const planned: Planned[] = [];
  const marks = new Map<string, number>();
  const markOf = (id: string) => {
    const mark = marks.get(id) ?? marks.size + 1;
    marks.set(id, mark);
    return mark;
  };
  const events: Event[] = [];
  const asked: string[] = [];
  for (let count = random.int(3, 9); count > 0; count -= 1) {
    const plannedAt = START + random.int(60, DAY_MS / SECOND) * SECOND;
    const bulletin = random.pick(bulletins);
    const ask = async () => {
      const id = await day.ask(bulletin.id, plannedAt);
      asked.push(id);
      for (const village of day.villages) {
        planned.push({
          markId: markOf(id),
          endpoint: village.name,
          plannedAtMs: plannedAt,
          durationMs: bulletin.durationMs,
          level: 'scheduled',
          interruption: bulletin.interruption,
          allowedLateMs: isCalm ? 0 : 6 * MINUTE,
        });
      }
    };
    const at = Math.max(START + SECOND, plannedAt - random.int(10, 1200) * SECOND);
    events.push({ at, run: () => (day.station ? ask() : undefined) });
  }
  let faultCount = 0;
  const fault = (at: number, run: Event['run']) => {
    faultCount += 1;
    events.push({ at, run });
  };
  for (const kind of faults) {
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      const at = START + random.int(60_000, DAY_MS);
      const back = at + random.int(500, 4 * MINUTE);
      addFault(kind, at, back, day, random, asked, fault);
    }
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) {
    if (event.at > day.clock.wallMs()) await day.clock.advanceTo(event.at);
    await event.run();
  }
  await day.clock.advanceTo(Math.max(day.clock.wallMs(), START + DAY_MS));
  if (!day.station) await day.start();
  for (const village of day.villages) {
    village.mend();
    if (!village.isOn) await village.powerOn();
  }
  await day.clock.advance(HEAL_MS);
  const names = new Map(day.villages.map((village) => [village.endpointId, village.name]));
  const heard: HeardAt[] = day.villages.flatMap((village) =>
    village.heard
      // A play that was cut off before its first millisecond is not heard.
      .filter((one) => one.endAt > one.startAt)
      .map((one) => ({
        endpoint: village.name,
        markId: markOf(one.broadcastId),
        startMs: one.startAt,
        endMs: one.endAt,
        fromMs: one.fromMs,
        gaps: [],
      })),
  );
  const log: FinalRow[] = (await day.log()).map((line) => ({
    endpoint: names.get(line.endpointId) ?? '',
    markId: markOf(line.broadcastId),
    state: line.state,
    startedMs: line.startedAt,
    endedMs: line.endedAt,
    renderedMs: line.renderedMs,
  }));
  // A killed speaker remembers how far it came to half a second.
  const tolerances = isCalm ? { startMs: 600 } : { logMs: 1200, startMs: 1200 };
  const restarted = new Set(planned.filter((one) => one.interruption === 'restart').map((one) => one.markId));
  const violations = judge({ planned, heard, log }, tolerances).filter(({ rule, markId }) => {
    // The log counts how much of the running order was proved, not the part that was heard before it began anew.
    const isRestart = rule === 'log_differs' && restarted.has(markId);
    return isCalm || !(FAULTY.has(rule) || isRestart);
  });
  return { violations, broadcasts: asked.length, faults: faultCount, plays: heard.length };
}

/** With speakers coming and going, a later broadcast may rightly go before an earlier one that could not start. */
const FAULTY: ReadonlySet<string> = new Set(['wrong_order', 'gap']);

function addFault(
  kind: Fault,
  at: number,
  back: number,
  day: Commune,
  random: SeededRandom,
  asked: readonly string[],
  fault: (at: number, run: Event['run']) => void,
): void {
  const village = random.pick(day.villages);
  if (kind === 'station') {
    fault(at, () => (day.station ? day.kill() : undefined));
    fault(back, async () => {
      if (!day.station) await day.start();
    });
  } else if (kind === 'speaker') {
    fault(at, () => (village.isOn ? village.powerOff() : undefined));
    fault(back, () => (village.isOn ? undefined : village.powerOn()));
  } else if (kind === 'cable') {
    fault(at, () => village.cut());
    fault(back, () => village.mend());
  } else {
    fault(at, async () => {
      const id = asked.length > 0 ? random.pick(asked) : null;
      if (id !== null) await day.station?.house.playout.halt(id, 'stopped_by_operator');
    });
  }
}
