import { type Feed, type FeedBook, FRAME_BYTES, FRAME_MS, silence } from '#feed';
import type { Clock } from '#kernel';

/** The frames of one running order, by number. */
export interface FrameSource {
  readonly count: number;
  /** Frames `from` to `to` (exclusive), the first of which goes out as frame `atFrame` of the clock. */
  read(from: number, to: number, atFrame: number): Uint8Array;
}

/** Frames that lie ready. */
export function readyFrames(frames: Uint8Array): FrameSource {
  return {
    count: frames.length / FRAME_BYTES,
    read: (from, to) => frames.subarray(from * FRAME_BYTES, to * FRAME_BYTES),
  };
}

/** So much silence. */
export function silentFrames(count: number): FrameSource {
  return { count, read: (from, to) => silence(to - from) };
}

/** A puller holds back enough by itself: it is sent a voice so much sooner than a loudspeaker of ours sounds it, … */
const SOONER_MS = 600;
/** … but never before the source may have spoken. */
const LEAST_BEHIND_MS = 600;

/** What a feed has when its turn comes, whatever came before: "now" stays now. Silence while there is no feed. */
export function feedFrames(feeds: FeedBook, clock: Clock, streamId: string, count: number): FrameSource {
  let feed: Feed | null = null;
  /** Add to a frame of the clock to get the feed's. Both count the same milliseconds: it is found once. */
  let offset = 0;
  return {
    count,
    read(from, to, atFrame) {
      const open = feeds.find(streamId);
      if (open && open !== feed) {
        feed = open;
        const wallMs = clock.wallMs() + atFrame * FRAME_MS - clock.monoMs();
        const behindMs = Math.max(LEAST_BEHIND_MS, feed.delayMs - SOONER_MS);
        offset = Math.round(feed.frameAt(wallMs + feed.delayMs - behindMs)) - atFrame;
      }
      // A feed that was closed still has its last words.
      return feed ? feed.read(atFrame + offset, atFrame + offset + (to - from)) : silence(to - from);
    },
  };
}

/** One source after the other. */
export function inOrder(parts: readonly FrameSource[]): FrameSource {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    read(from, to, atFrame) {
      const pieces: Uint8Array[] = [];
      let begin = 0;
      for (const part of parts) {
        const first = Math.max(from, begin);
        const last = Math.min(to, begin + part.count);
        if (first < last) pieces.push(part.read(first - begin, last - begin, atFrame + first - from));
        begin += part.count;
      }
      const [piece] = pieces;
      return piece && pieces.length === 1 ? piece : Buffer.concat(pieces);
    },
  };
}
