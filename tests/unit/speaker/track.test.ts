import { expect, test } from 'vitest';
import { AudioShelf } from '../../../src/speaker/audio-shelf.ts';
import { type LiveSounds, openTrack } from '../../../src/speaker/track.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { Village } from './village.ts';

const SHA = 'a'.repeat(64);
const noStreams: LiveSounds = {
  open() {
    throw new Error('no stream in this village');
  },
};

async function shelfWith(samples: Int16Array): Promise<{ shelf: AudioShelf; files: MemoryFiles }> {
  const files = new MemoryFiles();
  await files.makeFolder('/audio');
  const shelf = new AudioShelf(files, '/audio');
  await files.replace(`/audio/${SHA}.pcm.part`, new Uint8Array(samples.buffer));
  await shelf.adoptSound(SHA);
  return { shelf, files };
}

function entryOf(gainDb: number, ...items: Array<number | 'sound'>) {
  const sound = { kind: 'audio', sha256: SHA, bytes: 1, durationMs: 3_000 } as const;
  return new Village().entry('one', 0, {
    gainDb,
    items: items.map((item) => (item === 'sound' ? sound : ({ kind: 'silence', durationMs: item } as const))),
  });
}

const ramp = Int16Array.from({ length: 3_000 * 48 }, (_, i) => (i % 1_000) + 1);

async function readAll(
  shelf: AudioShelf,
  entry: ReturnType<typeof entryOf>,
  fromMs: number,
  step: number,
): Promise<Int16Array> {
  const opened = await openTrack(shelf, noStreams, entry, fromMs, entry.gainDb);
  if ('damaged' in opened) throw new Error('damaged');
  const all = new Int16Array(opened.track.frames);
  for (let at = 0; at < all.length; at += step)
    expect(await opened.track.read(at, all.subarray(at, at + step), 0)).toBe(0);
  await opened.track.close();
  return all;
}

test('a running order is one sound, exact to the sample, from any place on and in any portion', async () => {
  const { shelf } = await shelfWith(ramp);
  const entry = entryOf(0, 250, 'sound', 10.5, 'sound', 100);
  const whole = await readAll(shelf, entry, 0, 4_800);
  expect(whole.length).toBe((250 + 3_000 + 10.5 + 3_000 + 100) * 48);
  expect(whole.subarray(250 * 48, 3_250 * 48)).toEqual(ramp);
  expect(whole.subarray(3_250 * 48, 3_260.5 * 48).every((sample) => sample === 0)).toBe(true);
  expect(whole.subarray(3_260.5 * 48, 6_260.5 * 48)).toEqual(ramp);
  expect(await readAll(shelf, entry, 4_000, 777)).toEqual(whole.subarray(4_000 * 48));
  expect(await readAll(shelf, entry, 99_000, 777)).toHaveLength(0);
});

test('gain is in decibels, and what would be too loud is held at full scale', async () => {
  const { shelf } = await shelfWith(
    Int16Array.from({ length: 3_000 * 48 }, (_, i) => (i % 2 === 0 ? 10_000 : -20_000)),
  );
  expect((await readAll(shelf, entryOf(-6.0206, 'sound'), 0, 4_800)).subarray(0, 2)).toEqual(
    Int16Array.of(5_000, -10_000),
  );
  expect((await readAll(shelf, entryOf(12, 'sound'), 0, 4_800)).subarray(0, 2)).toEqual(Int16Array.of(32_767, -32_768));
});

test('one changed bit is noticed in the block where it is, before that is heard', async () => {
  const { shelf, files } = await shelfWith(ramp);
  files.flip(`/audio/${SHA}.pcm`, 200_000);
  const opened = await openTrack(shelf, noStreams, entryOf(0, 'sound'), 0, 0);
  if ('damaged' in opened) throw new Error('it is too early to know');
  const portion = new Int16Array(4_800);
  let good = 0;
  while (good < opened.track.frames && (await opened.track.read(good, portion, 0)) === 0) good += portion.length;
  expect(good).toBeLessThanOrEqual(100_000);
  expect(good).toBeGreaterThan(90_000);
  expect(shelf.isReady(SHA)).toBe(false);
  files.flip(`/audio/${SHA}.sums`, 3);
  expect(await openTrack(shelf, noStreams, entryOf(0, 'sound'), 0, 0)).toEqual({ damaged: SHA });
});
