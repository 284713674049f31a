import { StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { CheckDesk } from './check-desk.ts';
import type { Ffmpeg } from './ffmpeg-path.ts';
import { fileSha256 } from './file-hash.ts';
import { type MediaFolders, mediaFolders, renditionPath } from './folders.ts';
import { Intake } from './intake.ts';
import { gainAgain, type LoudnessGoal } from './loudness.ts';
import { type PcmCodec, pcmFile } from './pcm.ts';
import { listRecordings, type Recording, readPeaks, readRecording, setRendered, setTitle } from './recording-store.ts';
import { removeFiles } from './removal.ts';
import { type MadeRendition, type Rendered, type RenderTools, render, type Source } from './render.ts';
import type { RenditionFormat } from './rendition-plan.ts';
import type { MediaSettings } from './settings.ts';
import { cleanTitle } from './title.ts';
import { Turnstile } from './turnstile.ts';
import type { Upload } from './upload-store.ts';

export interface MediaParts {
  readonly world: World;
  readonly store: Store;
  /** The data folder of the station; uploads, originals and renditions lie below it. */
  readonly folder: string;
  /** Null: uploads are refused with FFMPEG_MISSING, what is ready can still air. */
  readonly ffmpeg: Ffmpeg | null;
  readonly settings: MediaSettings;
}

/** The first stage: uploaded bytes become recordings that may air. Nothing runs before `start`. */
export function createMedia(parts: MediaParts): MediaLibrary {
  return new MediaLibrary(parts);
}

const LEAST_LEFT_MS = 200;

export class MediaLibrary {
  readonly ffmpeg: Ffmpeg | null;
  readonly #world: World;
  readonly #store: Store;
  readonly #folders: MediaFolders;
  readonly #goal: LoudnessGoal;
  readonly #tools: RenderTools | null;
  readonly #intake: Intake;
  readonly #desk: CheckDesk;
  readonly #turnstile: Turnstile;
  readonly #stopping = new AbortController();
  readonly #remaking = new Map<string, Promise<MadeRendition>>();

  constructor({ world, store, folder, ffmpeg, settings }: MediaParts) {
    this.ffmpeg = ffmpeg;
    this.#world = world;
    this.#store = store;
    this.#folders = mediaFolders(folder);
    this.#goal = settings;
    this.#turnstile = new Turnstile(settings.checksAtOnce);
    const signal = this.#stopping.signal;
    const tools = { world, folders: this.#folders, goal: settings, signal };
    this.#tools = ffmpeg === null ? null : { ...tools, ffmpegPath: ffmpeg.path };
    const desk = new CheckDesk({
      world,
      store,
      folders: this.#folders,
      settings,
      tools: this.#tools,
      turnstile: this.#turnstile,
      stopping: signal,
    });
    this.#desk = desk;
    const onReceived = (id: string) => desk.submit(id);
    this.#intake = new Intake({ world, store, folders: this.#folders, settings, onReceived });
  }

  /** Puts right what a crash left and takes up the checks that wait. */
  async start(): Promise<void> {
    await this.#intake.recover();
    await this.#desk.recover();
  }

  /** Stops every ffmpeg and waits until all is quiet. Checks that were cut short start over at the next `start`. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#desk.whenQuiet();
    await Promise.allSettled(this.#remaking.values());
  }

  /** Announces an upload. Throws FFMPEG_MISSING, MEDIA_EMPTY, UPLOAD_TOO_LARGE, STORAGE_FULL, REQUEST_INVALID. */
  async createUpload(wish: { title: string; totalBytes: number; sha256?: string | undefined }): Promise<Upload> {
    this.#demandTools();
    return this.#intake.create(wish);
  }

  /** Adds bytes to an upload; see `Intake.append`. The last ones make it a recording and start its check. */
  append(uploadId: string, offset: number, chunks: AsyncIterable<Uint8Array>): Promise<Upload> {
    return this.#intake.append(uploadId, offset, chunks);
  }

  uploadStatus(uploadId: string): Promise<Upload> {
    return this.#intake.status(uploadId);
  }

  /** Throws NOT_FOUND. */
  async get(recordingId: string): Promise<Recording> {
    return asFound(await readRecording(this.#store.db, recordingId));
  }

  /** Newest first, from the one behind `after`. */
  list({ after = null, limit = 50 }: { after?: string | null; limit?: number } = {}): Promise<Recording[]> {
    return listRecordings(this.#store.db, after, limit);
  }

  /** The waveform of the original: up to 1,000 equal parts in percent of full scale, or null before its check. */
  peaks(recordingId: string): Promise<number[] | null> {
    return readPeaks(this.#store.db, recordingId);
  }

  /** The recording once its check is over: ready, refused, or received when the station stops first. */
  async whenChecked(recordingId: string): Promise<Recording> {
    await this.#desk.whenSettled(recordingId);
    return this.get(recordingId);
  }

  async rename(recordingId: string, title: string): Promise<Recording> {
    await this.get(recordingId);
    await setTitle(this.#store.db, recordingId, cleanTitle(title));
    return this.get(recordingId);
  }

  /**
   * Cuts the ends of the original away and makes new renditions; the old ones air until they are there. Throws
   * RECORDING_NOT_READY, REQUEST_INVALID, FFMPEG_MISSING, STORAGE_FULL. `also` runs in the same transaction.
   */
  async setTrim(
    recordingId: string,
    headMs: number,
    tailMs: number,
    also: (tx: Executor) => Promise<void> = async () => undefined,
  ): Promise<Recording> {
    const { durationMs } = this.#readySource(await this.get(recordingId));
    if (!(headMs >= 0 && tailMs >= 0 && headMs + tailMs <= durationMs - LEAST_LEFT_MS)) {
      throw new StationError('REQUEST_INVALID', { field: 'trim', problem: 'leaves less than 0.2 seconds' });
    }
    await this.#remake(recordingId, { headMs: Math.round(headMs), tailMs: Math.round(tailMs) }, also);
    return this.get(recordingId);
  }

  /** Removes the files of a recording that was marked with `markRemoved`, after that commit. False: it is in use again. */
  async removeFiles(recordingId: string): Promise<boolean> {
    const making = [...this.#remaking].flatMap(([key, work]) => (key.startsWith(`${recordingId}.`) ? [work] : []));
    await Promise.allSettled(making);
    return removeFiles(this.#world, this.#store, this.#folders, recordingId);
  }

  /** Where the file of a rendition lies. */
  renditionPath(sha256: string): string {
    return renditionPath(this.#folders, sha256);
  }

  /**
   * A rendition whose file was just read and matches its hash; a damaged or missing one is made again from the
   * original (another ffmpeg may give it another hash). Throws RECORDING_NOT_READY, FFMPEG_MISSING.
   */
  async ensureRendition(recordingId: string, format: RenditionFormat): Promise<MadeRendition> {
    const key = `${recordingId}.${format}`;
    const running = this.#remaking.get(key);
    if (running !== undefined) return running;
    const work = this.#ensure(recordingId, format).finally(() => this.#remaking.delete(key));
    this.#remaking.set(key, work);
    return work;
  }

  /** The path of a recording as plain sound, made when asked for the first time. */
  async pcm(recordingId: string, codec: PcmCodec): Promise<string> {
    const opus = await this.ensureRendition(recordingId, 'opus');
    const tools = this.#demandTools();
    return this.#turnstile.run(() => pcmFile(tools, opus, codec));
  }

  async #ensure(recordingId: string, format: RenditionFormat): Promise<MadeRendition> {
    const recording = await this.get(recordingId);
    this.#readySource(recording);
    const { files } = this.#world;
    const made = renditionOf(recording, format);
    const path = this.renditionPath(made.sha256);
    if ((await files.size(path)) === made.bytes && (await fileSha256(files, path)) === made.sha256) return made;
    this.#world.logger.warn('a damaged rendition is made again', { recordingId, format });
    await this.#remake(recordingId, { headMs: recording.trimHeadMs, tailMs: recording.trimTailMs });
    return renditionOf(await this.get(recordingId), format);
  }

  async #remake(
    recordingId: string,
    trim: { headMs: number; tailMs: number },
    also: (tx: Executor) => Promise<void> = async () => undefined,
  ): Promise<Rendered> {
    const tools = this.#demandTools();
    return this.#turnstile.run(async () => {
      const recording = await this.get(recordingId);
      const source = this.#readySource(recording);
      const cut = trim.headMs + trim.tailMs > 0 ? { fromMs: trim.headMs, toMs: source.durationMs - trim.tailMs } : null;
      const rendered = await render(tools, { ...source, cut });
      const nowMs = this.#world.clock.wallMs();
      await this.#store.transact(async (tx) => {
        // Its files may have been removed meanwhile.
        this.#readySource(asFound(await readRecording(tx, recordingId)));
        await setRendered(tx, recordingId, rendered, recording.warnings, trim, nowMs);
        await also(tx);
      });
      return rendered;
    });
  }

  #readySource(recording: Recording): Source {
    const { container, durationMs, measuredBy, loudnessLufs, truePeakDbtp, gainDb } = recording;
    const isMeasured = container && durationMs && measuredBy && loudnessLufs !== null && truePeakDbtp !== null;
    if (recording.state !== 'ready' || !isMeasured || gainDb === null) throw new StationError('RECORDING_NOT_READY');
    const loudness = { measuredBy, lufs: loudnessLufs, truePeakDbtp };
    return {
      recordingId: recording.id,
      sha256: recording.sha256,
      container,
      downmix: recording.warnings.includes('out_of_phase') ? 'left' : 'all',
      durationMs,
      loudness,
      gain: gainAgain(loudness, gainDb, this.#goal),
      cut: null,
    };
  }

  #demandTools(): RenderTools {
    if (this.#tools === null) throw new StationError('FFMPEG_MISSING');
    return this.#tools;
  }
}

function renditionOf(recording: Recording, format: RenditionFormat): MadeRendition {
  const made = recording.renditions.find((one) => one.format === format);
  if (!made) throw new Error(`${recording.id} is ready and has no ${format} rendition`);
  return made;
}

function asFound(recording: Recording | null): Recording {
  if (recording === null) throw new StationError('NOT_FOUND', { what: 'recording' });
  return recording;
}
