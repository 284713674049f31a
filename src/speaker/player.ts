import type { Clock, Logger } from '#kernel';
import type { PlanEntry, Report } from '#link';
import type { AudioShelf } from './audio-shelf.ts';
import type { Memory } from './memory.ts';
import type { Played, PlayOptions, PlayProgress, Sink } from './sink.ts';
import type { StationTime } from './station-time.ts';
import { type LiveSounds, openTrack } from './track.ts';

/** How often the place is written down while playing: no more than this is heard twice after a power cut. */
const NOTE_EVERY_MS = 250;
const MENTION_EVERY_MS = 5_000;

/** How one run is played: how loud, and what ends it before its end. */
interface RunOptions extends Pick<PlayOptions, 'signal' | 'fadeOutAtMonoMs'> {
  readonly gainDb: number;
}

/** Plays one running order and keeps its story: begun before the first sample, its place all along, started once. */
export class Player {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #sink: Sink;
  readonly #shelf: AudioShelf;
  readonly #streams: LiveSounds;
  readonly #memory: Memory;
  readonly #time: StationTime;
  readonly #tell: (report: Report) => Promise<void>;
  readonly #mention: (report: Report) => void;

  constructor(parts: {
    clock: Clock;
    logger: Logger;
    sink: Sink;
    shelf: AudioShelf;
    streams: LiveSounds;
    memory: Memory;
    time: StationTime;
    tell: (report: Report) => Promise<void>;
    mention: (report: Report) => void;
  }) {
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#sink = parts.sink;
    this.#shelf = parts.shelf;
    this.#streams = parts.streams;
    this.#memory = parts.memory;
    this.#time = parts.time;
    this.#tell = parts.tell;
    this.#mention = parts.mention;
  }

  /**
   * Plays `entry` from `fromMs` on, its first sample at `startAt`. Sums are over all runs of this broadcast. Null when its
   * sound was not on the disk as it should be: then it was not begun.
   */
  async play(entry: PlanEntry, fromMs: number, startAt: number, options: RunOptions): Promise<Played | null> {
    const id = entry.broadcastId;
    const { signal, fadeOutAtMonoMs, gainDb } = options;
    const opened = await openTrack(this.#shelf, this.#streams, entry, fromMs, gainDb);
    if ('damaged' in opened) {
      this.#shelf.distrust(opened.damaged);
      this.#logger.warn('audio was not whole at air time', { broadcastId: id, sha256: opened.damaged });
      return null;
    }
    const { track } = opened;
    const before = this.#memory.known.begun.get(id);
    // A run from the beginning counts from nothing, but what was proved before stays proved.
    const isResumed = fromMs > 0 && before !== undefined;
    const base = isResumed ? before : { renderedMs: 0, gapsMs: 0 };
    const provedMs = isResumed ? 0 : (before?.renderedMs ?? 0);
    const sums = (run: Sums = { renderedMs: 0, gapsMs: 0 }): Sums => ({
      renderedMs: Math.max(provedMs, base.renderedMs + run.renderedMs),
      gapsMs: base.gapsMs + run.gapsMs,
    });
    const firstAt = before?.startAt ?? startAt;
    const isWritten = this.#memory.add({ is: 'begun', entry, startAt: firstAt, at: this.#now(), ...sums() });
    // A power cut must not make the village hear a bulletin twice. A warning does not wait for the disk: heard twice, it
    // has warned.
    if (entry.level !== 'emergency') await isWritten;
    let notedMonoMs = this.#clock.monoMs();
    let mentionedMonoMs = notedMonoMs;
    const onProgress = (progress: PlayProgress) => {
      const monoMs = this.#clock.monoMs();
      const isFirst = this.#started(id, progress.startedMonoMs);
      if (isFirst || monoMs - notedMonoMs >= NOTE_EVERY_MS) {
        notedMonoMs = monoMs;
        void this.#memory.add({ is: 'progress', id, at: this.#now(), ...sums(progress) });
      }
      if (monoMs - mentionedMonoMs < MENTION_EVERY_MS) return;
      mentionedMonoMs = monoMs;
      const renderedMs = Math.round(base.renderedMs + progress.renderedMs);
      this.#mention({ event: 'progress', broadcastId: id, renderedMs });
    };
    const startMonoMs = this.#time.toMono(startAt) ?? this.#clock.monoMs();
    const played = await this.#sink.play(track, startMonoMs, { signal, fadeOutAtMonoMs, onProgress });
    if (played.startedMonoMs !== null) this.#started(id, played.startedMonoMs);
    // Known at once, on the disk soon: who has the air next does not wait for it.
    void this.#memory.add({ is: 'progress', id, at: this.#now(), ...sums(played) });
    void track.close().catch((error: unknown) => this.#logger.warn('sound not closed', { why: String(error) }));
    return { ...played, ...sums(played) };
  }

  /** Tells that the broadcast sounds, unless an earlier run did; true when this told it. */
  #started(id: string, startedMonoMs: number): boolean {
    if (this.#memory.known.begun.get(id)?.startedAt !== null) return false;
    const startedAt = Math.max(0, Math.round(this.#time.ofMono(startedMonoMs) ?? this.#clock.wallMs()));
    void this.#tell({ event: 'started', broadcastId: id, startedAt });
    return true;
  }

  #now(): number {
    return this.#time.nowMs() ?? this.#clock.wallMs();
  }
}

interface Sums {
  readonly renderedMs: number;
  readonly gapsMs: number;
}
