import { StationError } from '#kernel';
import type { FfmpegEnd } from './ffmpeg-job.ts';
import { hasNoAudio, hasNoMoov, isDiskFull } from './ffmpeg-words.ts';

/** The check did not end, and the file is not to blame. */
export class CheckInterrupted extends Error {
  readonly why: 'aborted' | 'killed' | 'missing';

  constructor(why: 'aborted' | 'killed' | 'missing', detail: string) {
    super(`the check was interrupted (${why}): ${detail}`);
    this.name = 'CheckInterrupted';
    this.why = why;
  }
}

/**
 * The good end of a job, or why there is none: StationError MEDIA_* when the file is to blame, STORAGE_FULL when the
 * disk is, CheckInterrupted otherwise.
 */
export function goodEnd(end: FfmpegEnd): Extract<FfmpegEnd, { kind: 'done' }> {
  const { lines } = end;
  if (end.kind === 'done') return end;
  if (end.kind === 'too_heavy') throw new StationError('MEDIA_TOO_HEAVY');
  if (end.kind !== 'failed') throw new CheckInterrupted(end.kind, lines.at(-1) ?? '');
  if (isDiskFull(lines)) throw new StationError('STORAGE_FULL');
  if (hasNoAudio(lines)) throw new StationError('MEDIA_NOT_AUDIO');
  if (hasNoMoov(lines)) throw new StationError('MEDIA_TRUNCATED', { seconds: 0 });
  throw new StationError('MEDIA_DAMAGED', {}, lines.slice(-5).join('\n'));
}
