import { type Answer, call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { freshKey } from '../api/repeat-key.ts';
import { feed } from '../live/feed.ts';
import { station } from '../live/station.ts';
import { tellMegabytes, tellNumber } from '../words/tell.ts';

export type Backups = Answer<'getBackups'>;
export type Copy = Backups['copies'][number];

/** The copies, or why the station does not show them from here. */
export const backups = feed<Backups | Refused>(() => call('getBackups', {}).catch(refusal));

function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

/** Begins a copy; `useThisDisk`: what is mounted now is the disk of the copies. */
export async function startBackup(useThisDisk: boolean): Promise<void> {
  await call('startBackup', { body: { useThisDisk }, key: freshKey() });
  await backups.refresh();
}

export async function removeCopy(copy: string): Promise<void> {
  await call('removeBackup', { params: { copy } });
  await Promise.all([backups.refresh(), station.refresh()]);
}

/** Has the browser keep a copy. */
export async function download(copy: string): Promise<void> {
  const { path } = await call('downloadBackup', { params: { copy }, key: freshKey() });
  const link = document.createElement('a');
  link.href = path;
  link.download = copy;
  link.click();
}

const GIGABYTE = 1_000_000_000;
export const sizeText = (bytes: number): string =>
  bytes < GIGABYTE ? tellMegabytes(bytes) : `${tellNumber(bytes / GIGABYTE, 1)} GB`;
