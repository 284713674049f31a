import { type Bilingual, isStationError, type Level, rankOf, StationError } from '#kernel';
import type { MountBook } from './mounts.ts';
import type { Air, Rights } from './ports.ts';
import type { Invitation } from './session-parts.ts';
import type { Target } from './targets.ts';

/** Why, in so many letters at least, for what goes over everything. */
const REASON_LETTERS = 5;
const SOMEBODY: Bilingual = { vi: 'người trực', en: 'the operator on duty' };

/** An emergency needs a reason and may have a signal, nothing else does. Throws REQUEST_INVALID, and what the signal is refused for. */
export async function demandAlarm(
  air: Pick<Air, 'checkSignal'>,
  asked: { readonly level: Level; readonly note: string | null; readonly signalRecordingId: string | null },
): Promise<void> {
  const { level, note, signalRecordingId } = asked;
  if (level !== 'emergency' && signalRecordingId !== null) {
    throw new StationError('REQUEST_INVALID', { field: 'signalRecordingId', problem: `level=${level}` });
  }
  if (level !== 'emergency') return;
  if ((note ?? '').trim().length < REASON_LETTERS) {
    throw new StationError('REQUEST_INVALID', { field: 'note', problem: `level=emergency, >= ${REASON_LETTERS}` });
  }
  await air.checkSignal(signalRecordingId);
}

/** Throws LIVE_TAKEN when one of those who speak does so with the same or a higher right to one of these endpoints. */
export function refuseTaken(
  speaking: readonly Invitation[],
  { level, endpointIds }: Invitation,
  targets: readonly Target[],
): void {
  const wanted = new Set(endpointIds);
  for (const invitation of speaking) {
    const shared = invitation.endpointIds.find((id) => wanted.has(id));
    if (shared === undefined || rankOf(invitation.level) > rankOf(level)) continue;
    const where = targets.find((target) => target.endpointId === shared);
    throw new StationError('LIVE_TAKEN', {
      who: invitation.name ?? SOMEBODY,
      where: where?.village || (where?.name ?? ''),
    });
  }
}

/**
 * Throws LIVE_EMERGENCY where an emergency sounds on every endpoint: nothing cuts it, and nobody would be heard. Where it
 * sounds on some of them, those hear the voice when it is over.
 */
export function refuseBehind(air: Pick<Air, 'emergencies'>, endpointIds: readonly string[]): void {
  const sounding = air.emergencies(endpointIds);
  const [title] = sounding.values();
  if (title !== undefined && endpointIds.every((id) => sounding.has(id))) {
    throw new StationError('LIVE_EMERGENCY', { title });
  }
}

/** Whether whoever speaks may still do so, and the mount that they speak over still opens. */
export async function mayGoOn(
  rights: Rights,
  mounts: Pick<MountBook, 'isOpen'>,
  { owner, name, level, zoneIds, mountId }: Invitation,
): Promise<boolean> {
  if (mountId !== null && !(await mounts.isOpen(mountId))) return false;
  try {
    // What was proved when the talk was opened holds until its end.
    await rights.demand({ owner, name, isStrong: true, isFresh: true }, 'speak', { level, zoneIds });
    return true;
  } catch (error) {
    if (isStationError(error, 'RIGHT_MISSING')) return false;
    throw error;
  }
}
