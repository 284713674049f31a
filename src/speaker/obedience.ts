import type { Order, PlanEntry } from '#link';
import type { Recollection } from './recollection.ts';

/** Told to be silent, the speaker also lets go of what would begin within this time. */
const ABOUT_TO_MS = 10_000;

/** What an order that was obeyed at `at` (null: nobody knew the time) changes in what the speaker knows. Pure. */
export function obey(known: Recollection, order: Order, at: number | null): void {
  switch (order.order) {
    case 'plan':
      obeyPlan(known, order.entries);
      return;
    case 'start':
      if (known.plan.has(order.broadcastId)) known.starts.set(order.broadcastId, order.startAt);
      return;
    case 'now':
      learn(known, order.entry);
      known.plan.set(order.entry.broadcastId, order.entry);
      known.starts.set(order.entry.broadcastId, order.startAt);
      return;
    case 'stop':
      if (isOpen(known, order.broadcastId)) known.stops.set(order.broadcastId, order.reason);
      return;
    case 'hush':
      for (const id of soundingSoon(known, at)) known.stops.set(id, 'stopped_by_operator');
      return;
    case 'house':
      known.house = { gate: order.gate, bank: order.bank };
      return;
    case 'conclude':
      obeyConclude(known, order.broadcastId, order.durationMs);
  }
}

/** The entry with its voice over after `durationMs`. Only what nobody knew the length of can become shorter. */
export function concluded(entry: PlanEntry, durationMs: number): PlanEntry {
  return entry.isOpenEnded && durationMs < entry.durationMs ? { ...entry, durationMs } : entry;
}

/** Replaces the plan: what the newer order does not name is gone, unless it has begun. */
function obeyPlan(known: Recollection, entries: readonly PlanEntry[]): void {
  for (const entry of entries) {
    learn(known, entry);
    // A voice may have ended while the line was cut, and the news of it was lost.
    const begun = known.begun.get(entry.broadcastId);
    if (begun?.entry) known.begun.set(entry.broadcastId, { ...begun, entry: concluded(begun.entry, entry.durationMs) });
  }
  known.plan = new Map(entries.map((entry) => [entry.broadcastId, entry]));
  for (const part of [known.starts, known.placing]) {
    for (const id of part.keys()) if (!known.plan.has(id)) part.delete(id);
  }
  for (const id of known.stops.keys()) if (!isOpen(known, id)) known.stops.delete(id);
}

/** What was told about the placing of other audio does not hold for this. */
function learn(known: Recollection, entry: PlanEntry): void {
  const old = known.plan.get(entry.broadcastId);
  if (old && JSON.stringify(old.items) !== JSON.stringify(entry.items)) known.placing.delete(entry.broadcastId);
}

function obeyConclude(known: Recollection, id: string, durationMs: number): void {
  const planned = known.plan.get(id);
  if (planned) known.plan.set(id, concluded(planned, durationMs));
  const begun = known.begun.get(id);
  if (begun?.entry) known.begun.set(id, { ...begun, entry: concluded(begun.entry, durationMs) });
}

/** What sounds, what was interrupted and would go on, and what was due by now or is in a moment. */
function soundingSoon(known: Recollection, at: number | null): string[] {
  const ids = [...known.begun].filter(([, begun]) => begun.endedAt === null).map(([id]) => id);
  for (const [id, { plannedAt }] of known.plan) {
    if (known.begun.has(id)) continue;
    const startAt = known.starts.get(id);
    const isSoon = at === null ? startAt !== undefined : (startAt ?? plannedAt) <= at + ABOUT_TO_MS;
    if (isSoon) ids.push(id);
  }
  return ids;
}

/** True when that broadcast may still sound here. */
function isOpen(known: Recollection, id: string): boolean {
  const begun = known.begun.get(id);
  return begun ? begun.endedAt === null : known.plan.has(id);
}
