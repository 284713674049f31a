/** Lives a written-down day and compares it, by the ears and by the log, with what was expected of it. */
import { readFile } from 'node:fs/promises';
import { DEFAULT_RULES, type GateRules, gateRules, OPEN_RULES } from '#gate';
import { civilOf } from '#kernel';
import { readYaml } from '#schedule';
import { Commune } from './commune.ts';
import { type Deed, type Scene, timeOf } from './day-deeds.ts';

/** Title, first and last sound. Ears are believed to 0.6 s, or to `within` seconds. */
export type Play = readonly [title: string, from: string, to: string, within?: number];

/** One day of the table. Times are those of the village clock. */
export interface WrittenDay {
  readonly name: string;
  /** When the commune is switched on, and when the day is judged. */
  readonly from: string;
  readonly until: string;
  readonly villages?: readonly string[];
  /** What the commune's gate says from this day on: as a fresh station, as a preset, or never closed but for these. */
  readonly rules?: Partial<GateRules> | 'fresh' | `${string}.yaml`;
  readonly deeds: ReadonlyArray<readonly [at: string, ...deeds: Deed[]]>;
  /** What every village hears, or what each of them does. */
  readonly heard: readonly Play[] | Readonly<Record<string, readonly Play[]>>;
  /** What the log says in the end, by title: "state reason" in every village, or for one village by "title @ village". */
  readonly ends: Readonly<Record<string, string>>;
  /** Titles of which something still lies ahead when the day is judged. */
  readonly stillOpen?: readonly string[];
  /** Why it sounded, in the words of the person, as it is kept with the broadcast. */
  readonly reasons?: Readonly<Record<string, string>>;
}

const EAR_S = 0.6;
const BLINK_MS = 50;

export async function liveWrittenDay(written: WrittenDay): Promise<Scene> {
  const [date = ''] = written.from.split(' ');
  const rules = await rulesOf(written.rules ?? {});
  const zone = 'Asia/Ho_Chi_Minh';
  const day = new Commune({ wallMs: timeOf({ date, day: { zone } as Commune }, written.from), rules });
  const scene: Scene = { day, date, ids: new Map() };
  await day.start();
  await day.addVillages(written.villages ?? ['Đông', 'Tây']);
  await day.powerAllOn();
  for (const [at, ...deeds] of written.deeds) {
    const instant = timeOf(scene, at);
    if (instant < day.clock.wallMs())
      throw new Error(`${written.name}: ${at} has gone by at ${clockOf(day, day.clock.wallMs())}`);
    await day.clock.advanceTo(instant);
    for (const deed of deeds) await deed(scene);
    await day.clock.settle(6);
  }
  await day.clock.advanceTo(timeOf(scene, written.until));
  return scene;
}

async function rulesOf(named: NonNullable<WrittenDay['rules']>): Promise<GateRules> {
  if (named === 'fresh') return DEFAULT_RULES;
  if (typeof named !== 'string') return { ...OPEN_RULES, ...named };
  const yaml = readYaml(await readFile(new URL(`../../schedules/gates/${named}`, import.meta.url), 'utf8'));
  if (!('value' in yaml)) throw new Error(`${named} cannot be read`);
  return gateRules.parse((yaml.value as { rules: unknown }).rules);
}

/** What was not as it was written, one sentence each. */
export async function differencesOf(written: WrittenDay, scene: Scene): Promise<string[]> {
  const { day } = scene;
  const rows = await day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute();
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  const differences: string[] = [];
  for (const village of day.villages) {
    const expected = Array.isArray(written.heard)
      ? (written.heard as readonly Play[])
      : ((written.heard as Record<string, readonly Play[]>)[village.name] ?? []);
    const heard = village.heard.filter(({ startAt, endAt }) => endAt - startAt > BLINK_MS);
    const isSame =
      heard.length === expected.length &&
      expected.every(([title, from, to, within = EAR_S], at) => {
        const one = heard[at];
        const isNear = (a: number, b: string) => Math.abs(a - timeOf(scene, b)) <= within * 1000;
        return one && titles.get(one.broadcastId) === title && isNear(one.startAt, from) && isNear(one.endAt, to);
      });
    const said = heard.map(
      (one) => `${titles.get(one.broadcastId)} ${clockOf(day, one.startAt)}-${clockOf(day, one.endAt)}`,
    );
    if (!isSame)
      differences.push(`${village.name} heard [${said.join(', ')}] and not [${expected.map(inWords).join(', ')}]`);
    const sorted = heard.toSorted((a, b) => a.startAt - b.startAt);
    for (const [at, one] of sorted.entries()) {
      const next = sorted[at + 1];
      if (next && next.startAt < one.endAt)
        differences.push(`${village.name}: ${said[at]} is mixed with ${said[at + 1]}`);
    }
  }
  return [...differences, ...(await logDifferences(written, scene))];
}

/** Every broadcast ends exactly once in every village, as it was written. */
async function logDifferences(written: WrittenDay, { day }: Scene): Promise<string[]> {
  const lines = await day.log();
  const broadcasts = await day.store.db.selectFrom('broadcasts').select(['id', 'title', 'note']).execute();
  const judged = broadcasts.filter(({ id, title }) => {
    const isOpen = written.stillOpen?.includes(title) === true;
    return !isOpen || lines.some((line) => line.broadcastId === id);
  });
  const ids = judged.map(({ id }) => id);
  const deliveries = await day.store.db
    .selectFrom('deliveries')
    .select('id')
    .where('broadcast_id', 'in', ids)
    .execute();
  const found: string[] = [];
  for (const [title, reason] of Object.entries(written.reasons ?? {})) {
    if (!broadcasts.some((one) => one.title === title && one.note === reason))
      found.push(`${title}: no word of “${reason}”`);
  }
  if (lines.length !== deliveries.length) found.push(`${deliveries.length} deliveries, but ${lines.length} last words`);
  const said = new Map<string, Set<string>>();
  for (const { title, village, state, reason } of lines) {
    const key = written.ends[`${title} @ ${village}`] === undefined ? title : `${title} @ ${village}`;
    said.set(key, (said.get(key) ?? new Set()).add(`${state} ${reason}`));
  }
  for (const key of new Set([...said.keys(), ...Object.keys(written.ends)])) {
    const words = [...(said.get(key) ?? [])].sort().join(', ');
    if (words !== (written.ends[key] ?? ''))
      found.push(`the log says “${words}” of ${key} and not “${written.ends[key]}”`);
  }
  return found;
}

const inWords = ([title, from, to]: Play) => `${title} ${from}-${to}`;

function clockOf({ zone }: Commune, at: number): string {
  const { date, time } = civilOf(at, zone);
  return `${date.slice(8)}. ${time.slice(0, 8)}.${String(at % 1000).padStart(3, '0')}`;
}
