import { FRAME_BYTES, SILENT_FRAME } from '#feed';

/** Marks a frame that carries an instant, so that it is found among the bytes of any protocol. */
const MARK = Buffer.from('LoaXa-instant');
const MARK_AT = 20;
const INSTANT_AT = MARK_AT + MARK.length;

/** A silent frame that carries the instant at which it was made; players see nothing of it. */
export function stampedFrame(atMs: number): Uint8Array {
  const frame = Buffer.from(SILENT_FRAME);
  frame.set(MARK, MARK_AT);
  frame.writeDoubleBE(atMs, INSTANT_AT);
  return frame;
}

/** When the newest frame of a chunk was made; null: it holds no whole stamp. */
export function newestStamp(chunk: Buffer): number | null {
  const at = chunk.lastIndexOf(MARK);
  const instantAt = at - MARK_AT + INSTANT_AT;
  if (at < 0) return null;
  if (instantAt + 8 <= chunk.length) return chunk.readDoubleBE(instantAt);
  return at >= FRAME_BYTES ? newestStamp(chunk.subarray(0, at)) : null;
}
