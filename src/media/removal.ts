/** The files of a recording go for good, and its row stays: the log goes on naming it. */
import type { World } from '#kernel';
import type { Executor, Store } from '#store';
import { type MediaFolders, originalPath, renditionPath } from './folders.ts';
import { PCM_CODECS } from './pcm.ts';
import { recordingMachine } from './recording-machine.ts';
import { forgetRenditions, ownRenditions, readRecording, setRemoved } from './recording-store.ts';

/** True when the files of that recording may go: it is not being checked. */
export async function mayRemove(db: Executor, recordingId: string): Promise<boolean> {
  const recording = await readRecording(db, recordingId);
  return recording === null || recordingMachine.next(recording.state, 'remove') !== null;
}

/** Says that its files go; call `removeFiles` after the commit, and again after a crash. */
export async function markRemoved(tx: Executor, recordingId: string): Promise<void> {
  if ((await readRecording(tx, recordingId)) && (await mayRemove(tx, recordingId))) await setRemoved(tx, recordingId);
}

/** Removes every file of a recording that was marked. Once more does no harm; false: it is in use again. */
export async function removeFiles(
  { files }: Pick<World, 'files'>,
  store: Store,
  folders: MediaFolders,
  recordingId: string,
): Promise<boolean> {
  const recording = await readRecording(store.db, recordingId);
  if (recording === null) return true;
  // Somebody uploaded it once more: those bytes are another story.
  if (recording.reason?.code !== 'RECORDING_REMOVED') return false;
  await files.remove(originalPath(folders, recording.sha256));
  for (const sha256 of await ownRenditions(store.db, recording)) {
    const path = renditionPath(folders, sha256);
    await files.remove(path);
    for (const codec of PCM_CODECS) await files.remove(`${path}.${codec}`);
  }
  await store.transact((tx) => forgetRenditions(tx, recordingId));
  return true;
}
