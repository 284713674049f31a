/**
 * Small random days that can be lived again: all that happens is drawn before the day begins, so that the same day can
 * be lived with faults and without, and compared by the ears.
 */
import type { AsRunLine } from '#asrun';
import { INTERRUPTIONS, type Interruption, instantOf, type Level, rankOf } from '#kernel';
import { announce, askFor } from './air-acts.ts';
import { Commune, type Heard } from './commune.ts';
import type { SeededRandom } from './seeded-random.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const START = instantOf('2026-11-23', '06:00', 'Asia/Ho_Chi_Minh') ?? 0;
const VILLAGES = ['Đông', 'Tây'] as const;
const LEVELS: readonly Level[] = [
  'scheduled',
  'scheduled',
  'scheduled',
  'priority',
  'priority',
  'live_commune',
  'emergency',
];
/** Nothing is too late on these days, so that a second more or less decides nothing. */
const LATE_MS = 40 * MINUTE;
const LONGEST_MS = 24 * MINUTE;

export interface Wish {
  readonly title: string;
  readonly level: Level;
  readonly askedAt: number;
  readonly plannedAt: number;
  readonly durationMs: number;
  readonly interruption: Interruption;
  readonly cutInAfterMs: number | null;
}

export interface SmallDay {
  readonly seed: number;
  readonly wishes: readonly Wish[];
  /** Announced at the beginning; null: everywhere. */
  readonly quiet: ReadonlyArray<{ readonly village: string | null; readonly from: number; readonly to: number }>;
}

/** The station dies at an instant and is there again so much later. */
export interface Restart {
  readonly at: number;
  readonly downMs: number;
}

/** One sound at one loudspeaker. */
export interface Sound extends Pick<Heard, 'startAt' | 'endAt' | 'fromMs'> {
  readonly title: string;
}

export interface Lived {
  readonly heard: Readonly<Record<string, readonly Sound[]>>;
  readonly log: readonly AsRunLine[];
  readonly deliveries: number;
}

export function drawDay(random: SeededRandom, hasQuiet: boolean): SmallDay {
  const wishes = Array.from({ length: random.int(4, 7) }, (_, at): Wish => {
    const level = random.pick(LEVELS);
    const isAtOnce = rankOf(level) <= rankOf('live_commune');
    const plannedAt = START + random.int(90, 720) * SECOND;
    return {
      ...{ title: `Tin ${at}`, level, plannedAt, askedAt: isAtOnce ? plannedAt : START + (at + 1) * SECOND },
      durationMs: random.int(10, level === 'emergency' ? 30 : 120) * SECOND,
      interruption: level === 'emergency' ? 'restart' : random.pick(INTERRUPTIONS),
      cutInAfterMs: isAtOnce ? 0 : random.chance(level === 'priority' ? 0.8 : 0.3) ? random.int(0, 40) * SECOND : null,
    };
  });
  const quiet = Array.from({ length: hasQuiet ? random.int(1, 3) : 0 }, () => {
    const from = START + random.int(90, 720) * SECOND;
    const village = random.chance(0.5) ? random.pick(VILLAGES) : null;
    return { village, from, to: from + random.int(30, 300) * SECOND };
  });
  return { seed: random.seed, wishes, quiet };
}

/** Lives the day, with the station dying as told. */
export async function liveSmallDay(drawn: SmallDay, restarts: readonly Restart[] = []): Promise<Lived> {
  const day = new Commune({ wallMs: START - MINUTE, seed: drawn.seed });
  await day.start();
  await day.addVillages(VILLAGES);
  await day.powerAllOn();
  await day.clock.advanceTo(START);
  for (const { village, from, to } of drawn.quiet) {
    await announce(day, day.villages.find((one) => one.name === village) ?? null, from, to);
  }
  const bulletins = new Map<string, string>();
  for (const { title, durationMs, interruption } of drawn.wishes) {
    bulletins.set(title, await day.addBulletin({ title, durationMs, interruption }));
  }
  const titles = new Map<string, string>();
  const events = [
    ...drawn.wishes.map((wish) => ({
      at: wish.askedAt,
      async run() {
        const { title, plannedAt, level, cutInAfterMs } = wish;
        const bulletinId = bulletins.get(title) ?? '';
        titles.set(await askFor(day, { bulletinId, plannedAt, level, lateMs: LATE_MS, cutInAfterMs }), title);
      },
    })),
    ...restarts.map(({ at }) => ({ at, run: () => day.kill() })),
    ...restarts.map(({ at, downMs }) => ({ at: at + downMs, run: () => day.start() })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, run } of events) {
    await day.clock.advanceTo(Math.max(at, day.clock.wallMs()));
    await run();
  }
  await day.clock.advanceTo(START + LONGEST_MS);
  const sound = ({ broadcastId, startAt, endAt, fromMs }: Heard): Sound => {
    return { title: titles.get(broadcastId) ?? '?', startAt, endAt, fromMs };
  };
  const heard = day.villages.map(({ name, heard: all }) => [name, all.filter(isAudible).map(sound)] as const);
  const deliveries = await day.store.db.selectFrom('deliveries').select('id').execute();
  return { heard: Object.fromEntries(heard), log: await day.log(), deliveries: deliveries.length };
}

/** What was cut in the very moment of its beginning is no sound. */
function isAudible({ startAt, endAt }: Heard): boolean {
  return endAt - startAt > 50;
}
