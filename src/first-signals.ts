import { join } from 'node:path';
import type { House } from '#http';
import { type Recording, setBank, takeInFile } from '#media';
import { readFact, writeFact } from '#store';

const SIGNALS = [
  ['attention.opus', 'Tín hiệu chú ý'],
  ['siren.opus', 'Còi báo động'],
] as const;
const ALL_CLEAR = ['all-clear.opus', 'Tín hiệu báo yên'] as const;
const DONE = 'first_signals';

/**
 * Puts the signals that come with the program into the emergency bank, once in the life of a station: what people take out
 * of it afterwards stays out.
 */
export async function addFirstSignals({ world, store, media, alerts, ...house }: House, folder: string): Promise<void> {
  if (media.ffmpeg === null || (await readFact(store.db, DONE)) !== null) return;
  const takeIn = ([file, title]: readonly [string, string]) =>
    takeInFile(world.files, media, join(folder, file), title);
  const recordings: Recording[] = [];
  for (const sound of [...SIGNALS, ALL_CLEAR]) recordings.push(await takeIn(sound));
  // The station stops before they were checked: the next start tries again.
  if (recordings.some((recording) => recording.state !== 'ready')) return;
  await store.transact(async (tx) => {
    for (const { id } of recordings) await setBank(tx, id, true);
    await writeFact(tx, DONE, '1');
  });
  const allClear = recordings.at(-1);
  if (allClear && (await alerts.standing.allClear()) === null) await alerts.standing.setAllClear(allClear.id);
  await house.bankChanged();
}
