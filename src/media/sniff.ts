/**
 * Tells what a file is by its bytes alone. The answer is also the only demuxer that ffmpeg may use for it, so a
 * playlist, a script or a web page in disguise is never opened as what it is.
 */
export type Container = 'mp3' | 'mov' | 'amr' | 'ogg' | 'flac' | 'wav' | 'w64' | 'aac' | 'matroska' | 'aiff' | 'caf';

/** How many bytes `sniff` wants to see. */
export const SNIFF_BYTES = 64 * 1024;

/** The container of a file that begins with `head`, or null when the station does not take it. */
export function sniff(head: Uint8Array): Container | null {
  const at = (text: string, position = 0) => holds(head, text, position);
  if (at('ID3')) return sniffFrames(head.subarray(Math.min(id3Bytes(head), head.length))) ?? sniffFrames(head);
  if (at('fLaC')) return 'flac';
  if (at('OggS\0')) return 'ogg';
  if (at('#!AMR\n') || at('#!AMR-WB\n')) return 'amr';
  if ((at('RIFF') || at('RF64')) && at('WAVE', 8)) return 'wav';
  if (at('riff\x2e\x91\xcf\x11')) return 'w64';
  if (at('FORM') && (at('AIFF', 8) || at('AIFC', 8))) return 'aiff';
  if (at('caff\0\x01')) return 'caf';
  if (at('\x1a\x45\xdf\xa3')) return 'matroska';
  if (at('ftyp', 4) || (at('moov', 4) && at('mvhd', 12))) return 'mov';
  return sniffFrames(head);
}

/** Bytes of the ID3v2 tag at the start (0 when there is none): the sound begins behind it. */
export function id3Bytes(head: Uint8Array): number {
  if (!holds(head, 'ID3', 0) || head.length < 10) return 0;
  const size = [6, 7, 8, 9].reduce((sum, place) => sum * 128 + ((head[place] ?? 0) & 0x7f), 0);
  const footer = ((head[5] ?? 0) & 0x10) !== 0 ? 10 : 0;
  return 10 + size + footer;
}

/**
 * Sound without a head: frames of MPEG audio or ADTS, found when three in a row fit together. Looks from the first
 * byte on, since a tag may lie about its size by a few bytes.
 */
export function sniffFrames(bytes: Uint8Array): 'mp3' | 'aac' | 'flac' | null {
  if (holds(bytes, 'fLaC', 0)) return 'flac';
  if (looksLikeText(bytes)) return null;
  for (let start = 0; start + 4 <= bytes.length; start += 1) {
    if (bytes[start] !== 0xff) continue;
    if (chain(bytes, start, adtsBytes)) return 'aac';
    if (chain(bytes, start, mpegBytes)) return 'mp3';
  }
  return null;
}

/** True when the bytes begin as a page, script or playlist does; sound that hides behind one is not taken. */
function looksLikeText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 64);
  return (
    start.length > 0 && start.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
  );
}

function chain(bytes: Uint8Array, start: number, frameBytes: (bytes: Uint8Array, at: number) => number): boolean {
  let at = start;
  for (let frames = 0; frames < 3; frames += 1) {
    const size = frameBytes(bytes, at);
    if (size === 0) return false;
    at += size;
    // A very short file may end with its second frame.
    if (at === bytes.length && frames > 0) return true;
  }
  return true;
}

const BITRATES = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2l23: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const RATES = [44100, 48000, 32000] as const;

/** Bytes of the MPEG audio frame at `at`, 0 when there is none. */
function mpegBytes(bytes: Uint8Array, at: number): number {
  const [sync = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return 0;
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  const rate = RATES[(third >> 2) & 3];
  if (version === 1 || layer === 4 || rate === undefined) return 0;
  const old = version === 3;
  const table = old ? (['v1l1', 'v1l2', 'v1l3'] as const)[layer - 1] : layer === 1 ? 'v2l1' : 'v2l23';
  const kbits = table === undefined ? 0 : (BITRATES[table][third >> 4] ?? 0);
  const hertz = old ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (third >> 1) & 1;
  if (kbits === 0) return 0;
  if (layer === 1) return (Math.floor((12_000 * kbits) / hertz) + padding) * 4;
  const slots = layer === 3 && !old ? 72_000 : 144_000;
  return Math.floor((slots * kbits) / hertz) + padding;
}

/** Bytes of the ADTS frame at `at`, 0 when there is none. */
function adtsBytes(bytes: Uint8Array, at: number): number {
  const [sync = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(at, at + 6);
  if (sync !== 0xff || (second & 0xf6) !== 0xf0 || ((third >> 2) & 15) > 12) return 0;
  const size = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  return size > 7 ? size : 0;
}

function holds(bytes: Uint8Array, text: string, position: number): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[position + i] !== text.charCodeAt(i)) return false;
  return true;
}
