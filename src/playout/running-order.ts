import type { OrderItem, RunningOrder } from '#broadcast';
import type { Programme } from '#programme';

/** How long each recording sounds. */
export type Durations = ReadonlyMap<string, number>;

/**
 * What one broadcast plays: lead-in silence, opening chime, the bulletin as often as the programme says with pauses
 * between (each time in all the languages of `recordingIds`, one after another), closing chime, tail. Pure. Null when a
 * recording is not ready.
 */
export function buildRunningOrder(
  programme: Programme,
  recordingIds: readonly string[],
  durations: Durations,
  endpointLeadInMs: number,
): RunningOrder | null {
  const items: OrderItem[] = [];
  const silence = (durationMs: number) => {
    if (durationMs > 0) items.push({ kind: 'silence', durationMs });
  };
  const audio = (id: string): boolean => {
    const durationMs = durations.get(id);
    if (durationMs === undefined) return false;
    items.push({ kind: 'audio', recordingId: id, durationMs });
    return true;
  };
  // One lead-in for all endpoints of the broadcast, so that neighbours stay together.
  silence(Math.max(programme.leadInMs, endpointLeadInMs));
  if (programme.openingChimeId !== null && !audio(programme.openingChimeId)) return null;
  for (let time = 0; time < programme.repeats; time += 1) {
    for (const [place, recordingId] of recordingIds.entries()) {
      if (time + place > 0) silence(programme.pauseMs);
      if (!audio(recordingId)) return null;
    }
  }
  if (programme.closingChimeId !== null && !audio(programme.closingChimeId)) return null;
  silence(programme.tailMs);
  return { items, durationMs: items.reduce((sum, item) => sum + item.durationMs, 0) };
}
