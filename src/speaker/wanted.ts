import type { PlanEntry, PlanItem } from '#link';
import type { Recollection } from './recollection.ts';

export type AudioItem = Extract<PlanItem, { kind: 'audio' }>;

/** Audio that must lie on this speaker. */
export interface Wanted {
  readonly item: AudioItem;
  /** When it is to sound; null: nobody knows, perhaps in a moment. */
  readonly dueAt: number | null;
}

/** The audio of a warning that is due within this time comes before everything else. */
const URGENT_MS = 60_000;

export function audioOf(entry: PlanEntry): AudioItem[] {
  return entry.items.filter((item): item is AudioItem => item.kind === 'audio');
}

/** What may still sound: of the plan, and what was begun and not ended. */
export function openEntries({ plan, begun }: Recollection): PlanEntry[] {
  const entries = [...plan.values()].filter((entry) => !begun.has(entry.broadcastId));
  for (const { entry } of begun.values()) if (entry) entries.push(entry);
  return entries;
}

/**
 * All audio that must lie here, in the order in which it is brought: what a warning needs now, then the bank, from which
 * the next warning is made, then the plan, soonest first. Pure.
 */
export function wantedAudio(known: Recollection, now: number | null): Wanted[] {
  const dueAt = (entry: PlanEntry) => known.starts.get(entry.broadcastId) ?? entry.plannedAt;
  const isUrgent = (entry: PlanEntry) =>
    entry.level === 'emergency' && (now === null || dueAt(entry) <= now + URGENT_MS);
  const entries = openEntries(known).sort((a, b) => dueAt(a) - dueAt(b));
  const wanted = (some: readonly PlanEntry[]) =>
    some.flatMap((entry) => audioOf(entry).map((item) => ({ item, dueAt: dueAt(entry) })));
  const bank = (known.house?.bank ?? []).map((audio) => ({ item: { kind: 'audio', ...audio } as const, dueAt: null }));
  return [...wanted(entries.filter(isUrgent)), ...bank, ...wanted(entries.filter((entry) => !isUrgent(entry)))];
}
