import { Feed, type FeedBook, FRAME_BYTES, FRAME_MS, silence } from '#feed';
import type { World } from '#kernel';
import { Evidence, evidencePath, type Recorded } from './evidence.ts';

/** Silence is put into the feed of a lost source as soon as it is this far behind. */
const LAG_MS = 300;
/** Those who hear a feed that is over find it for so long still. */
const FEED_KEPT_MS = 5000;
/** Who ran too far ahead is cut back so far, or every unevenness of the line would cost a word again. */
const ROOM_MS = 100;
/** A decoder gives the end of a frame only when it has the next ones. */
const TAIL_FRAMES = 4;
/** What the recording may hold beyond the longest talk. */
const SPARE_MS = 60_000;

interface VoiceParts {
  readonly world: World;
  readonly feeds: FeedBook;
  readonly id: string;
  readonly delayMs: number;
  readonly dataFolder: string;
  /** The station stops. */
  readonly stopping: AbortSignal;
}

/** What goes out of a live session: its feed, open before it is heard, and the recording of all that is. */
export class Voice {
  readonly #parts: VoiceParts;
  readonly #feed: Feed;
  #evidence: Evidence | null = null;
  #isSpeaking: boolean = false;
  #isTooFarAhead: boolean = false;

  constructor(parts: VoiceParts) {
    this.#parts = parts;
    this.#feed = new Feed({ id: parts.id, clock: parts.world.clock, delayMs: parts.delayMs });
    parts.feeds.open(this.#feed);
  }

  /** It is heard from now on. What the feed stood open before is silence, and is not recorded. */
  begin(limitMs: number): void {
    const { world, dataFolder, id } = this.#parts;
    this.#feed.push(silence(Math.max(1, Math.floor(this.#feed.lagMs() / FRAME_MS))));
    const mostBytes = Math.ceil((limitMs + SPARE_MS) / FRAME_MS) * FRAME_BYTES;
    const evidence = new Evidence(world, evidencePath(dataFolder, id), mostBytes);
    this.#evidence = evidence;
    this.#feed.listen({ frames: (_first, bytes) => evidence.take(bytes), ended: () => undefined });
  }

  /** Lets frames out; answers how much was left out because the source ran so far ahead of real time, ms. */
  say(frames: Uint8Array, mostAheadMs: number): number {
    if (this.#evidence === null) return 0;
    // A source that sends pages of a second has its first word now, not in what is past already: there it would come too
    // late, and so would every page after it, until a hole in the middle of the talk made up for it.
    if (!this.#isSpeaking) this.keepSilent();
    this.#isSpeaking = true;
    this.#isTooFarAhead = this.#feed.lagMs() < (this.#isTooFarAhead ? ROOM_MS : 0) - mostAheadMs;
    if (this.#isTooFarAhead) return (frames.length / FRAME_BYTES) * FRAME_MS;
    this.#feed.push(frames);
    return 0;
  }

  /** True from the first frame of a source on. */
  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** Nothing comes for the moment: those who hear the feed get silence in time. */
  keepSilent(): void {
    this.#isSpeaking = false;
    const lagMs = this.#feed.lagMs();
    if (lagMs > LAG_MS) this.#feed.push(silence(Math.floor(lagMs / FRAME_MS)));
  }

  /** Nothing more is said. Answers when the last of it has sounded, epoch ms. */
  end(): number {
    const now = this.#parts.world.clock.wallMs();
    const endAt = Math.round(this.#feed.soundsAt(this.#feed.endFrame));
    this.#feed.push(silence(TAIL_FRAMES));
    this.#feed.end();
    return this.#evidence === null ? now : Math.max(now, endAt);
  }

  /** Nobody finds it any more, whatever was said. */
  cut(): void {
    this.#parts.feeds.close(this.#parts.id);
  }

  /** Waits until the recording is on the disk. */
  async close(): Promise<Recorded | null> {
    const { world, delayMs, stopping } = this.#parts;
    const recorded = (await this.#evidence?.close()) ?? null;
    void world.clock.sleep(delayMs + FEED_KEPT_MS, stopping).then(() => this.cut());
    return recorded;
  }
}
