import { createHash } from 'node:crypto';
import type { Broadcast } from '#broadcast';
import type { FmStation } from '#fm';
import { zoneOffsetMs } from '#kernel';
import type { FmOnAir } from '../on-air.ts';
import { oneLine, plainLetters } from '../text/plain-letters.ts';
import { radioText } from '../text/rds-text.ts';
import { airTextOf, type CodedReceiver, carriedAt, type Meaning, rdsStateOf } from '../text/state-of-air.ts';
import type { FmManifest } from './fm-manifest.ts';

/** A manifest is true for so long, and a new one is there long before. */
export const MANIFEST_VALID_MS = 300_000;
export const MANIFEST_RENEW_MS = 120_000;
const AHEAD_MS = 48 * 3_600_000;
const MOST_ITEMS = 50;
/** What is due is not on air in the same moment: until then it stays where players know it. */
const DUE_MS = 15_000;

/** A broadcast that this transmitter is to carry, as its receivers hear it (their languages). */
export interface Upcoming {
  readonly broadcast: Broadcast;
  readonly startAt: number;
  readonly endpointIds: readonly string[];
}

export interface ManifestRendition {
  readonly sha256: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly lufs: number | null;
}

export interface ManifestInput {
  readonly station: FmStation;
  readonly receivers: ReadonlyArray<CodedReceiver & { readonly name: string }>;
  readonly onAir: FmOnAir | null;
  /** Of what is on air. */
  readonly meaning?: Meaning;
  readonly upcoming: readonly Upcoming[];
  /** MP3 renditions by recording; what is missing is not ready yet. */
  readonly renditions: ReadonlyMap<string, ManifestRendition>;
  /** Where the station's computer reaches us, without a slash at the end: "http://10.1.2.3:8080". */
  readonly baseUrl: string;
  /** The station's IANA zone. */
  readonly zone: string;
  readonly sequence: number;
  readonly now: number;
}

/** What the computer at a transmitter is told at `now`. The same input gives the same manifest. */
export function manifestOf(input: ManifestInput): FmManifest {
  const { station, now, zone, receivers } = input;
  const idle = airTextOf(station, null, now);
  return {
    v: 1,
    sequence: input.sequence,
    generatedAt: iso(now, zone),
    validUntil: iso(now + MANIFEST_VALID_MS, zone),
    station: {
      id: station.id,
      name: station.name,
      pi: station.pi,
      ecc: station.ecc,
      lang: station.rdsLanguage,
      ps: rdsStateOf(station, null, now).ps,
      pty: station.pty,
      frequencyMHz: station.frequencyKhz === null ? null : station.frequencyKhz / 1000,
      soundBy: station.audio,
    },
    onAir: onAirOf(input),
    next: nextOf(input),
    stream: station.audio === 'mount' ? { url: streamUrl(input), codec: 'mp3' } : null,
    fallback: { rt: idle.text, rtUtf8: idle.utf8, audio: null },
    vendorGroups: station.addressing === 'coded' ? receivers.flatMap(groupsOf) : [],
  };
}

/** The bytes of a manifest: the same manifest, the same text. */
export function manifestText(manifest: FmManifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** The SHA-256 of a text, in hexadecimal digits: what its ETag says. */
export function etagOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The renditions that a manifest names, by SHA-256. */
export function filesNamedIn({ onAir, next }: FmManifest): Set<string> {
  const parts = [...(onAir ? [onAir] : []), ...next].flatMap(({ audio }) => audio ?? []);
  return new Set(parts.flatMap((part) => ('sha256' in part ? [part.sha256] : [])));
}

/** The two lines for programs that watch a text file: as receivers show it, and with its marks. Without an end of line. */
export function nowLines({ text, utf8 }: { readonly text: string; readonly utf8: string }): {
  now: string;
  nowUtf8: string;
} {
  return { now: text, nowUtf8: utf8 };
}

function onAirOf(input: ManifestInput): FmManifest['onAir'] {
  const { station, now, zone, meaning = {} } = input;
  const carried = carriedAt(input.onAir, now);
  if (carried === null) return null;
  const state = rdsStateOf(station, carried, now, meaning);
  const { text, utf8 } = airTextOf(station, carried, now, meaning);
  return {
    ...itemOf(input, carried, { rt: text, rtUtf8: utf8 }),
    // What goes on after a cut is as far as if it had begun so much earlier.
    start: iso(carried.startAt - (carried.fromMs ?? 0), zone),
    end: carried.endAt === null ? null : iso(carried.endAt, zone),
    ta: state.ta,
    taUntil: state.taUntil === null ? null : iso(state.taUntil, zone),
    taTimeoutS: station.taTimeoutS,
    pty: state.pty,
  };
}

function nextOf(input: ManifestInput): FmManifest['next'] {
  const { upcoming, now, station, onAir } = input;
  const isAhead = ({ broadcast, startAt }: Upcoming) =>
    broadcast.id !== onAir?.broadcast.id && startAt > now - DUE_MS && startAt <= now + AHEAD_MS;
  return upcoming
    .filter(isAhead)
    .sort((a, b) => a.startAt - b.startAt || (a.broadcast.id < b.broadcast.id ? -1 : 1))
    .slice(0, MOST_ITEMS)
    .map((one) => {
      const { title, runningOrder } = one.broadcast;
      const shown = plainLetters(title) === '' ? station.fallbackText || station.name : title;
      return {
        ...itemOf(input, one, { rt: radioText(shown).text, rtUtf8: oneLine(shown) }),
        durationS: runningOrder.isOpenEnded ? null : inSeconds(runningOrder.durationMs),
      };
    });
}

/** What is said alike of what is on air and of what comes. */
function itemOf(input: ManifestInput, one: Upcoming, text: { readonly rt: string; readonly rtUtf8: string }) {
  const { station, zone, receivers } = input;
  const opened = new Set(one.endpointIds);
  return {
    id: one.broadcast.id,
    class: one.broadcast.level,
    kind: one.broadcast.kind,
    start: iso(one.startAt, zone),
    leadInS: inSeconds(station.leadInMs),
    ...text,
    audio: audioOf(input, one.broadcast),
    opens: receivers
      .filter(({ endpointId }) => opened.has(endpointId))
      .map(({ endpointId: id, name }) => ({ id, name })),
  };
}

type Audio = FmManifest['next'][number]['audio'];

/** The files of a broadcast in their order; null as long as one of them is missing, or when the sound takes another road. */
function audioOf(input: ManifestInput, { runningOrder }: Broadcast): Audio {
  const { station, renditions, baseUrl } = input;
  if (station.audio !== 'manifest' && station.audio !== 'hand') return null;
  const parts: NonNullable<Audio> = [];
  for (const item of runningOrder.items) {
    if (item.kind === 'silence') parts.push({ silenceS: inSeconds(item.durationMs) });
    else if (item.kind === 'stream') {
      const durationS = runningOrder.isOpenEnded ? null : inSeconds(item.durationMs);
      parts.push({ streamUrl: streamUrl(input), durationS });
    } else {
      const found = renditions.get(item.recordingId);
      if (!found) return null;
      const { sha256, bytes, durationMs, lufs } = found;
      const url = `${baseUrl}/fm/${station.id}/file/${sha256}.mp3?key=${encodeURIComponent(station.key)}`;
      parts.push({ url, sha256, bytes, codec: 'mp3', durationS: inSeconds(durationMs), lufs });
    }
  }
  return parts;
}

function streamUrl({ station, baseUrl }: ManifestInput): string {
  return `${baseUrl}/fm/${station.id}/audio.mp3?key=${encodeURIComponent(station.key)}`;
}

function groupsOf(receiver: ManifestInput['receivers'][number]): FmManifest['vendorGroups'] {
  const note = 'dán từ tài liệu của hãng / pasted from the maker’s papers';
  const both = [
    { label: `mở / open: ${receiver.name}`, g: [...receiver.onGroups], note },
    { label: `đóng / close: ${receiver.name}`, g: [...receiver.offGroups], note },
  ];
  return both.filter(({ g }) => g.length > 0);
}

const inSeconds = (ms: number): number => Math.max(0, Math.round(ms)) / 1000;

/** An instant as the village clock shows it, with the offset of its zone; thousandths only where there are any. */
function iso(at: number, zone: string): string {
  const offsetMs = offsetOf(zone, at);
  const local = new Date(at + offsetMs).toISOString().slice(0, -1).replace('.000', '');
  const minutes = Math.round(offsetMs / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

/** Offsets change at quarters of an hour only: asked once for each, as all stations have the same hours in their manifests. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 5000;
const QUARTER_MS = 900_000;

function offsetOf(zone: string, at: number): number {
  const key = `${zone} ${Math.floor(at / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offsetMs = zoneOffsetMs(zone, at);
  offsets.set(key, offsetMs);
  return offsetMs;
}
