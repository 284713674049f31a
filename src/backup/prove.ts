import { StationError, type World } from '#kernel';
import type { Manifest } from './manifest.ts';
import { type BackupWish, makeBackup } from './pack.ts';
import { checkBackup } from './unpack.ts';

/** What was made but not yet restored for a trial has this behind its name, and is never offered. */
const UNPROVED = '.unproved';

export interface ProvedBackup {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly damagedSounds: readonly string[];
}

export type Step = 'make' | 'check';

/**
 * Makes a backup and restores it into a scratch folder beside it: only a copy that was restored gets its name. What is not
 * finished is removed.
 */
export async function makeProvedBackup(
  world: World,
  wish: Omit<BackupWish, 'onProgress'>,
  onProgress: (step: Step, doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<ProvedBackup> {
  const { files } = world;
  const { to, passphrase, leaveFreeBytes } = wish;
  if ((await files.size(to)) !== null) throw new StationError('BACKUP_EXISTS', { file: to });
  const unproved = `${to}${UNPROVED}`;
  await removeUnproved(world, to);
  try {
    const manifest = await makeBackup(world, {
      ...wish,
      to: unproved,
      onProgress: (...at) => onProgress('make', ...at),
    });
    const { damagedSounds } = await checkBackup(world, unproved, `${unproved}.check`, passphrase, {
      leaveFreeBytes,
      onProgress: (...at) => onProgress('check', ...at),
    });
    wish.signal?.throwIfAborted();
    const bytes = (await files.size(unproved)) ?? 0;
    await files.move(unproved, to);
    return { manifest, bytes, damagedSounds };
  } catch (error) {
    await removeUnproved(world, to);
    throw error;
  }
}

/** Removes what a backup that was broken off may have left beside its name. What has the name itself stays. */
export async function removeUnproved({ files }: Pick<World, 'files'>, to: string): Promise<void> {
  const unproved = `${to}${UNPROVED}`;
  for (const path of [unproved, `${unproved}.partial`, `${unproved}.db.partial`, `${unproved}.db.partial-journal`])
    await files.remove(path).catch(() => undefined);
  await files.removeFolder(`${unproved}.check`).catch(() => undefined);
}
