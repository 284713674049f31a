import { type Feed, FRAME_BYTES, FRAME_MS, silence } from '#feed';
import type { Clock, Processes, Random } from '#kernel';
import type { Door } from './door.ts';
import { LevelWatch, SILENT_BELOW_DB, type Turn } from './level-watch.ts';
import { Reserve } from './reserve.ts';
import { keepConnected } from './source-line.ts';
import type { Trouble } from './words.ts';

/** How far the feed may run ahead of real time: what a source sent in its first burst covers later stalls. */
const LEAD_MS = 10_000;
/** Beyond this the source is not read until some of it has been used up. */
const WAITING_MOST_MS = 15_000;
const TICK_MS = 200;
/** A feed this far behind real time has nothing to say; the feed itself would fill it with silence. */
const LATE_MS = 400;
const STRETCH_FRAMES = 10;
/** A machine that was asleep does not make up for it. */
const MOST_FILL_MS = 30_000;

export type RunState = 'connecting' | 'on_air' | 'no_sound' | 'fallback';
export type RunTurn = Turn | 'connected' | 'disconnected';

export interface RelayRunParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
  readonly ffmpegPath: string;
  readonly door: Door;
  readonly url: string;
  readonly feed: Feed;
  readonly silenceMs: number;
  /** What is heard instead of a source without sound, in frames of ours; null: silence. */
  readonly fallback: Uint8Array | null;
  readonly onTurn: (turn: RunTurn, why: Trouble | null) => void;
}

/** One source on its way into one feed, with its stand-in, until it is stopped. */
export class RelayRun {
  readonly #parts: RelayRunParts;
  readonly #reserve = new Reserve();
  readonly #watch: LevelWatch;
  readonly #over = new AbortController();
  readonly #work: Promise<unknown>;
  #fallbackFrame = 0;
  #isConnected: boolean = false;
  #lastTrouble: Trouble | null = null;

  constructor(parts: RelayRunParts) {
    this.#parts = parts;
    this.#watch = new LevelWatch(parts.silenceMs);
    this.#work = Promise.all([this.#keepPace(), this.#keepConnected()]);
  }

  get state(): RunState {
    if (this.#watch.isGone) return this.#parts.fallback ? 'fallback' : 'no_sound';
    return this.#isConnected ? 'on_air' : 'connecting';
  }

  /** Why the last connection was lost; null while there is one. */
  get lastTrouble(): Trouble | null {
    return this.#isConnected ? null : this.#lastTrouble;
  }

  /** Resolves when connection, child and loops are gone. The feed is left to whoever opened it. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#work;
  }

  #keepConnected(): Promise<void> {
    const { clock, random, processes, ffmpegPath, door, url, onTurn } = this.#parts;
    const { signal } = this.#over;
    const reserve = this.#reserve;
    return keepConnected({
      ...{ clock, random, processes, ffmpegPath, door, url, signal },
      onBegin: () => reserve.newEncoder(),
      onFrames: (frames) => reserve.frames(frames),
      onLevel: (rmsDb) => reserve.level(rmsDb),
      onUp: () => {
        this.#isConnected = true;
        onTurn('connected', null);
      },
      onDown: (why) => {
        // Thousands of failures are one fact.
        const isNews = this.#isConnected || this.#lastTrouble?.problem !== why.problem;
        this.#isConnected = false;
        this.#lastTrouble = why;
        if (isNews) onTurn('disconnected', why);
      },
      hold: async () => {
        while (reserve.waitingMs > WAITING_MOST_MS && (await clock.sleep(TICK_MS, signal)));
      },
    });
  }

  async #keepPace(): Promise<void> {
    const { clock, feed } = this.#parts;
    do {
      while (feed.lagMs() > -LEAD_MS) {
        const stretch = this.#reserve.take(STRETCH_FRAMES);
        if (!stretch) break;
        const frames = stretch.bytes.length / FRAME_BYTES;
        this.#hear(stretch.rmsDb < SILENT_BELOW_DB ? 'silence' : 'sound', frames);
        feed.push(this.#standIn(frames) ?? stretch.bytes);
      }
      const lagMs = feed.lagMs();
      if (lagMs <= LATE_MS) continue;
      const frames = Math.floor(Math.min(lagMs, MOST_FILL_MS) / FRAME_MS);
      this.#hear('nothing', frames);
      feed.push(this.#standIn(frames) ?? silence(frames));
    } while (await clock.sleep(TICK_MS, this.#over.signal));
  }

  #hear(stretch: 'sound' | 'silence' | 'nothing', frames: number): void {
    const turn = this.#watch.hear(stretch, frames * FRAME_MS, this.#parts.clock.monoMs());
    if (!turn) return;
    this.#fallbackFrame = 0;
    this.#parts.onTurn(turn, this.lastTrouble);
  }

  /** The next frames of the stand-in, over and over; null while the source is on the air or there is no stand-in. */
  #standIn(frames: number): Uint8Array | null {
    const { fallback } = this.#parts;
    if (!this.#watch.isGone || !fallback) return null;
    const bytes = new Uint8Array(frames * FRAME_BYTES);
    const whole = fallback.length / FRAME_BYTES;
    for (let frame = 0; frame < frames; frame += 1) {
      const at = (this.#fallbackFrame % whole) * FRAME_BYTES;
      bytes.set(fallback.subarray(at, at + FRAME_BYTES), frame * FRAME_BYTES);
      this.#fallbackFrame += 1;
    }
    return bytes;
  }
}
