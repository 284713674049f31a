import { type Clock, civilOf, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor } from '#store';
import { findArea } from './area-store.ts';

/** What a change needs besides the database: the world, the zone of the station, and who asks. */
export interface GateAuthor {
  readonly clock: Clock;
  readonly random: Random;
  readonly zone: string;
  readonly writtenBy: string | null;
}

/** So many may lie ahead in one area: a speaker is sent those of its area and of all above it. */
export const MOST_AHEAD = { versions: 8, exceptionDays: 60, mournings: 10, quietSpans: 30 } as const;

export function todayOf({ clock, zone }: GateAuthor): string {
  return civilOf(clock.wallMs(), zone).date;
}

export function stamp(kind: 'gate' | 'exception' | 'mourning' | 'quiet', { clock, random, writtenBy }: GateAuthor) {
  return { id: newId(kind, clock, random), written_by: writtenBy, created_at: clock.wallMs() };
}

export async function mustBeArea(db: Executor, id: string | null): Promise<void> {
  if (id !== null && !(await findArea(db, id))) throw notFound('area');
}

export function mustHaveRoom(ahead: number, most: number): void {
  if (ahead >= most) throw new StationError('GATE_FULL', { most });
}
