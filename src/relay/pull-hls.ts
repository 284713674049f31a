import { isTrouble, type Opened, readWhole } from './door.ts';
import { chooseVariant, readPlaylist, type Segment, segmentsAfter, type Variant } from './m3u8.ts';
import type { About, PullParts } from './pull.ts';
import { bareType, formatOf, id3Length } from './sniff.ts';
import { hostOf } from './url-rules.ts';
import { type Trouble, trouble } from './words.ts';

const MOST_PLAYLIST_BYTES = 256 * 1024;
const MOST_SEGMENT_BYTES = 8 * 1024 * 1024;
const PLAYLIST_MS = 10_000;
/** A segment may take so long, or twice its target duration if that is more. */
const SEGMENT_MS = 15_000;
/** A list in which nothing new stands for so many target durations has no source behind it. */
const STALE_TARGETS = 4;
const MOST_FAILURES = 3;
const LEAST_RELOAD_MS = 1000;
const PIECE_BYTES = 32 * 1024;

type Media = Extract<ReturnType<typeof readPlaylist>, { kind: 'media' }>;

/** Reads a stream of segments: the playlist again and again, each new segment once, in order. */
export async function pullHls(parts: PullParts, first: Opened): Promise<Trouble> {
  const { clock, signal } = parts;
  let found = await readList(parts, first);
  let listUrl = first.url;
  let variant: Variant | null = null;
  if ('kind' in found && found.kind === 'master') {
    const chosen = chooseVariant(found.variants);
    if (!chosen) return trouble('playlist');
    variant = chosen.variant;
    const opened = await parts.door.get(chosen.uri, signal, first.url);
    if (isTrouble(opened)) return opened;
    found = await readList(parts, opened);
    listUrl = opened.url;
  }
  const reader = new SegmentReader(parts, variant);
  let last: number | null = null;
  let listAtMonoMs = clock.monoMs();
  let newAtMonoMs = listAtMonoMs;
  let failures = 0;
  /** True when it is no use to go on with this list. */
  const isTooMuch = (wrong: Trouble) => {
    failures += 1;
    return wrong.problem === 'stopped' || failures >= MOST_FAILURES;
  };
  for (;;) {
    const media: Media | Trouble = mediaOf(found);
    let waitMs = LEAST_RELOAD_MS;
    if (isTrouble(media)) {
      if (last === null || isTooMuch(media)) return media;
    } else {
      const fresh = segmentsAfter(media, last);
      for (const segment of fresh) {
        const wrong = await reader.play(segment, media.targetMs, listUrl);
        if (wrong && isTooMuch(wrong)) return wrong;
        if (!wrong) failures = 0;
        last = segment.number;
        newAtMonoMs = clock.monoMs();
      }
      if (media.isOver) return trouble('ended');
      if (clock.monoMs() - newAtMonoMs > STALE_TARGETS * media.targetMs) return trouble('stale');
      // What took long to take in has used up the wait.
      const dueMs = fresh.length > 0 ? media.targetMs : media.targetMs / 2;
      waitMs = Math.max(LEAST_RELOAD_MS, dueMs - (clock.monoMs() - listAtMonoMs));
    }
    if (!(await clock.sleep(waitMs, signal))) return trouble('stopped');
    listAtMonoMs = clock.monoMs();
    const opened = await parts.door.get(listUrl.href, signal);
    found = isTrouble(opened) ? opened : await readList(parts, opened);
  }
}

async function readList({ clock }: PullParts, opened: Opened): Promise<ReturnType<typeof readPlaylist> | Trouble> {
  const bytes = await readWhole(opened, MOST_PLAYLIST_BYTES, clock, PLAYLIST_MS);
  return bytes instanceof Uint8Array ? readPlaylist(new TextDecoder().decode(bytes)) : bytes;
}

function mediaOf(found: ReturnType<typeof readPlaylist> | Trouble): Media | Trouble {
  if (isTrouble(found)) return found;
  if (found.kind === 'media') return found;
  if (found.kind === 'addresses') return trouble('address_file');
  return found.kind === 'encrypted' ? trouble('encrypted') : trouble('playlist');
}

/** Fetches segments and hands on their bytes, with what must stand before them. */
class SegmentReader {
  readonly #parts: PullParts;
  readonly #variant: Variant | null;
  #format: string | null = null;
  #mapUri: string | null = null;
  #map: Uint8Array | null = null;
  #hasMissed: boolean = false;

  constructor(parts: PullParts, variant: Variant | null) {
    this.#parts = parts;
    this.#variant = variant;
  }

  /** Null when it was handed on whole. A missed one makes a break before the next. */
  async play(segment: Segment, targetMs: number, base: URL): Promise<Trouble | null> {
    const wrong = await this.#play(segment, targetMs, base);
    this.#hasMissed = wrong !== null;
    return wrong;
  }

  async #play(segment: Segment, targetMs: number, base: URL): Promise<Trouble | null> {
    const { taker } = this.#parts;
    const isNewMap = segment.mapUri !== this.#mapUri;
    if (isNewMap && segment.mapUri !== null) {
      const map = await this.#fetch(segment.mapUri, targetMs, base);
      if ('problem' in map) return map;
      this.#map = map.bytes;
    }
    this.#mapUri = segment.mapUri;
    const got = await this.#fetch(segment.uri, targetMs, base);
    if ('problem' in got) return got;
    const format = formatOf(segment.mapUri !== null && this.#map ? this.#map : got.bytes, got.type);
    if (format === null) return trouble('not_sound', { host: hostOf(base), type: bareType(got.type) });
    if (isNewMap || segment.isBreak || this.#hasMissed || format !== this.#format) {
      await taker.begin(this.#about(format, got.type));
      this.#format = format;
      if (segment.mapUri !== null && this.#map) await taker.bytes(this.#map);
    }
    // Packed audio carries its time in a tag, which is no sound.
    const sound = got.bytes.subarray(format === 'aac' || format === 'mp3' ? id3Length(got.bytes) : 0);
    for (let at = 0; at < sound.length; at += PIECE_BYTES) await taker.bytes(sound.subarray(at, at + PIECE_BYTES));
    return null;
  }

  #about(format: About['format'], type: string | null): About {
    const bandwidth = this.#variant && !this.#variant.hasPicture ? this.#variant.bandwidth : 0;
    const bitrateKbps = bandwidth > 0 ? Math.round(bandwidth / 1000) : null;
    return { contentType: bareType(type), format, isHls: true, bitrateKbps };
  }

  async #fetch(
    uri: string,
    targetMs: number,
    base: URL,
  ): Promise<{ bytes: Uint8Array; type: string | null } | Trouble> {
    const { door, clock, signal } = this.#parts;
    const opened = await door.get(uri, signal, base);
    if (isTrouble(opened)) return opened;
    const bytes = await readWhole(opened, MOST_SEGMENT_BYTES, clock, Math.max(SEGMENT_MS, 2 * targetMs));
    return bytes instanceof Uint8Array ? { bytes, type: opened.header('content-type') } : bytes;
  }
}
