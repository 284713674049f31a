import { join } from 'node:path';
import { approvedBy } from '#approval';
import type { House } from '#http';
import type { Kind } from '#kernel';
import { soundsOf, takeInFile } from '#media';
import { listProgrammes, putProgramme } from '#programme';

const FIRST: ReadonlyArray<{ readonly name: string; readonly kind: Kind }> = [
  { name: 'Bản tin xã', kind: 'bulletin' },
  { name: 'Pháp luật và đời sống', kind: 'legal' },
];
/** Amplifiers that wake by the signal need a moment before the first note. */
const LEAD_IN_MS = 500;
const PAUSE_MS = 2000;
/** Who vouches for the chimes that come with the program. */
const OWN_SOUNDS = 'âm thanh có sẵn của LoaXa';

/** Gives a station that has no programme yet two to begin with, framed by the chimes that come with the program. */
export async function addFirstProgrammes(
  { world, store, media, approvals }: House,
  soundsFolder: string,
): Promise<void> {
  if (media.ffmpeg === null || (await listProgrammes(store.db)).length > 0) return;
  const chime = (file: string, title: string) => takeInFile(world.files, media, join(soundsFolder, file), title);
  const opening = await chime('chime-open.opus', 'Nhạc hiệu mở đầu');
  const closing = await chime('chime-close.opus', 'Nhạc hiệu kết thúc');
  // The station stops before they were checked: the next start tries again.
  if (opening.state !== 'ready' || closing.state !== 'ready') return;
  await store.transact(async (tx) => {
    if ((await listProgrammes(tx)).length > 0) return;
    for (const { name, kind } of FIRST) {
      await putProgramme(tx, world, {
        name,
        kind,
        openingChimeId: opening.id,
        closingChimeId: closing.id,
        repeats: 1,
        pauseMs: PAUSE_MS,
        leadInMs: LEAD_IN_MS,
        tailMs: 0,
        interruption: 'resume',
      });
    }
    const chimes = [opening.id, closing.id];
    const sounds = await soundsOf(tx, chimes);
    for (const subject of chimes) {
      const own = { subject, kind: 'frame', source: OWN_SOUNDS, sounds: [sounds.get(subject) ?? ''] } as const;
      await approvedBy(tx, world.clock, own);
    }
  });
  await approvals.settle();
}
