import { type Encoder, type SourceFormat, startEncoder } from '#feed';
import type { World } from '#kernel';
import { BoundedLine, ByteAllowance } from './intake.ts';
import type { Loudness } from './level-meter.ts';
import type { LiveSettings } from './settings.ts';

/** What waits for a slow encoder at most. */
const MOST_WAITING_BYTES = 512 * 1024;
/** An encoder whose input ended gives what it still has within this. */
const DRAIN_MS = 1000;
const AHEAD_MS = 500;
/** Encoder programs send pages, some of two seconds, in bursts. */
const PAGES_AHEAD_MS = 3000;

/** What becomes of what a source sends. */
export interface LineEvents {
  frames(frames: Uint8Array): void;
  level(level: Loudness): void;
  /** The encoder could not keep up. */
  dropped(bytes: number): void;
  /** The encoder is gone though nobody ended it. */
  broken(hadSound: boolean): void;
}

/** One connection of a source: its allowance, its line to the encoder, and the encoder. */
export class SourceLine {
  /** How far its sound may run ahead of real time: what is beyond would make every later word late. */
  readonly mostAheadMs: number;
  /** Without a byte for so long it is gone. */
  readonly quietMs: number;
  readonly #world: World;
  readonly #allowance: ByteAllowance;
  readonly #line: BoundedLine;
  readonly #encoder: Encoder;
  #isOver: boolean = false;
  #hadSound: boolean = false;
  #lastWords = '';

  constructor(parts: {
    world: World;
    ffmpegPath: string;
    settings: LiveSettings;
    format: SourceFormat;
    events: LineEvents;
  }) {
    const { world, settings, events } = parts;
    const isPages = parts.format.format !== 's16le';
    this.mostAheadMs = isPages ? PAGES_AHEAD_MS : AHEAD_MS;
    this.quietMs = isPages ? settings.quietPagesMs : settings.quietLinkMs;
    this.#world = world;
    this.#allowance = new ByteAllowance(settings.bytesPerSecond, settings.burstBytes, world.clock.monoMs());
    this.#encoder = startEncoder({
      processes: world.processes,
      ffmpegPath: parts.ffmpegPath,
      source: parts.format,
      onFrames: (frames) => {
        this.#hadSound = true;
        events.frames(frames);
      },
      onLevel: (level) => events.level(level),
      onWords: (line) => {
        this.#lastWords = line.slice(0, 300);
      },
    });
    this.#line = new BoundedLine(MOST_WAITING_BYTES, (bytes) => this.#encoder.write(bytes), events.dropped);
    void this.#encoder.ended.then((end) => {
      if (this.#isOver) return;
      this.#isOver = true;
      world.logger.warn('the encoder of a live source is gone', { ...end, words: this.#lastWords });
      events.broken(this.#hadSound);
    });
  }

  /** False when it is more than a source may send. */
  take(bytes: Uint8Array): boolean {
    if (!this.#allowance.take(bytes.length, this.#world.clock.monoMs())) return false;
    this.#line.push(bytes);
    return true;
  }

  /** No more comes: resolves when the encoder has given what it still had, within a second. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#line.close(() => this.#encoder.endInput());
    const late = new AbortController();
    const tooLate = this.#world.clock.sleep(DRAIN_MS, late.signal);
    await Promise.race([this.#encoder.ended, tooLate]);
    late.abort();
    this.#encoder.kill();
  }

  kill(): void {
    this.#isOver = true;
    this.#line.close(() => undefined);
    this.#encoder.kill();
  }
}
