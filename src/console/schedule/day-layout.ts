import { civilOf } from '#kernel';
import type { Slot } from './calendar.ts';

/** Where a slot stands in the column of its day; minutes of the civil day. */
export interface Block {
  readonly slot: Slot;
  readonly fromMinute: number;
  readonly minutes: number;
  /** Those that would cover each other stand side by side: this one in which of how many lanes. */
  readonly lane: number;
  readonly lanes: number;
}

/** Nothing is drawn shorter, or it could be neither read nor pressed. */
const LEAST_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

/** The blocks of a civil day, soonest first. `leastMinutes`: how many are needed for a line of text. Pure. */
export function layBlocks(slots: readonly Slot[], date: string, zone: string, leastMinutes = LEAST_MINUTES): Block[] {
  return layDays(slots, zone, leastMinutes).get(date) ?? [];
}

/** The blocks of each civil day that has any, soonest first. Pure. */
export function layDays(slots: readonly Slot[], zone: string, leastMinutes = LEAST_MINUTES): Map<string, Block[]> {
  const civil = slots.map((slot) => ({ slot, ...civilOf(slot.plannedAt, zone) }));
  const days = Map.groupBy(civil, ({ date }) => date);
  return new Map([...days].map(([date, own]) => [date, layDay(own, leastMinutes)]));
}

function layDay(slots: ReadonlyArray<{ readonly slot: Slot; readonly time: string }>, leastMinutes: number): Block[] {
  const blocks: Array<{ -readonly [Key in keyof Block]: Block[Key] }> = [];
  let group: typeof blocks = [];
  let groupEnds = 0;
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane + 1));
    for (const one of group) one.lanes = lanes;
    group = [];
  };
  for (const { slot, time } of slots) {
    const fromMinute = minuteOf(time);
    const lasts = Math.ceil((slot.durationMs ?? 0) / 60_000);
    const minutes = Math.min(Math.max(lasts, leastMinutes), DAY_MINUTES - fromMinute);
    if (fromMinute >= groupEnds) close();
    const taken = new Set(group.filter((one) => one.fromMinute + one.minutes > fromMinute).map(({ lane }) => lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    const block = { slot, fromMinute, minutes, lane, lanes: 1 };
    group.push(block);
    blocks.push(block);
    groupEnds = Math.max(group.length === 1 ? 0 : groupEnds, fromMinute + minutes);
  }
  close();
  return blocks;
}

/** The whole hours [first, last) that must be shown for all blocks, with the usual day at least. */
export function hoursFor(blocks: readonly Block[], usual: readonly [number, number] = [5, 20]): [number, number] {
  const first = Math.min(usual[0], ...blocks.map(({ fromMinute }) => Math.floor(fromMinute / 60)));
  const last = Math.max(usual[1], ...blocks.map((one) => Math.ceil((one.fromMinute + one.minutes) / 60)));
  return [first, Math.min(24, last)];
}

/** HH:MM of a minute of the day, on the nearest step. */
export function timeAt(minute: number, stepMinutes = 5): string {
  const steps = Math.round(minute / stepMinutes) * stepMinutes;
  const kept = Math.max(0, Math.min(DAY_MINUTES - stepMinutes, steps));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(kept / 60))}:${two(kept % 60)}`;
}

export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
