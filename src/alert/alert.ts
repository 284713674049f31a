/** An emergency alert: what was asked, and the sound that comes of it. Pure. */
import type { OrderItem, RunningOrder } from '#broadcast';

/** What somebody asks to be told to everybody, at once. */
export interface AlertWish {
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  /** A siren or attention signal; null: none. */
  readonly signalRecordingId: string | null;
  /** The words; null: none. */
  readonly recordingId: string | null;
  readonly title: string;
  /** Why, in the sender's own words. */
  readonly reason: string;
  /** How often signal and words are heard. */
  readonly repeats: number;
  /** Silence between two times. */
  readonly gapMs: number;
  readonly validForMs: number;
  /** Absent: the one of the station. */
  readonly allClearRecordingId?: string | null | undefined;
  /** Send it although the audio does not lie on every speaker. */
  readonly allowUnplaced: boolean;
}

/** Who sends. */
export interface Sender {
  readonly id: string;
  readonly name: string;
}

/** A row of the book of alerts, which is never changed: what was sent, or that it was taken back or cleared. */
export interface Alert {
  readonly id: string;
  readonly broadcastId: string | null;
  readonly kind: 'alert' | 'cancel' | 'all_clear';
  readonly refersTo: string | null;
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly signalRecordingId: string | null;
  readonly recordingId: string | null;
  readonly allClearRecordingId: string | null;
  readonly repeats: number;
  readonly gapMs: number;
  readonly validUntil: number;
  readonly title: string;
  readonly reason: string;
  readonly sender: Sender;
  readonly sentAt: number;
}

/** A recording that can air, and for how long. */
export interface Sounding {
  readonly recordingId: string;
  readonly durationMs: number;
}

/**
 * Signal and words as often as asked, with the gap between two times and none after the last. The lead-in for sleepy
 * amplifiers stands only before words: a signal wakes them by itself, and nothing is to be late for it.
 */
export function alertOrder(
  signal: Sounding | null,
  words: Sounding | null,
  { repeats, gapMs }: { readonly repeats: number; readonly gapMs: number },
  leadInMs: number,
): RunningOrder {
  const items: OrderItem[] = [];
  const silence = (durationMs: number) => {
    if (durationMs > 0) items.push({ kind: 'silence', durationMs });
  };
  if (!signal) silence(leadInMs);
  for (let time = 0; time < repeats; time += 1) {
    if (time > 0) silence(gapMs);
    for (const part of [signal, words]) if (part) items.push({ kind: 'audio', ...part });
  }
  return { items, durationMs: items.reduce((sum, item) => sum + item.durationMs, 0) };
}

/** So much may be missing of a voice that was heard from its beginning to its end. */
const VOICE_SHORT_MS = 1000;

/** How long it takes until everything of an alert was heard once. A voice is heard once, whole. */
export function onceMs(order: RunningOrder, repeats: number): number {
  if (voiceOf(order) !== null) return Math.max(1, order.durationMs - VOICE_SHORT_MS);
  const audioMs = order.items.reduce((sum, item) => sum + (item.kind === 'audio' ? item.durationMs : 0), 0);
  return repeats > 0 ? Math.floor(audioMs / repeats) : audioMs;
}

/** The live session whose voice is heard in an alert; null: it is all recorded. */
export function voiceOf(order: RunningOrder): string | null {
  return order.items.find((item) => item.kind === 'stream')?.streamId ?? null;
}
