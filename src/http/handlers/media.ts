import { MEDIA_WARNINGS, type Recording, type Upload } from '#media';
import { keepSpoken, MOST_LETTERS, readSpoken, type SpokenText } from '#speech';
import type { Executor } from '#store';
import { soundChanged } from '../bulletin-change.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';
import { inForce } from './approvals.ts';

type Names =
  | 'createUpload'
  | 'getUpload'
  | 'listRecordings'
  | 'getRecording'
  | 'trimRecording'
  | 'getSpeech'
  | 'speakText';

export function uploadShown(upload: Upload): RouteAnswer<'getUpload'> {
  const { id, title, totalBytes, receivedBytes, recordingId } = upload;
  return { id, title, totalBytes, receivedBytes, recordingId };
}

function recordingShown(
  recording: Recording,
  peaks: readonly number[] | null,
  spoken: SpokenText | null,
): RouteAnswer<'getRecording'> {
  return {
    id: recording.id,
    title: recording.title,
    sha256: recording.sha256,
    bytes: recording.bytes,
    state: recording.state,
    refusal: recording.reason && { ...recording.reason },
    warnings: recording.warnings.map((warning) => MEDIA_WARNINGS[warning]),
    container: recording.container,
    durationMs: recording.durationMs,
    measuredBy: recording.measuredBy,
    loudnessLufs: recording.loudnessLufs,
    truePeakDbtp: recording.truePeakDbtp,
    gainDb: recording.gainDb,
    silenceHeadMs: recording.silenceHeadMs,
    silenceTailMs: recording.silenceTailMs,
    trimHeadMs: recording.trimHeadMs,
    trimTailMs: recording.trimTailMs,
    peaks: peaks && [...peaks],
    spoken: spoken && { ...spoken },
    createdAt: recording.createdAt,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export function mediaHandlers(house: House): Handlers<Names> {
  const { media, speech, store, world } = house;
  const whole = async (recording: Recording) =>
    recordingShown(recording, await media.peaks(recording.id), await readSpoken(store.db, recording.id));

  return {
    createUpload: async ({ body }, { remember }) => {
      const answer = uploadShown(await media.createUpload(body));
      await remember(store.db, answer);
      return answer;
    },
    getUpload: async ({ params }) => uploadShown(await media.uploadStatus(params.id)),
    listRecordings: async ({ query: { after = null, limit } }) =>
      (await media.list({ after, limit })).map((one) => recordingShown(one, null, null)),
    getRecording: async ({ params }) => whole(await media.get(params.id)),
    // Cut otherwise it is another sound: whatever says it, or is framed by it, must be approved anew.
    async trimRecording({ params, body }, { visitor }) {
      const by = senderOf(visitor);
      const also = (tx: Executor) => soundChanged(house, tx, params.id, by);
      const recording = await media.setTrim(params.id, body.headMs, body.tailMs, also);
      await inForce(house);
      return whole(recording);
    },
    getSpeech: async () => ({ voices: speech.voices.map((voice) => ({ ...voice })), mostLetters: MOST_LETTERS }),
    async speakText({ body: { title, ...wish } }, { remember }) {
      const { bytes, said } = await speech.speak(wish);
      // By the same door as any file: it is checked and brought to the same loudness.
      const { id } = await media.createUpload({ title, totalBytes: bytes.length });
      const { recordingId } = await media.append(id, 0, once(bytes));
      if (recordingId === null) throw new Error(`upload ${id} is complete and did not become a recording`);
      const spoken = { ...wish, said };
      const answer = recordingShown(await media.get(recordingId), await media.peaks(recordingId), spoken);
      await store.transact(async (tx) => {
        await keepSpoken(tx, recordingId, spoken, world.clock.wallMs());
        await remember(tx, answer);
      });
      return answer;
    },
  };
}
