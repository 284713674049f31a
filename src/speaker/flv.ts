/** As much of FLV (Adobe Flash Video File Format, version 10.1) as carries MP3 frames to a decoder, one in each tag. */

/** Signature, version 1, audio only; then the size of no tag before. */
export const FLV_HEAD: Uint8Array = Uint8Array.of(0x46, 0x4c, 0x56, 1, 4, 0, 0, 0, 9, 0, 0, 0, 0);

const AUDIO_TAG = 8;
const TAG_HEAD_BYTES = 11;
/** MP3, 16 bit, mono; the rate in it is not looked at, the frame has its own. */
const MP3_MONO = 0x2a;

/** One frame as a tag with its time in milliseconds. */
export function flvTag(frame: Uint8Array, timeMs: number): Uint8Array {
  const tag = Buffer.alloc(TAG_HEAD_BYTES + 1 + frame.length + 4);
  tag[0] = AUDIO_TAG;
  tag.writeUIntBE(frame.length + 1, 1, 3);
  tag.writeUIntBE(timeMs % 2 ** 24, 4, 3);
  tag[7] = Math.floor(timeMs / 2 ** 24) % 256;
  tag[TAG_HEAD_BYTES] = MP3_MONO;
  tag.set(frame, TAG_HEAD_BYTES + 1);
  tag.writeUInt32BE(tag.length - 4, tag.length - 4);
  return tag;
}
