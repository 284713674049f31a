import { FRAME_BYTES, FRAME_MS, silence } from '#feed';
import type { World } from '#kernel';
import { readLump } from '#link';
import { Backoff } from './backoff.ts';
import { Nudge } from './nudge.ts';
import { FRAMES_PER_MS, framesOf, msOf } from './pcm.ts';
import type { StationDoor, StreamLine } from './station-door.ts';
import type { StationTime } from './station-time.ts';
import { StreamDecoder } from './stream-decoder.ts';
import { StreamRing } from './stream-ring.ts';

/** The station's clock, as it is known here, may settle by so much before the sound is moved: each move is a click. */
const STEADY_MS = 40;
/** A line that held so long starts its back-off anew. */
const STEADY_LINE_MS = 5_000;
/** A line on which nothing comes though sound is due is as good as cut. */
const SILENT_LINE_MS = 5_000;
/** A source that stayed away for so long while it should have sounded is lost. */
const LOST_MS = 60_000;

/** Portions follow one another; what is read so much later belongs to another play. */
const ANOTHER_PLAY_MS = 1_000;
/** More than the codec holds back. */
const FLUSH_FRAMES = 2;

export interface ReceiverParts {
  readonly world: World;
  readonly door: Pick<StationDoor, 'stream'>;
  readonly time: Pick<StationTime, 'ofMono' | 'nowMs'>;
  readonly ffmpegPath: string;
  /** The key to the station's audio, null before the first welcome. */
  readonly audioToken: () => string | null;
}

/** Listens to one stream of the station and keeps its sound in its place until it sounds. */
export class StreamReceiver {
  readonly #parts: ReceiverParts;
  readonly #streamId: string;
  readonly #ring = new StreamRing();
  readonly #decoder: StreamDecoder;
  readonly #over = new AbortController();
  readonly #nudge: Nudge;
  /** Where the numbers stand: this frame sounds at this instant of the station. */
  #anchor: { readonly frame: number; readonly soundsAt: number } | null = null;
  #nextFrame = 0;
  /** Where the stream ended, as a sample; null while it goes on. */
  #endSample: number | null = null;
  /** Add to monotonic milliseconds to get the station's, as held for this stream. */
  #offsetMs: number | null = null;
  #heardMonoMs: number;
  /** Since when every portion that was read was missing; null while there is sound. */
  #missingSinceMonoMs: number | null = null;
  #readUntilMonoMs = Number.NEGATIVE_INFINITY;
  /** Messages that were no lumps. */
  refused = 0;

  constructor(parts: ReceiverParts, streamId: string) {
    this.#parts = parts;
    this.#streamId = streamId;
    this.#nudge = new Nudge(parts.world.clock);
    const { clock, logger, processes } = parts.world;
    this.#heardMonoMs = clock.monoMs();
    this.#decoder = new StreamDecoder({
      ...{ processes, clock, logger, ffmpegPath: parts.ffmpegPath },
      sound: (at, samples) => this.#ring.write(at, samples, this.#sampleAt(clock.monoMs())),
    });
    void this.#listen();
  }

  close(): void {
    this.#over.abort();
    this.#decoder.close();
  }

  /** Something changed: a line that is down is tried at once. */
  look(): void {
    this.#nudge.nudge();
  }

  /** How many samples from that instant on need not be waited for any more. */
  readySamples(soundsMonoMs: number): number {
    const at = this.#sampleAt(soundsMonoMs);
    const until = Math.max(at, this.#ring.end);
    return this.#endSample !== null && until >= this.#endSample ? Number.POSITIVE_INFINITY : until - at;
  }

  /** What sounds from that instant on. Gives how many samples are missing, or that nothing came for a minute. */
  read(soundsMonoMs: number, into: Int16Array): number | 'source_lost' {
    const missing = this.#ring.read(this.#sampleAt(soundsMonoMs), into);
    const isAnotherPlay = soundsMonoMs > this.#readUntilMonoMs + ANOTHER_PLAY_MS;
    this.#readUntilMonoMs = soundsMonoMs + msOf(into.length);
    if (missing < into.length || isAnotherPlay) this.#missingSinceMonoMs = null;
    if (missing < into.length) return missing;
    this.#missingSinceMonoMs ??= soundsMonoMs;
    return this.#readUntilMonoMs - this.#missingSinceMonoMs > LOST_MS ? 'source_lost' : missing;
  }

  /** Connects and connects again until it is closed. */
  async #listen(): Promise<void> {
    const { clock, random } = this.#parts.world;
    const { signal } = this.#over;
    const backoff = new Backoff(random, 200, 2_500);
    while (!signal.aborted) {
      const startedMonoMs = clock.monoMs();
      await this.#hearOneLine(signal);
      if (clock.monoMs() - startedMonoMs >= STEADY_LINE_MS) backoff.reset();
      await this.#nudge.wait(backoff.nextMs(), signal);
    }
  }

  async #hearOneLine(signal: AbortSignal): Promise<void> {
    const { world, door, audioToken } = this.#parts;
    const token = audioToken();
    if (token === null) return;
    const cut = new AbortController();
    const end = () => cut.abort();
    signal.addEventListener('abort', end);
    const opening = door.stream(this.#streamId, token, {
      lump: (bytes) => {
        if (!cut.signal.aborted) this.#take(bytes);
      },
      closed: end,
    });
    const line: StreamLine | null = await opening;
    this.#heardMonoMs = world.clock.monoMs();
    while (line && !cut.signal.aborted) {
      await world.clock.sleep(SILENT_LINE_MS, cut.signal);
      // Before the feed opens, and after its end, silence is right.
      const isDue = this.#anchor !== null && this.#endSample === null;
      if (isDue && world.clock.monoMs() - this.#heardMonoMs >= SILENT_LINE_MS) break;
    }
    line?.close();
    cut.abort();
    signal.removeEventListener('abort', end);
  }

  #take(bytes: Uint8Array): void {
    const lump = readLump(bytes);
    if (!lump) {
      this.refused += 1;
      // A flood of bad messages must not become a flood of lines.
      if (Number.isInteger(Math.log10(this.refused)))
        this.#parts.world.logger.warn('not a lump of sound', { streamId: this.#streamId, count: this.refused });
      return;
    }
    this.#heardMonoMs = this.#parts.world.clock.monoMs();
    const { firstFrame, soundsAt, frames } = lump;
    const anchor = this.#anchor;
    const expectedAt = anchor ? anchor.soundsAt + (firstFrame - anchor.frame) * FRAME_MS : Number.NaN;
    const isGoingOn = Math.abs(soundsAt - expectedAt) <= STEADY_MS;
    // Another feed, or another idea of the time: counted anew from here.
    if (!isGoingOn) {
      this.#anchor = { frame: firstFrame, soundsAt };
      this.#nextFrame = firstFrame;
    }
    const count = frames.length / FRAME_BYTES;
    const known = Math.min(count, Math.max(0, this.#nextFrame - firstFrame));
    const firstAt = isGoingOn ? expectedAt : soundsAt;
    if (known < count) this.#decode(firstAt + known * FRAME_MS, frames.subarray(known * FRAME_BYTES));
    this.#nextFrame = Math.max(this.#nextFrame, firstFrame + count);
    const endAt = firstAt + count * FRAME_MS;
    // What the decoder still holds back of the last frame comes out with these.
    if (lump.isEnd && this.#endSample === null) this.#decode(endAt, silence(FLUSH_FRAMES));
    this.#endSample = lump.isEnd ? Math.round(endAt * FRAMES_PER_MS) : null;
  }

  #decode(soundsAt: number, frames: Uint8Array): void {
    this.#decoder.push(Math.round(soundsAt * FRAMES_PER_MS), frames);
  }

  /** The sample that sounds at an instant. The station's clock is followed in steps, not with each better guess of it. */
  #sampleAt(monoMs: number): number {
    const now = (this.#parts.time.ofMono(monoMs) ?? monoMs) - monoMs;
    if (this.#offsetMs === null || Math.abs(now - this.#offsetMs) > STEADY_MS) this.#offsetMs = now;
    return framesOf(monoMs + this.#offsetMs);
  }
}
