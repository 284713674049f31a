/** What happens on random days of the right to the air: what is asked for, who orders silence, and what is never heard. */
import type { Interruption, Level } from '#kernel';
import { addQuietSpan } from '#place';
import type { Commune, SimVillage } from './commune.ts';
import type { HeardAt } from './judge.ts';

/** What closes while it sounds is faded out at the instant itself; the ear may be this late. */
const EAR_MS = 60;

/** A broadcast that somebody asked for. */
export interface Asked {
  readonly id: string;
  readonly level: Level;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly durationMs: number;
  readonly interruption: Interruption;
  readonly cutInAfterMs: number | null;
}

/** Silence in one village, or (null) everywhere. */
export interface Span {
  readonly village: SimVillage | null;
  readonly from: number;
  readonly to: number;
}

export async function askFor(
  day: Commune,
  asked: {
    readonly bulletinId: string;
    readonly plannedAt: number;
    readonly level: Level;
    readonly lateMs: number;
    readonly cutInAfterMs: number | null;
  },
): Promise<string> {
  const { bulletinId, plannedAt, level, lateMs, cutInAfterMs } = asked;
  const playout = day.station?.house.playout;
  if (!playout) throw new Error('the station is down');
  const id = await day.store.transact(async (tx) => {
    const [verdict] = await playout.accept(tx, [
      {
        ...{ bulletinId, zoneIds: [day.zoneId], origin: 'operator', level, plannedAt, notAfter: plannedAt + lateMs },
        ...{ title: null, askedBy: 'campaign', cutInAfterMs },
      },
    ]);
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
    return verdict.broadcast.id;
  });
  playout.wake();
  await day.clock.settle(6);
  return id;
}

/** A person presses the button for one village, or for all of them. */
export async function silence(day: Commune, village: SimVillage | null, to: number): Promise<void> {
  const house = day.station?.house;
  const ids = village ? [village.endpointId] : day.villages.map((one) => one.endpointId);
  await house?.playout.hush(ids);
  house?.gates.hold(ids, to, 'dừng tất cả');
  await announce(day, village, day.clock.wallMs(), to);
}

export async function announce(day: Commune, village: SimVillage | null, from: number, to: number): Promise<void> {
  const author = { clock: day.clock, random: day.random, zone: day.zone, writtenBy: 'campaign' };
  const at = { areaId: null, endpointId: village?.endpointId ?? null };
  await day.store.transact((tx) => addQuietSpan(tx, author, { ...at, from, to, reason: 'vùng yên lặng' }));
  await day.station?.house.gateChanged();
  await day.clock.settle(6);
}

/** Nothing but an alarm sounds where and while it must be quiet. */
export function throughTheGate(
  play: Pick<HeardAt, 'endpoint' | 'startMs' | 'endMs'>,
  one: Pick<Asked, 'id' | 'level'>,
  spans: readonly Span[],
): string[] {
  return spans
    .filter(({ village }) => village === null || village.name === play.endpoint)
    .flatMap(({ from, to }) => {
      const byMs = Math.min(play.endMs, to) - Math.max(play.startMs, from);
      return byMs > EAR_MS ? [`${play.endpoint}: ${one.id} (${one.level}) sounds ${byMs} ms in a quiet span`] : [];
    });
}
