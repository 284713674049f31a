import { MEDIA_WARNINGS, type Recording, type Upload } from '#media';
import type { Executor } from '#store';
import { soundChanged } from '../bulletin-change.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';
import { inForce } from './approvals.ts';

type Names = 'createUpload' | 'getUpload' | 'listRecordings' | 'getRecording' | 'trimRecording';

export function uploadShown(upload: Upload): RouteAnswer<'getUpload'> {
  const { id, title, totalBytes, receivedBytes, recordingId } = upload;
  return { id, title, totalBytes, receivedBytes, recordingId };
}

function recordingShown(recording: Recording, peaks: readonly number[] | null): RouteAnswer<'getRecording'> {
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
    createdAt: recording.createdAt,
  };
}

export function mediaHandlers(house: House): Handlers<Names> {
  const { media, store } = house;

  return {
    createUpload: async ({ body }, { remember }) => {
      const answer = uploadShown(await media.createUpload(body));
      await remember(store.db, answer);
      return answer;
    },
    getUpload: async ({ params }) => uploadShown(await media.uploadStatus(params.id)),
    listRecordings: async ({ query: { after = null, limit } }) =>
      (await media.list({ after, limit })).map((one) => recordingShown(one, null)),
    getRecording: async ({ params }) => recordingShown(await media.get(params.id), await media.peaks(params.id)),
    // Cut otherwise it is another sound: whatever says it, or is framed by it, must be approved anew.
    async trimRecording({ params, body }, { visitor }) {
      const by = senderOf(visitor);
      const also = (tx: Executor) => soundChanged(house, tx, params.id, by);
      const recording = await media.setTrim(params.id, body.headMs, body.tailMs, also);
      await inForce(house);
      return recordingShown(recording, await media.peaks(params.id));
    },
  };
}
