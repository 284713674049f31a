import { isStationError, StationError, type World } from '#kernel';
import type { Store } from '#store';
import { examine } from './examine.ts';
import { MAKING, type MediaFolders, originalPath } from './folders.ts';
import { CheckInterrupted } from './good-end.ts';
import { gainFor } from './loudness.ts';
import { recordingMachine } from './recording-machine.ts';
import { readRecording, recordingIdsIn, renditionHashes, setReady, setRefused, setState } from './recording-store.ts';
import { type RenderTools, render } from './render.ts';
import type { MediaSettings } from './settings.ts';
import type { Turnstile } from './turnstile.ts';

/** A rendition, or plain sound made of it. */
const RENDITION = /^[0-9a-f]{64}(\.|$)/;

const DISK_RETRY_MS = 60_000;
const MOST_KILLS = 2;

/** The desk where every recording is decoded whole, measured and rendered before it may air. */
export class CheckDesk {
  readonly #world: World;
  readonly #store: Store;
  readonly #folders: MediaFolders;
  readonly #settings: MediaSettings;
  readonly #tools: RenderTools | null;
  readonly #turnstile: Turnstile;
  readonly #stopping: AbortSignal;
  readonly #atWork = new Map<string, Promise<void>>();
  readonly #kills = new Map<string, number>();

  constructor(parts: {
    world: World;
    store: Store;
    folders: MediaFolders;
    settings: MediaSettings;
    /** Null when there is no ffmpeg: recordings then wait. */
    tools: RenderTools | null;
    turnstile: Turnstile;
    stopping: AbortSignal;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#folders = parts.folders;
    this.#settings = parts.settings;
    this.#tools = parts.tools;
    this.#turnstile = parts.turnstile;
    this.#stopping = parts.stopping;
  }

  /** Puts back what a crash left half done, removes its files, and takes up all that waits. */
  async recover(): Promise<void> {
    const { files } = this.#world;
    const named = await renditionHashes(this.#store.db);
    for (const name of await files.list(this.#folders.renditions)) {
      // What no recording names was cut otherwise since, or its recording was removed.
      const isNamed = !RENDITION.test(name) || named.has(name.slice(0, 64));
      if (name.startsWith(MAKING) || !isNamed) await files.remove(`${this.#folders.renditions}/${name}`);
    }
    for (const id of await recordingIdsIn(this.#store.db, 'checking')) {
      await setState(this.#store.db, id, recordingMachine.apply('checking', 'interrupt'));
    }
    for (const id of await recordingIdsIn(this.#store.db, 'received')) this.submit(id);
  }

  /** Queues a received recording. */
  submit(recordingId: string): void {
    if (this.#atWork.has(recordingId) || this.#stopping.aborted) return;
    const work = this.#checkUntilSettled(recordingId)
      .catch((error) => this.#world.logger.error('a check failed', { recordingId, error: String(error) }))
      .finally(() => this.#atWork.delete(recordingId));
    this.#atWork.set(recordingId, work);
  }

  /** Resolves when the desk is not working on that recording. */
  async whenSettled(recordingId: string): Promise<void> {
    await this.#atWork.get(recordingId);
  }

  /** Resolves when the desk works on nothing. */
  async whenQuiet(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork.values());
  }

  async #checkUntilSettled(id: string): Promise<void> {
    for (;;) {
      const next = await this.#turnstile.run(() => this.#checkOnce(id));
      if (next === 'settled') return;
      const waitMs = next === 'at_once' ? 0 : DISK_RETRY_MS;
      if (!(await this.#world.clock.sleep(waitMs, this.#stopping))) return;
    }
  }

  async #checkOnce(id: string): Promise<'settled' | 'at_once' | 'later'> {
    const { clock, logger } = this.#world;
    const recording = await readRecording(this.#store.db, id);
    if (recording?.state !== 'received' || this.#stopping.aborted) return 'settled';
    if (this.#tools === null) {
      logger.warn('a recording waits: there is no ffmpeg', { recordingId: id });
      return 'settled';
    }
    await setState(this.#store.db, id, recordingMachine.apply('received', 'start'));
    const startedMs = clock.monoMs();
    try {
      const { durationMaxMs } = this.#settings;
      const original = originalPath(this.#folders, recording.sha256);
      const findings = await examine(this.#world, this.#tools.ffmpegPath, original, {
        durationMaxMs,
        signal: this.#stopping,
      });
      const gain = gainFor(findings.loudness, findings.envelope, this.#settings);
      const { sha256 } = recording;
      const rendered = await render(this.#tools, { recordingId: id, sha256, cut: null, gain, ...findings });
      recordingMachine.apply('checking', 'accept');
      await this.#store.transact((tx) => setReady(tx, id, findings, rendered, clock.wallMs()));
      logger.info('a recording is ready', { recordingId: id, tookMs: Math.round(clock.monoMs() - startedMs) });
      return 'settled';
    } catch (error) {
      return this.#settleFailure(id, error);
    }
  }

  async #settleFailure(id: string, error: unknown): Promise<'settled' | 'at_once' | 'later'> {
    const { logger } = this.#world;
    const wasKilled = error instanceof CheckInterrupted && error.why === 'killed';
    const kills = (this.#kills.get(id) ?? 0) + (wasKilled ? 1 : 0);
    this.#kills.set(id, kills);
    if (isMediaError(error) || kills >= MOST_KILLS) {
      const refusal = isMediaError(error) ? error : new StationError('MEDIA_TOO_HEAVY', {}, error);
      const { code, values } = refusal;
      this.#kills.delete(id);
      recordingMachine.apply('checking', 'refuse');
      await setRefused(this.#store.db, id, code, values);
      logger.info('a recording was refused', { recordingId: id, code, cause: String(refusal.cause ?? '') });
      return 'settled';
    }
    await setState(this.#store.db, id, recordingMachine.apply('checking', 'interrupt'));
    logger.warn('a check was interrupted', { recordingId: id, error: String(error) });
    if (wasKilled) return 'at_once';
    if (isStationError(error)) return 'later';
    if (error instanceof CheckInterrupted) return 'settled';
    throw error;
  }
}

function isMediaError(error: unknown): error is StationError {
  return isStationError(error) && error.code.startsWith('MEDIA_');
}
