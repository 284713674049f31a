/** The recorder of this page: one take at a time, kept in the browser while it grows. */
import { computed, signal } from '@preact/signals';
import { freshKey } from '../api/repeat-key.ts';
import { session } from '../session/session.ts';
import { type Capture, openCapture } from '../talk/capture.ts';
import {
  forgetTake,
  heldTakes,
  holdTake,
  keepTake,
  soundOfTake,
  type Take,
  type TakePiece,
  takesOf,
} from './kept-takes.ts';
import { type RecorderState, recorderMachine } from './recorder-machine.ts';
import { BYTES_A_SAMPLE, type Level, levelOf, loudestOf, wavHead } from './sound.ts';

const RATE_HZ = 48_000;
const PIECES_A_SECOND = 20;
/** The station takes recordings of one hour. */
export const LONGEST_MS = 60 * 60_000;

export interface Recorder {
  readonly state: RecorderState;
  readonly take: Take | null;
  readonly level: Level | null;
  readonly failure: unknown;
  /** False: this browser keeps nothing, and the sound is only on the page. */
  readonly isKept: boolean;
}

const EMPTY: Recorder = { state: 'empty', take: null, level: null, failure: null, isKept: true };
export const recorder = signal<Recorder>(EMPTY);
/** Takes that a page left when it went away. */
export const leftTakes = signal<readonly Take[]>([]);

export const lengthOf = ({ samples, rateHz }: Take): number => (samples * 1000) / rateHz;
/** How long the take is, in whole seconds: it is read, not measured. */
export const recordedMs = computed(() => {
  const { take } = recorder.value;
  return take === null ? 0 : Math.floor(lengthOf(take) / 1000) * 1000;
});

let capture: Capture | null = null;
/** What came since the last second was kept, and what could not be kept, by its first sample. */
let pending: ArrayBuffer[] = [];
let unkept: TakePiece[] = [];
let keeping: Promise<void> = Promise.resolve();
/** Of the last second: a person pauses for breath and is not told to come closer. */
let levels: Level[] = [];
let letGo: (() => void) | null = null;

const owner = () => (session.value.state === 'in' ? (session.value.name ?? '') : '');

function change(part: Partial<Recorder>): void {
  recorder.value = { ...recorder.value, ...part };
}

function step(event: Parameters<typeof recorderMachine.next>[1], part: Partial<Recorder> = {}): void {
  change({ ...part, state: recorderMachine.apply(recorder.value.state, event) });
}

/** Opens the microphone and begins, or goes on with the take that is there. */
export async function startRecording(): Promise<void> {
  if (recorderMachine.next(recorder.value.state, 'open') === null) return;
  step('open', { failure: null, level: null });
  try {
    const before = recorder.value.take;
    const opened = await openCapture(before?.rateHz ?? RATE_HZ);
    if (before !== null && before.rateHz !== opened.rateHz) {
      opened.close();
      throw new OtherRate();
    }
    capture = opened;
    const take = before ?? freshTake(opened.rateHz);
    if (letGo === null) hold(take.id);
    step('opened', { take });
    opened.onPiece(takeIn);
  } catch (failure) {
    step('failed', { failure });
  }
}

/** The microphone of this take is gone, and the new one gives another kind of sound. */
export class OtherRate extends Error {}

function freshTake(rateHz: number): Take {
  return { id: freshKey(), owner: owner(), rateHz, startedAt: Date.now(), samples: 0 };
}

function hold(id: string): void {
  holdTake(id, new Promise((resolve) => (letGo = resolve)));
}

function takeIn(bytes: ArrayBuffer): void {
  const { take, state } = recorder.value;
  if (take === null || state !== 'recording') return;
  pending.push(bytes);
  const samples = take.samples + bytes.byteLength / BYTES_A_SAMPLE;
  const grown = { ...take, samples };
  levels = [...levels, levelOf(bytes)].slice(-PIECES_A_SECOND);
  change({ take: grown, level: loudestOf(levels) });
  if (pending.length >= PIECES_A_SECOND) keepPending();
  if (lengthOf(grown) >= LONGEST_MS) pauseRecording();
}

function keepPending(): void {
  const { take } = recorder.value;
  if (take === null || pending.length === 0) return;
  const bytes = joined(pending);
  pending = [];
  const piece = { from: take.samples - bytes.byteLength / BYTES_A_SAMPLE, bytes };
  keeping = keeping
    .then(() => keepTake(take, piece))
    .catch(() => {
      unkept.push(piece);
      change({ isKept: false });
    });
}

function joined(pieces: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return whole.buffer;
}

export function pauseRecording(): void {
  if (recorder.value.state !== 'recording') return;
  capture?.close();
  capture = null;
  step('pause', { level: null });
  keepPending();
}

/** The take as a WAV file. The same take gives the same file, so that its upload goes on after a reload. */
export async function finishRecording(name: (startedAt: number) => string): Promise<File | null> {
  pauseRecording();
  const { take, state } = recorder.value;
  if (take === null || recorderMachine.next(state, 'finish') === null) return null;
  await keeping;
  const kept = await soundOfTake(take.id).catch(() => []);
  const sound = [...kept, ...unkept].sort((one, other) => one.from - other.from).map(({ bytes }) => bytes);
  const samples = sound.reduce((sum, { byteLength }) => sum + byteLength, 0) / BYTES_A_SAMPLE;
  if (samples === 0) return null;
  step('finish');
  const parts: BlobPart[] = [wavHead(samples, take.rateHz), ...sound];
  return new File(parts, `${name(take.startedAt)}.wav`, { type: 'audio/wav', lastModified: take.startedAt });
}

/** Throws the take away: it was sent, or it is not wanted. */
export async function discardRecording(): Promise<void> {
  const { take } = recorder.value;
  recorder.value = EMPTY;
  pending = [];
  unkept = [];
  levels = [];
  await keeping;
  letGo?.();
  letGo = null;
  if (take) await forgetTake(take.id).catch(() => undefined);
}

/** Looks for takes that an older page of this person left. */
export async function findLeftTakes(): Promise<void> {
  try {
    const [takes, held] = [await takesOf(owner(), Date.now()), await heldTakes()];
    leftTakes.value = takes.filter(({ id }) => !held.has(id));
  } catch {
    // A browser that keeps nothing has left nothing.
  }
}

/** Goes on with a take that an older page left: it stands still until somebody says so. */
export function takeUp(take: Take): void {
  leftTakes.value = leftTakes.value.filter(({ id }) => id !== take.id);
  hold(take.id);
  step('take_up', { take });
}

export async function dropLeftTake(take: Take): Promise<void> {
  leftTakes.value = leftTakes.value.filter(({ id }) => id !== take.id);
  await forgetTake(take.id).catch(() => undefined);
}
