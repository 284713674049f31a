import type { House } from './house.ts';

interface Check {
  readonly ok: boolean;
  readonly [detail: string]: unknown;
}

/** Less than this left on the disk is a fault that somebody must see. */
const LEAST_FREE_BYTES = 256 * 1024 * 1024;

/** What keeps the station on air: database, disk, clock, ffmpeg. */
export async function healthOf({
  store,
  world,
  settings,
  ffmpeg,
  version,
  command,
  audit,
  backups,
}: House): Promise<{ ok: boolean; version: string; checks: Record<string, Check>; audit: Check; backup: Check }> {
  const freeBytes = await world.files.freeBytes(settings.dataFolder).catch(() => 0);
  const now = world.clock.wallMs();
  const checks: Record<string, Check> = {
    database: { ok: store.isSound() },
    disk: { ok: freeBytes >= LEAST_FREE_BYTES, freeBytes, reserve: store.hasReserve() },
    // Before this program was written there was no station: a clock that says so is not set.
    clock: { ok: now > Date.UTC(2026, 0, 1), now, zone: settings.zone },
    // A restored station may not command until a person says so: nothing is delivered.
    command: { ok: !command.isFenced(), ...command.standing() },
    ffmpeg: ffmpeg ? { ok: true, ...ffmpeg } : { ok: false },
  };
  // It is told here, and stops nothing: whoever restarts a station that is not ok would break off its broadcasts.
  const { broken, waiting, lost, problem } = audit.standing();
  const book = { ok: broken === null && problem === null, broken: broken !== null, waiting, lost };
  const { lastGoodAt, isLate } = backups.health();
  const backup = { ok: !isLate, lastGoodAt };
  return { ok: Object.values(checks).every((check) => check.ok), version, checks, audit: book, backup };
}
