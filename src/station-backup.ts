/** What the keeper of the copies is told of the rest of the station. */
import type { KeeperSettings } from '#backup';
import type { Broadcast } from '#broadcast';
import type { Settings } from '#config';

/** An emergency that is so near is waited for. */
const NEAR_MS = 60_000;

export function keeperSettings({ backup, dataFolder, zone }: Settings): KeeperSettings {
  const { folder, ...rest } = backup;
  return { ...rest, zone, folder: folder || `${dataFolder}/backups`, isNamed: folder !== '' };
}

/** True while an emergency sounds or is about to. */
export function isEmergencyOn(
  open: ReadonlyArray<Pick<Broadcast, 'level' | 'plannedAt' | 'haltReason'>>,
  nowMs: number,
): boolean {
  return open.some(
    ({ level, plannedAt, haltReason }) => level === 'emergency' && haltReason === null && plannedAt <= nowMs + NEAR_MS,
  );
}
