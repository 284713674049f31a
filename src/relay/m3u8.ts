/** Playlists of HTTP Live Streaming (RFC 8216), as far as sound needs them. Pure: text in, parts out. */

export interface Variant {
  readonly uri: string;
  readonly bandwidth: number;
  readonly codecs: string | null;
  /** Sound that lies beside this variant in a playlist of its own. */
  readonly audioUri: string | null;
  readonly hasPicture: boolean;
}

export interface Segment {
  /** Media sequence number. */
  readonly number: number;
  readonly uri: string;
  readonly durationMs: number;
  /** True when nothing carries over from the segment before. */
  readonly isBreak: boolean;
  /** The initialization section of fragmented MP4. */
  readonly mapUri: string | null;
}

export type Playlist =
  | { readonly kind: 'master'; readonly variants: readonly Variant[] }
  | {
      readonly kind: 'media';
      readonly targetMs: number;
      readonly segments: readonly Segment[];
      readonly isOver: boolean;
    }
  /** A list of addresses for players, no stream of segments. */
  | { readonly kind: 'addresses' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' };

const MOST_SEGMENTS = 20_000;
const MOST_TARGET_MS = 60_000;

export function readPlaylist(text: string): Playlist {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (!lines[0]?.replace(/^\uFEFF/, '').startsWith('#EXTM3U')) return { kind: 'unreadable' };
  if (lines.some((line) => line.startsWith('#EXT-X-STREAM-INF:'))) return readMaster(lines);
  if (lines.some((line) => line.startsWith('#EXT-X-TARGETDURATION:'))) return readMedia(lines);
  return { kind: 'addresses' };
}

function readMaster(lines: readonly string[]): Playlist {
  const audio = new Map<string, string>();
  for (const line of lines) {
    if (!line.startsWith('#EXT-X-MEDIA:')) continue;
    const { TYPE: type, 'GROUP-ID': group, URI: uri, DEFAULT: isDefault } = attributesOf(line);
    if (type !== 'AUDIO' || !group || !uri) continue;
    if (!audio.has(group) || isDefault === 'YES') audio.set(group, uri);
  }
  const variants: Variant[] = [];
  let about: Attributes | null = null;
  for (const line of lines) {
    if (line.startsWith('#EXT-X-STREAM-INF:')) about = attributesOf(line);
    else if (about && line !== '' && !line.startsWith('#')) {
      const codecs = about['CODECS'] ?? null;
      variants.push({
        uri: line,
        bandwidth: Number(about['BANDWIDTH'] ?? 0) || 0,
        codecs,
        audioUri: audio.get(about['AUDIO'] ?? '') ?? null,
        hasPicture: about['RESOLUTION'] !== undefined || /avc|hvc|hev|vp0?9|av01/i.test(codecs ?? ''),
      });
      about = null;
    }
  }
  return variants.length === 0 ? { kind: 'unreadable' } : { kind: 'master', variants };
}

function readMedia(lines: readonly string[]): Playlist {
  const segments: Segment[] = [];
  let targetMs = 0;
  let number = 0;
  let durationMs: number | null = null;
  let isBreak = false;
  let mapUri: string | null = null;
  let isOver = false;
  for (const line of lines) {
    const [tag = '', value = ''] = cut(line);
    if (tag === '#EXT-X-TARGETDURATION') targetMs = Number(value) * 1000;
    else if (tag === '#EXT-X-MEDIA-SEQUENCE') number = Number(value);
    else if (tag === '#EXTINF') durationMs = Number.parseFloat(value) * 1000;
    else if (tag === '#EXT-X-DISCONTINUITY') isBreak = true;
    else if (tag === '#EXT-X-ENDLIST') isOver = true;
    else if (tag === '#EXT-X-KEY' && attributesOf(line)['METHOD'] !== 'NONE') return { kind: 'encrypted' };
    // A part of a larger file: nobody sends radio so, and reading the whole file would play it all.
    else if (tag === '#EXT-X-BYTERANGE') return { kind: 'unreadable' };
    else if (tag === '#EXT-X-MAP') {
      const { URI: uri, BYTERANGE: range } = attributesOf(line);
      if (!uri || range) return { kind: 'unreadable' };
      mapUri = uri;
    } else if (line !== '' && !line.startsWith('#') && durationMs !== null) {
      if (segments.length >= MOST_SEGMENTS) return { kind: 'unreadable' };
      segments.push({ number, uri: line, durationMs, isBreak, mapUri });
      number += 1;
      durationMs = null;
      isBreak = false;
    }
  }
  const isSane = targetMs > 0 && targetMs <= MOST_TARGET_MS && Number.isSafeInteger(number) && number >= 0;
  const areSane = segments.every((one) => one.durationMs >= 0 && one.durationMs <= 2 * MOST_TARGET_MS);
  return isSane && areSane ? { kind: 'media', targetMs, segments, isOver } : { kind: 'unreadable' };
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** `NAME=value,NAME="quoted, value"` after the first colon. */
function attributesOf(line: string): Attributes {
  const found: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of cut(line)[1].matchAll(/(?:^|,)\s*([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)) {
    found[name] = quoted ?? plain ?? '';
  }
  return found;
}

function cut(line: string): [string, string] {
  const at = line.indexOf(':');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

/** Below this a variant is only taken when there is nothing better. */
const LEAST_BANDWIDTH = 40_000;

/**
 * The playlist of the least that gives good sound: sound alone before sound with a picture, then the lowest bandwidth that
 * is not too low.
 */
export function chooseVariant(variants: readonly Variant[]): { uri: string; variant: Variant } | null {
  const rank = (one: Variant) => {
    const isSoundAlone = !one.hasPicture || one.audioUri !== null;
    const isPoor = !one.hasPicture && one.bandwidth < LEAST_BANDWIDTH;
    return (isSoundAlone ? 0 : 2e12) + (isPoor ? 1e12 - one.bandwidth : one.bandwidth);
  };
  const [variant] = [...variants].sort((a, b) => rank(a) - rank(b));
  return variant ? { uri: variant.audioUri ?? variant.uri, variant } : null;
}

/** A live stream is joined so many segments before its end, so that a late one is no gap. */
const BEHIND_LIVE = 3;

/**
 * The segments to play next, given the number of the last one played (null: none yet). What is gone from the list in the
 * meantime is skipped; numbers that began anew are joined at the live end again.
 */
export function segmentsAfter(
  playlist: { readonly segments: readonly Segment[]; readonly isOver: boolean },
  last: number | null,
): readonly Segment[] {
  const { segments, isOver } = playlist;
  const end = segments.at(-1)?.number ?? -1;
  if (last === null && isOver) return segments;
  if (last === null || last > end + BEHIND_LIVE) {
    return segments.slice(-BEHIND_LIVE).map((one, at) => (at === 0 ? { ...one, isBreak: true } : one));
  }
  const fresh = segments.filter((one) => one.number > last);
  const [first] = fresh;
  if (first && first.number > last + 1) return [{ ...first, isBreak: true }, ...fresh.slice(1)];
  return fresh;
}
