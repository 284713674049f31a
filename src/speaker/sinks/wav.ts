import { type Clock, type Files, isStationError, type Logger, type OpenFile, type World } from '#kernel';
import { bytesOf, FRAME_BYTES, framesOf, msOf } from '../pcm.ts';
import { type Device, Pump } from '../pump.ts';
import type { Sink, SinkClock } from '../sink.ts';
import { frame0Of, HEADER_BYTES, MOST_FRAMES, wavHeader } from './wav-header.ts';

const HEADER_EVERY_MS = 1_000;
/** After a restart the file waits so long for the station's clock before it trusts this machine's. */
const SYNC_WAIT_MS = 3_000;
/** A file that lies further back than this, or in the future, is set aside and a new one begun. */
const LONGEST_HOLE_MS = 3_600_000;
const FUTURE_MS = 2_000;

/**
 * A WAV file in real time: a loudspeaker whose every millisecond can be read afterwards. Frame 0 is the instant in the
 * header, and the place of each later frame is its time, through idle hours and restarts too.
 */
export function wavSink(world: World, path: string, bufferMs = 500): Sink {
  const { clock, files, logger } = world;
  const over = new AbortController();
  const recorder = new Recorder(clock, files, logger, path);
  const pump = new Pump(clock, logger, recorder, { bufferMs, tickMs: 20, warmMs: 0, idleMs: HEADER_EVERY_MS });
  let running: Promise<void> = Promise.resolve();
  return {
    name: 'wav',
    async start(stationClock) {
      recorder.begin(stationClock);
      running = pump.run(over.signal);
    },
    async stop() {
      over.abort();
      await running;
      await recorder.close();
    },
    play: (track, startMonoMs, options) => pump.play(track, startMonoMs, options),
  };
}

class Recorder implements Device {
  readonly #clock: Clock;
  readonly #files: Files;
  readonly #logger: Logger;
  readonly #path: string;
  #stationClock: SinkClock | null = null;
  #begunMonoMs = 0;
  #file: OpenFile | null = null;
  #originMonoMs = 0;
  /** What the header says of frame 0. It may be corrected until there is sound in the file. */
  #frame0At = 0;
  #hasSound: boolean;
  #frames = 0;
  #headerMonoMs = 0;
  #complained: boolean;

  constructor(clock: Clock, files: Files, logger: Logger, path: string) {
    this.#clock = clock;
    this.#files = files;
    this.#logger = logger;
    this.#path = path;
    this.#hasSound = false;
    this.#complained = false;
  }

  begin(stationClock: SinkClock): void {
    this.#stationClock = stationClock;
    this.#begunMonoMs = this.#clock.monoMs();
  }

  async open(isUrgent: boolean): Promise<{ originMonoMs: number; frames: number } | null> {
    const isTrusted = this.#stationClock?.isSynced || this.#clock.monoMs() - this.#begunMonoMs >= SYNC_WAIT_MS;
    try {
      const size = await this.#files.size(this.#path);
      if (size === null) {
        await this.#create();
      } else {
        if (!isTrusted && !isUrgent) return null;
        if (!(await this.#continue(size))) {
          await this.#setAside();
          await this.#create();
        }
      }
    } catch (error) {
      this.#complain(error);
      return null;
    }
    return { originMonoMs: this.#originMonoMs, frames: this.#frames };
  }

  write(atFrame: number, samples: Int16Array): Promise<boolean> {
    return this.#guard(async (file) => {
      if (!this.#hasSound) await this.#refresh(file);
      this.#hasSound = true;
      await file.write(bytesOf(samples), HEADER_BYTES + atFrame * FRAME_BYTES);
      this.#frames = atFrame + samples.length;
    });
  }

  lapse(_fromFrame: number, toFrame: number): Promise<boolean> {
    return this.#guard(async (file) => {
      // A file that is made longer reads as silence there.
      if (toFrame > this.#frames) await file.truncate(HEADER_BYTES + toFrame * FRAME_BYTES);
      this.#frames = Math.max(this.#frames, toFrame);
    });
  }

  takeBack(fromFrame: number, toFrame: number): Promise<boolean> {
    if (fromFrame >= toFrame) return Promise.resolve(true);
    return this.#guard(async (file) => {
      await file.truncate(HEADER_BYTES + fromFrame * FRAME_BYTES);
      this.#frames = fromFrame;
    });
  }

  async rest(): Promise<boolean> {
    if (this.#frames < MOST_FRAMES / 2) return true;
    await this.close();
    await this.#setAside().catch((error: unknown) => this.#complain(error));
    this.#begunMonoMs = this.#clock.monoMs();
    return false;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (!file) return;
    try {
      await file.write(wavHeader(this.#frame0At, this.#frames), 0);
      await file.sync();
    } catch (error) {
      this.#complain(error);
    }
    await file.close();
  }

  async #create(): Promise<void> {
    this.#originMonoMs = this.#begunMonoMs;
    this.#hasSound = false;
    this.#frames = 0;
    this.#file = await this.#files.open(this.#path, 'write');
    await this.#refresh(this.#file);
  }

  /** Goes on where an earlier life of the agent ended; false when this file cannot be gone on with. */
  async #continue(size: number): Promise<boolean> {
    const file = await this.#files.open(this.#path, 'write');
    const header = new Uint8Array(HEADER_BYTES);
    await file.read(header, 0);
    const frame0At = frame0Of(header);
    const monoMs = this.#clock.monoMs();
    const frames = Math.floor((size - HEADER_BYTES) / FRAME_BYTES);
    const aheadMs = frame0At === null ? Number.NaN : frame0At + msOf(frames) - this.#stationAt(monoMs);
    const hasRoom = frames + framesOf(LONGEST_HOLE_MS) < MOST_FRAMES;
    if (frame0At === null || !hasRoom || aheadMs > FUTURE_MS || aheadMs < -LONGEST_HOLE_MS) {
      await file.close();
      return false;
    }
    this.#file = file;
    this.#frame0At = frame0At;
    this.#originMonoMs = monoMs - (this.#stationAt(monoMs) - frame0At);
    this.#hasSound = true;
    this.#frames = frames;
    return true;
  }

  async #setAside(): Promise<void> {
    const stamp = new Date(Math.floor(this.#clock.wallMs())).toISOString().replace(/[:.]/g, '');
    await this.#files.move(this.#path, `${this.#path.replace(/\.wav$/i, '')}-until-${stamp}.wav`);
  }

  #stationAt(monoMs: number): number {
    return this.#stationClock?.ofMono(monoMs) ?? this.#clock.wallMs() + monoMs - this.#clock.monoMs();
  }

  async #guard(work: (file: OpenFile) => Promise<void>): Promise<boolean> {
    try {
      if (!this.#file) return false;
      await work(this.#file);
      if (this.#clock.monoMs() - this.#headerMonoMs >= HEADER_EVERY_MS) await this.#refresh(this.#file);
      this.#complained = false;
      return true;
    } catch (error) {
      this.#complain(error);
      const file = this.#file;
      this.#file = null;
      await file?.close().catch(() => {});
      return false;
    }
  }

  async #refresh(file: OpenFile): Promise<void> {
    if (!this.#hasSound) this.#frame0At = this.#stationAt(this.#originMonoMs);
    this.#headerMonoMs = this.#clock.monoMs();
    await file.write(wavHeader(this.#frame0At, this.#frames), 0);
  }

  #complain(error: unknown): void {
    if (!this.#complained) {
      const why = isStationError(error, 'STORAGE_FULL') ? 'disk full' : String(error);
      this.#logger.error('sound file could not be written', { path: this.#path, why });
    }
    this.#complained = true;
  }
}
