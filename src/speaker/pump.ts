import type { Clock, Logger } from '#kernel';
import { cutAt, type Fade, fadeTo, soften } from './fade.ts';
import { GapBook } from './gap-book.ts';
import { Nudge } from './nudge.ts';
import { FRAMES_PER_MS, framesOf, msOf } from './pcm.ts';
import type { Played, PlayOptions } from './sink.ts';
import type { Track } from './track.ts';

/** A thing that takes samples one after the other and lets them out at the pace of the clock. */
export interface Device {
  /**
   * Makes it ready: the monotonic instant at which its frame 0 comes out, and how many frames it has already. Null when
   * it cannot be used, or when it would rather wait and the matter is not urgent.
   */
  open(isUrgent: boolean): Promise<{ readonly originMonoMs: number; readonly frames: number } | null>;
  /** Takes samples for the frames from `atFrame` on. False when the device is dead. */
  write(atFrame: number, samples: Int16Array): Promise<boolean>;
  /** The frames from `fromFrame` to `toFrame` went by without sound. False when the device is dead. */
  lapse(fromFrame: number, toFrame: number): Promise<boolean>;
  /** Takes back what was written from `fromFrame` on, so that it is not heard; false when the device cannot. */
  takeBack(fromFrame: number, toFrame: number): Promise<boolean>;
  /** Nothing sounds for a while. False when the device has to be opened again before the next sound. */
  rest(): Promise<boolean>;
}

export interface PumpSettings {
  /** How far ahead of the clock the device is fed. A later tick than this is an underrun. */
  readonly bufferMs: number;
  readonly tickMs: number;
  /** So long after a sound the device is still fed, for an amplifier that would fall asleep. */
  readonly warmMs: number;
  /** How often an idle device is told of the silence; null when it need not know. */
  readonly idleMs: number | null;
}

interface Job extends PlayOptions {
  readonly track: Track;
  readonly startMonoMs: number;
  readonly done: (played: Played) => void;
  /** Its first sample was written: from now on its place is fixed. */
  isSounding: boolean;
  startFrame: number;
  /** The end of the track, of its fade, or of what was good of it. */
  endFrame: number;
  fade: Fade | null;
  /** Where the fade was wanted to end. */
  fadeAimFrame: number | null;
  readonly gaps: GapBook;
  reason: Played['reason'];
}

/** What comes out within this time stays: the fade behind it has to be written meanwhile, or there would be a hole. */
export const TAKEN_LATE_MS = 30;
const CHUNK_FRAMES = framesOf(100);
/** A wanted end that moves less than this while the fade is under way is the clock that settles, and no new wish. */
const STEADY_FRAMES = framesOf(20);

/**
 * Feeds a device at the pace of the monotonic clock and knows what came out of it: the frames that the clock has passed,
 * less those that were written too late. The place of every sample is fixed by its time, so a gap costs the sound that
 * it covers and nothing after it comes late.
 */
export class Pump {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #device: Device;
  readonly #settings: PumpSettings;
  readonly #nudge: Nudge;
  #originMonoMs: number | null = null;
  #writtenFrames = 0;
  #warmUntilFrame = 0;
  #job: Job | null = null;

  constructor(clock: Clock, logger: Logger, device: Device, settings: PumpSettings) {
    this.#clock = clock;
    this.#logger = logger;
    this.#device = device;
    this.#settings = settings;
    this.#nudge = new Nudge(clock);
  }

  /** Ticks until `signal`; a play that is under way then is stopped. */
  async run(signal: AbortSignal): Promise<void> {
    const { tickMs, idleMs } = this.#settings;
    while (!signal.aborted) {
      const isBusy = this.#isBusy();
      if (!isBusy && this.#originMonoMs !== null && !(await this.#device.rest())) this.#originMonoMs = null;
      await this.#nudge.wait(isBusy ? tickMs : (idleMs ?? 30_000), signal);
      if (this.#isBusy() || (idleMs !== null && (await this.#open(false)))) await this.#tick();
    }
    if (this.#job) this.#settle(this.#job, 'stopped');
    if (this.#originMonoMs !== null) await this.#device.rest();
  }

  async play(track: Track, startMonoMs: number, options: PlayOptions): Promise<Played> {
    const isReady = !options.signal.aborted && (await this.#open(true));
    if (!isReady || this.#job || options.signal.aborted) {
      const reason = options.signal.aborted ? 'stopped' : 'sink_failed';
      return { renderedMs: 0, gapsMs: 0, startedMonoMs: null, endedMonoMs: this.#clock.monoMs(), reason };
    }
    return new Promise((resolve) => {
      const stop = () => this.#nudge.nudge();
      const done = (played: Played) => {
        options.signal.removeEventListener('abort', stop);
        resolve(played);
      };
      options.signal.addEventListener('abort', stop);
      this.#job = {
        ...{ track, startMonoMs, ...options, done, gaps: new GapBook() },
        ...{ isSounding: false, startFrame: 0, endFrame: track.frames, fade: null, fadeAimFrame: null },
        reason: 'complete',
      };
      this.#place(this.#job);
      this.#nudge.nudge();
    });
  }

  #isBusy(): boolean {
    return this.#job !== null || (this.#originMonoMs !== null && this.#nowFrame() < this.#warmUntilFrame);
  }

  async #open(isUrgent: boolean): Promise<boolean> {
    if (this.#originMonoMs !== null) return true;
    const opened = await this.#device.open(isUrgent);
    // Somebody else may have opened it meanwhile.
    if (opened && this.#originMonoMs === null) {
      this.#originMonoMs = opened.originMonoMs;
      this.#writtenFrames = opened.frames;
      this.#warmUntilFrame = 0;
    }
    return this.#originMonoMs !== null;
  }

  async #tick(): Promise<void> {
    if (this.#job?.signal.aborted && this.#job.reason === 'complete') await this.#cut(this.#job);
    let isAlive = await this.#catchUp();
    if (this.#job) {
      if (!this.#job.isSounding) await this.#takeBack(this.#job, this.#frameAt(this.#job.startMonoMs));
      this.#place(this.#job);
      await this.#aim(this.#job);
    }
    if (isAlive && this.#isBusy()) isAlive = await this.#fill();
    const job = this.#job;
    if (!isAlive) {
      this.#logger.error('sound device failed');
      if (job) this.#settle(job, 'sink_failed');
      this.#originMonoMs = null;
    } else if (job) {
      this.#report(job);
      if (this.#nowFrame() >= job.endFrame) this.#settle(job, job.reason);
    }
  }

  /** Until its first sample is written, a play that is late begins later instead of losing its beginning. */
  #place(job: Job): void {
    if (job.isSounding || job.reason !== 'complete') return;
    job.startFrame = Math.max(this.#frameAt(job.startMonoMs), this.#writtenFrames);
    job.endFrame = job.startFrame + job.track.frames;
  }

  /** What the clock has passed and nobody wrote was silence. */
  async #catchUp(): Promise<boolean> {
    const nowFrame = this.#nowFrame();
    const from = this.#writtenFrames;
    if (nowFrame <= from) return true;
    const job = this.#job;
    if (job?.isSounding) {
      const [gapFrom, gapTo] = [Math.max(from, job.startFrame), Math.min(nowFrame, job.endFrame)];
      if (gapTo > gapFrom) this.#logger.warn('sound came too late', { gapMs: msOf(gapTo - gapFrom) });
      job.gaps.add(gapFrom, gapTo, gapTo - gapFrom);
    }
    this.#writtenFrames = nowFrame;
    return this.#device.lapse(from, nowFrame);
  }

  /** Moves the end to where it is wanted now. What was written ahead otherwise is taken back where the device can. */
  async #aim(job: Job): Promise<void> {
    if (job.reason !== 'complete') return;
    const wantedMonoMs = job.fadeOutAtMonoMs();
    const wholeEnd = job.startFrame + job.track.frames;
    const wanted = wantedMonoMs === null ? wholeEnd : this.#frameAt(wantedMonoMs);
    const aim = wanted < wholeEnd ? wanted : null;
    const fade = aim === null ? null : fadeTo(aim, 0);
    const changedFrom = Math.min(fade?.fromFrame ?? wholeEnd, job.fade?.fromFrame ?? wholeEnd);
    const isUnderWay = changedFrom < this.#writtenFrames;
    if (isUnderWay && aim !== null && job.fadeAimFrame !== null) {
      if (Math.abs(aim - job.fadeAimFrame) < STEADY_FRAMES) return;
    }
    if (isUnderWay && aim !== job.fadeAimFrame) await this.#takeBack(job, Math.max(changedFrom, job.startFrame));
    job.fadeAimFrame = aim;
    job.fade = aim === null ? null : fadeTo(aim, isUnderWay ? this.#writtenFrames : 0);
    job.endFrame = job.fade?.toFrame ?? wholeEnd;
    if (aim === null || aim > job.startFrame) return;
    if (job.isSounding && this.#writtenFrames > job.startFrame) return;
    job.isSounding = false;
    this.#settle(job, 'stopped');
  }

  /** Takes back what was written from `fromFrame` on and has not come out yet. */
  async #takeBack(job: Job, fromFrame: number): Promise<void> {
    const from = Math.max(fromFrame, this.#nowFrame());
    if (from >= this.#writtenFrames || !(await this.#device.takeBack(from, this.#writtenFrames))) return;
    this.#writtenFrames = from;
    job.gaps.takeBack(from);
  }

  /** Writes what comes out within the next `bufferMs`: the track in its place, silence around it. */
  async #fill(): Promise<boolean> {
    const { bufferMs } = this.#settings;
    const nowFrame = this.#nowFrame();
    const untilFrame = nowFrame + framesOf(bufferMs);
    // What is made right now may come at the last moment; but a device that runs dry takes long to recover.
    const patientUntilFrame = nowFrame + framesOf(bufferMs / 2);
    while (this.#writtenFrames < untilFrame) {
      const job = this.#job;
      const at = this.#writtenFrames;
      let end = Math.min(at + CHUNK_FRAMES, untilFrame);
      const isOfJob = job !== null && at >= job.startFrame && at < job.endFrame;
      if (!isOfJob) {
        // Silence that is written far ahead would stand before what comes next.
        const beginsFrame = job && at < job.startFrame ? job.startFrame : patientUntilFrame;
        end = Math.min(end, beginsFrame);
        if (end <= at) return true;
      } else {
        if (job.signal.aborted && job.reason === 'complete') {
          this.#nudge.nudge();
          return true;
        }
        const readyFrames = job.track.readyFrames(at - job.startFrame, this.#monoAt(at));
        end = Math.min(end, job.endFrame, Math.max(at + readyFrames, patientUntilFrame));
        if (end <= at) return true;
      }
      const samples = new Int16Array(end - at);
      if (isOfJob && !(await this.#copy(job, at, samples))) continue;
      if (!(await this.#device.write(at, samples))) return false;
      this.#writtenFrames = end;
    }
    return true;
  }

  /** The track's own samples for the frames from `at` on; false when there are none any more. */
  async #copy(job: Job, at: number, samples: Int16Array): Promise<boolean> {
    const missing = await job.track.read(at - job.startFrame, samples, this.#monoAt(at));
    if (typeof missing === 'string') {
      // What is written already is sound; nothing more is.
      job.endFrame = at;
      job.reason = missing;
      return false;
    }
    soften(samples, at, job.fade);
    job.gaps.add(at, at + samples.length, missing);
    job.isSounding = true;
    return true;
  }

  /** Ends the sound as early as the device can, without a click. */
  async #cut(job: Job): Promise<void> {
    job.reason = 'stopped';
    await this.#takeBack(job, this.#nowFrame() + framesOf(TAKEN_LATE_MS));
    const from = this.#writtenFrames;
    if (!job.isSounding || from <= job.startFrame) {
      job.isSounding = false;
      this.#settle(job, 'stopped');
    } else if (from < job.endFrame) {
      job.fade = cutAt(from, job.fade);
      job.endFrame = Math.min(job.endFrame, job.fade.toFrame);
    }
  }

  #report(job: Job): void {
    const { startedMonoMs, renderedMs, gapsMs } = this.#soFar(job);
    if (startedMonoMs !== null) job.onProgress({ renderedMs, gapsMs, startedMonoMs });
  }

  #settle(job: Job, reason: Played['reason']): void {
    const nowFrame = this.#nowFrame();
    const soFar = this.#soFar(job);
    this.#job = null;
    this.#warmUntilFrame = nowFrame + framesOf(this.#settings.warmMs);
    job.done({
      ...soFar,
      endedMonoMs: this.#monoAt(Math.min(nowFrame, Math.max(job.endFrame, job.startFrame))),
      reason: reason === 'complete' && job.fade ? 'stopped' : reason,
    });
  }

  #soFar(job: Job): { renderedMs: number; gapsMs: number; startedMonoMs: number | null } {
    const outFrame = Math.min(this.#nowFrame(), this.#writtenFrames, job.endFrame);
    const passed = job.isSounding ? outFrame - job.startFrame : 0;
    if (passed <= 0) return { renderedMs: 0, gapsMs: 0, startedMonoMs: null };
    const gapFrames = job.gaps.before(outFrame);
    const firstFrame = job.startFrame + job.gaps.leading(job.startFrame);
    const startedMonoMs = passed > gapFrames && outFrame > firstFrame ? this.#monoAt(firstFrame) : null;
    return { renderedMs: msOf(Math.max(0, passed - gapFrames)), gapsMs: msOf(gapFrames), startedMonoMs };
  }

  #nowFrame(): number {
    return this.#frameAt(this.#clock.monoMs());
  }

  #frameAt(monoMs: number): number {
    return this.#originMonoMs === null ? 0 : Math.round((monoMs - this.#originMonoMs) * FRAMES_PER_MS);
  }

  #monoAt(frame: number): number {
    return (this.#originMonoMs ?? 0) + msOf(frame);
  }
}
