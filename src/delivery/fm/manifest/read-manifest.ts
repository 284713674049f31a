import { type FmManifest, fmManifest } from './fm-manifest.ts';

/** A manifest from the future is as wrong as an old one: one of the two clocks is. */
const CLOCK_SLACK_MS = 120_000;

/** What the computer at a transmitter does now. */
export interface Reading {
  /** fresh: the manifest counts; stale: its time is over; clock: it was made in the future; broken: it is none. */
  readonly state: 'fresh' | 'stale' | 'clock' | 'broken';
  readonly rt: string;
  readonly rtUtf8: string;
  readonly ta: boolean;
  /** Release TA then, whatever happens. Epoch ms. */
  readonly taUntil: number | null;
  readonly pty: number;
  /** What is to be heard now; null: nothing. */
  readonly playing: { readonly id: string; readonly startAt: number } | null;
}

/**
 * How a manifest is to be read at `now`, as an example for every other reader. One that is stale or cannot be read says
 * nothing any more: the fallback text, TA off, the ordinary PTY, no sound. `lastGood` is the last one that could be read:
 * its text and PTY are used when this one has none.
 */
export function readManifest(text: string, now: number, lastGood: FmManifest | null = null): Reading {
  const manifest = parseManifest(text);
  if (manifest === null) return silent('broken', lastGood);
  if (now >= Date.parse(manifest.validUntil)) return silent('stale', manifest);
  if (now < Date.parse(manifest.generatedAt) - CLOCK_SLACK_MS) return silent('clock', manifest);
  const { onAir, next, station } = manifest;
  if (onAir !== null && (onAir.end === null || now < Date.parse(onAir.end))) {
    const taUntil = onAir.taUntil === null ? 0 : Date.parse(onAir.taUntil);
    const ta = onAir.ta && now < taUntil;
    const playing = { id: onAir.id, startAt: Date.parse(onAir.start) };
    const { rt, rtUtf8, pty } = onAir;
    return { state: 'fresh', rt, rtUtf8, ta, taUntil: ta ? taUntil : null, pty, playing };
  }
  // What is due begins by itself. Only a manifest that says it is on air may announce it or raise the alarm.
  const due = next.findLast((one) => {
    const startAt = Date.parse(one.start);
    return startAt <= now && (one.durationS === null || now < startAt + one.durationS * 1000);
  });
  if (due === undefined) return silent('fresh', manifest);
  const playing = { id: due.id, startAt: Date.parse(due.start) };
  return { state: 'fresh', rt: due.rt, rtUtf8: due.rtUtf8, ta: false, taUntil: null, pty: station.pty, playing };
}

/** The manifest in a text; null: it is none. */
export function parseManifest(text: string): FmManifest | null {
  try {
    return fmManifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function silent(state: Reading['state'], manifest: FmManifest | null): Reading {
  const { rt, rtUtf8 } = manifest?.fallback ?? { rt: '', rtUtf8: '' };
  return { state, rt, rtUtf8, ta: false, taUntil: null, pty: manifest?.station.pty ?? 0, playing: null };
}
