import type { World } from '#kernel';
import type { PlanItem } from '#link';
import type { AudioShelf } from './audio-shelf.ts';
import type { StationDoor } from './station-door.ts';

/** A station that sends nothing for so long has gone. */
const STALLED_MS = 20_000;

/**
 * Brings one file from the station to the shelf, going on where an earlier try ended. `damaged`: all bytes came and were
 * wrong; `not_placed`: the station does not give it; `unreachable`: not all came. Throws STORAGE_FULL.
 */
export async function download(
  world: World,
  door: StationDoor,
  shelf: AudioShelf,
  item: Extract<PlanItem, { kind: 'audio' }>,
  audioToken: string,
  signal: AbortSignal,
): Promise<'whole' | 'damaged' | 'not_placed' | 'unreachable' | 'aborted'> {
  const { sha256, bytes } = item;
  const part = shelf.path(sha256, '.part');
  const file = await world.files.open(part, 'write');
  const stalled = new AbortController();
  const end = () => stalled.abort();
  signal.addEventListener('abort', end);
  let position = 0;
  try {
    position = await file.size();
    if (position > bytes) {
      await file.truncate(0);
      position = 0;
    }
    if (position < bytes) {
      const answer = await withinTime(world, stalled, door.download(sha256, position, audioToken, stalled.signal));
      if (answer === null) return signal.aborted ? 'aborted' : 'unreachable';
      if ('status' in answer) {
        world.logger.warn('station did not give audio', { sha256, status: answer.status });
        // It has other bytes than we think: from the start again.
        if (answer.status === 416) await file.truncate(0);
        // 403: the token is of an earlier link; the next one brings another.
        return answer.status === 0 || answer.status === 403 || answer.status >= 500 ? 'unreachable' : 'not_placed';
      }
      const chunks = answer[Symbol.asyncIterator]();
      try {
        while (position < bytes) {
          const next = await withinTime(world, stalled, chunks.next());
          if (next === null || next.done) break;
          const chunk = next.value.subarray(0, bytes - position);
          await file.write(chunk, position);
          position += chunk.length;
        }
      } finally {
        // Lets go of the connection; whether that succeeds is not our worry.
        void Promise.resolve(chunks.return?.()).catch(() => {});
      }
    }
    await file.sync();
  } finally {
    signal.removeEventListener('abort', end);
    await file.close();
  }
  if (signal.aborted) return 'aborted';
  if (position < bytes) return 'unreachable';
  return (await shelf.adoptPart(sha256)) ? 'whole' : 'damaged';
}

/** The answer, or null when it did not come in time, broke off, or is not wanted any more. */
async function withinTime<Answer>(
  world: World,
  stalled: AbortController,
  answer: Promise<Answer>,
): Promise<Answer | null> {
  if (stalled.signal.aborted) return null;
  const done = new AbortController();
  const end = () => done.abort();
  stalled.signal.addEventListener('abort', end);
  const late = world.clock.sleep(STALLED_MS, done.signal).then((slept) => {
    if (slept) stalled.abort();
    return null;
  });
  try {
    return await Promise.race([answer, stalled.signal.aborted ? null : late]);
  } catch {
    return null;
  } finally {
    done.abort();
    stalled.signal.removeEventListener('abort', end);
  }
}
