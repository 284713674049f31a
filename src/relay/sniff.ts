import type { SourceFormat } from '#feed';

/** Containers that a source may send. */
export type StreamFormat = Exclude<SourceFormat['format'], 's16le'>;

const BY_CONTENT_TYPE: Readonly<Record<string, StreamFormat>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/x-mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/x-aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'application/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'video/mp2t': 'mpegts',
  'audio/mp4': 'mov',
  'video/mp4': 'mov',
};

const HLS_TYPES = ['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl', 'audio/x-mpegurl'];

/** The content type without its parameters, in small letters. */
export function bareType(contentType: string | null): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** True when the answer is a playlist, by its type or by the end of its path. */
export function isPlaylist(contentType: string | null, url: URL): boolean {
  return HLS_TYPES.includes(bareType(contentType)) || /\.(m3u8|m3u)$/i.test(url.pathname);
}

/** True for the small files in which stations give the addresses of their streams to players. */
export function isAddressFile(contentType: string | null, url: URL): boolean {
  return (
    /^(audio\/x-scpls|application\/(pls|xspf)\+?.*)$/.test(bareType(contentType)) ||
    /\.(pls|xspf|asx)$/i.test(url.pathname)
  );
}

/** What the first bytes are, else what the content type says; null when it is no sound. Bytes are believed before words. */
export function formatOf(head: Uint8Array, contentType: string | null): StreamFormat | null {
  const said = bareType(contentType);
  const bytes = head.subarray(id3Length(head));
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 4) === 'OggS') return 'ogg';
  if (text(0, 4) === 'fLaC') return 'flac';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'wav';
  if (['ftyp', 'styp', 'moov', 'moof', 'sidx'].includes(text(4, 8))) return 'mov';
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return 'webm';
  if (bytes[0] === 0x47 && (bytes.length <= 188 || bytes[188] === 0x47)) return 'mpegts';
  // Layer bits 00 are those of ADTS; in MP3 they are never 00.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return 'aac';
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) return 'mp3';
  return BY_CONTENT_TYPE[said] ?? (said === '' || said === 'application/octet-stream' ? 'mp3' : null);
}

/** Bytes of the ID3v2 tag at the front; 0 when there is none. */
export function id3Length(bytes: Uint8Array): number {
  if (bytes.length < 10 || bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
  return 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f);
}
