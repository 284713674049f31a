/**
 * Random days of approval: bulletins, their languages, chimes, templates and rules are made, approved, changed, sent back and
 * withdrawn by several people, and asked for, while the station and cables come and go. The test keeps its own book of who
 * approved what when; the ears say which recording was heard.
 */
import { instantOf } from '#kernel';
import { Commune, type Heard, type SimVillage } from '../tests/support/commune.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';
import { Officers, OTHER_LANGUAGE, TODAY } from './approval-deeds.ts';
import { ApprovalJudge, type Counts } from './approval-judge.ts';
import { type Name, Room } from './approval-room.ts';

const START = instantOf(TODAY, '04:00', 'Asia/Ho_Chi_Minh') ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** What is asked for has a slot of its own; what comes from above, or warns, does not keep to it. */
const SLOT_MS = 2 * MINUTE;
const SLOTS = 7;
/** Deeds crowd around the beginning of a slot: before it, while a speaker holds it, and while it sounds. */
const AROUND_MS = [-55_000, -30_000, -12_000, -7000, -4000, -2500, -1200, -400, 300, 2000, 6000, 15_000];

export interface ApprovalDay extends Counts {
  readonly faults: readonly string[];
}

type Run = () => Promise<unknown> | unknown;

/** Lives one random day. Same seed, same day. */
export async function liveApprovalDay(seed: number): Promise<ApprovalDay> {
  const random = new SeededRandom(seed);
  const day = new Commune({ wallMs: START, seed, isAttentive: true });
  await day.start();
  await day.addVillages(['Đông', 'Tây']);
  const [east, west] = day.villages as [SimVillage, SimVillage];
  const languages = JSON.stringify([OTHER_LANGUAGE, 'vi']);
  await day.store.db.updateTable('endpoints').set({ languages }).where('id', '=', west.endpointId).execute();
  await day.powerAllOn();
  const room = new Room(day);
  await room.addPeople(east.name, day.areaIds.get(east.name) ?? '');
  await room.open();
  const officers = new Officers(day, room, random);
  const judge = new ApprovalJudge(seed, START, officers);
  const cables = new Map(day.villages.map((village) => [village, true]));
  const now = () => day.clock.wallMs();
  const noteLinks = () => {
    for (const village of day.villages) {
      judge.noteLink(village.name, now(), day.station !== null && cables.get(village) === true);
    }
  };
  const events: Array<{ at: number; run: Run }> = [];
  const add = (at: number, run: Run) => events.push({ at: Math.max(at, START + SECOND), run });
  /** A deed of people, who need the station. */
  const deed = (at: number, run: Run) => add(at, () => (day.station ? run() : undefined));
  const instant = () =>
    random.chance(0.7)
      ? START + random.int(1, SLOTS) * SLOT_MS + random.pick(AROUND_MS)
      : START + random.int(1, (SLOTS * SLOT_MS) / SECOND) * SECOND + 137;

  deed(START + SECOND, () => officers.prepare());
  const ruled = new Set(random.shuffled([2, 3, 4, 5, 6, 7]).slice(0, 3));
  for (let slot = 1; slot <= SLOTS; slot += 1) {
    const plannedAt = START + slot * SLOT_MS;
    const askedAt = plannedAt - random.int(3, 110) * SECOND - 3;
    if (ruled.has(slot)) {
      const minutes = String(2 * slot).padStart(2, '0');
      deed(Math.max(START + 5 * SECOND, askedAt - random.int(0, 200) * SECOND), () =>
        officers.rule([`04:${minutes}`], [plannedAt]),
      );
    } else if (random.chance(0.15)) deed(askedAt, () => officers.fromAbove(plannedAt));
    else deed(Math.max(START + 5 * SECOND, askedAt), () => officers.ask(plannedAt));
  }
  const deeds: ReadonlyArray<readonly [share: number, run: Run]> = [
    [8, () => officers.approve(true)],
    [4, () => officers.approve(false)],
    [2, () => officers.look(random.pick(['duyet', 'binh', 'chu'] satisfies Name[]))],
    [2, () => officers.rewrite()],
    [2, () => officers.cut()],
    [2, () => officers.overtake()],
    [1.5, () => officers.translate()],
    [1.5, () => officers.sendBack()],
    [2, () => officers.submit()],
    [1, () => officers.make()],
    [0.5, () => officers.addTemplate()],
    [0.4, () => officers.swapChime()],
    [0.4, () => officers.withdraw()],
    [0.3, () => officers.warn()],
  ];
  // In the morning somebody looks through what waits.
  for (let count = random.int(3, 6); count > 0; count -= 1) {
    deed(START + random.int(5, 100) * SECOND + 71, () => officers.approve(true));
  }
  for (let count = random.int(12, 28); count > 0; count -= 1) deed(instant(), weighted(random, deeds));
  for (let count = random.int(0, 4); count > 0; count -= 1) {
    // A line is cut most often while its speaker holds what is to be heard next, and may have lost its approval.
    const at = random.chance(0.6)
      ? START + random.int(1, SLOTS) * SLOT_MS - random.int(1, 25) * SECOND
      : instant() + 11;
    const back = at + random.int(2, 300) * SECOND;
    const village = random.pick(day.villages);
    if (random.chance(0.3)) {
      add(at, async () => {
        if (!day.station) return;
        await room.close();
        day.kill();
      });
      add(back, async () => {
        if (day.station) return;
        await day.start();
        await room.open();
      });
      continue;
    }
    add(at, () => {
      cables.set(village, false);
      village.cut();
    });
    add(back, () => {
      cables.set(village, true);
      village.mend();
    });
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) {
    if (event.at > now()) await day.clock.advanceTo(event.at);
    await event.run();
    // What was asked for goes its way before anything else happens.
    await day.clock.settle(4);
    noteLinks();
  }
  await day.clock.advanceTo(Math.max(now(), START + (SLOTS + 1) * SLOT_MS));
  await room.close();
  const columns = ['id', 'bulletin_id', 'level', 'planned_at', 'asked_by'] as const;
  const rows = await day.store.db.selectFrom('broadcasts').select(columns).execute();
  const heard = (village: SimVillage): Heard[] => village.heard.filter((one) => one.endAt > one.startAt);
  for (const village of day.villages) {
    const tongues = village === west ? [OTHER_LANGUAGE, 'vi'] : ['vi'];
    judge.hear(village.name, tongues, heard(village), rows);
  }
  day.kill();
  return { faults: [...officers.faults, ...judge.faults], ...judge.counts };
}

function weighted(random: SeededRandom, deeds: ReadonlyArray<readonly [share: number, run: Run]>): Run {
  let left = random.fraction() * deeds.reduce((sum, [share]) => sum + share, 0);
  for (const [share, run] of deeds) {
    left -= share;
    if (left < 0) return run;
  }
  return () => undefined;
}
