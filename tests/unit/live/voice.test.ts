import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Feed, FeedBook, FRAME_BYTES, FRAME_MS, SILENT_FRAME } from '#feed';
import { Voice } from '../../../src/live/voice.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const clock = new VirtualClock({ wallMs: Date.UTC(2026, 10, 23, 1) });
const files = new MemoryFiles();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const world = { clock, files, random: new SeededRandom(3), logger: quiet, processes: { start: () => never() } };
const never = () => {
  throw new Error('no processes here');
};
const ID = 'liv_1';
const AHEAD_MS = 3000;
const spoken = (ms: number) =>
  Uint8Array.from(
    { length: Math.round(ms / FRAME_MS) * FRAME_BYTES },
    (_, at) => SILENT_FRAME[at % FRAME_BYTES] || 0x55,
  );

let voice: Voice;
let feed: Feed;
/** Each frame: how late it came, ms after the instant at which it was captured by its number; and whether it is sound. */
let frames: Array<{ readonly lateMs: number; readonly isSound: boolean }>;
const stopping = new AbortController();

beforeEach(async () => {
  await files.makeFolder('/data/live');
  const feeds = new FeedBook();
  voice = new Voice({ world, feeds, id: ID, delayMs: 1200, dataFolder: '/data', stopping: stopping.signal });
  feed = feeds.find(ID) as Feed;
  const openedMs = clock.monoMs();
  frames = [];
  feed.listen({
    ended: () => undefined,
    frames(first, bytes) {
      for (let at = 0; at < bytes.length / FRAME_BYTES; at += 1) {
        const lateMs = clock.monoMs() - openedMs - (first + at) * FRAME_MS;
        frames.push({ lateMs, isSound: bytes[at * FRAME_BYTES + 10] === 0x55 });
      }
    },
  });
  await clock.advance(960);
  voice.begin(60_000);
  frames.length = 0;
});
afterEach(async () => {
  voice.end();
  voice.cut();
  await voice.close();
});

/** As the session does while nothing comes. */
async function waitFor(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 200) {
    await clock.advance(Math.min(200, left));
    if (!voice.isSpeaking) voice.keepSilent();
  }
}

test.each([0, 200, 600, 1000, 1400, 1700])(
  'a source that sends pages of 1.8 s, the first of them %d ms after the light, is never late, and has no hole',
  async (phaseMs) => {
    await waitFor(phaseMs);
    for (let page = 0; page < 8; page += 1) {
      // One page comes in pieces, or at once.
      const pieces = page % 2 === 0 ? [1800] : [24, 960, 816];
      for (const ms of pieces) voice.say(spoken(ms), AHEAD_MS);
      await waitFor(1800);
    }
    const first = frames.findIndex((one) => one.isSound);
    expect(frames.slice(first).every((one) => one.isSound)).toBe(true);
    expect(frames.slice(first)).toHaveLength(Math.round((8 * 1800) / FRAME_MS));
    // What is heard 1.2 s after its capture has to be there in good time.
    expect(Math.max(...frames.map((one) => one.lateMs))).toBeLessThanOrEqual(500);
  },
);

test('a source that sends evenly waits for nobody: its first word is not put off', async () => {
  for (let at = 0; at < 50; at += 1) {
    await clock.advance(96);
    voice.say(spoken(96), 500);
  }
  expect(frames.every((one) => one.isSound)).toBe(true);
  expect(Math.max(...frames.map((one) => one.lateMs))).toBeLessThanOrEqual(120);
});

test('after a net that stood still what is too much is left out in one piece, and nothing later, however uneven the line', async () => {
  for (let at = 0; at < 20; at += 1) {
    await clock.advance(96);
    voice.say(spoken(96), 500);
  }
  await waitFor(1500);
  /** Whether each frame was left out. */
  const isLeftOut: boolean[] = [];
  for (let at = 0; at < 1500; at += 24) isLeftOut.push(voice.say(spoken(24), 500) > 0);
  const uneven = new SeededRandom(7);
  for (let at = 0, now = 0; at < 10_000; at += 24) {
    // Each frame comes up to 60 ms after it was spoken, and never before the one in front of it.
    const due = Math.max(now, at + uneven.int(0, 60));
    await clock.advance(due - now);
    now = due;
    isLeftOut.push(voice.say(spoken(24), 500) > 0);
  }
  const [first, last] = [isLeftOut.indexOf(true), isLeftOut.lastIndexOf(true)];
  expect(isLeftOut.slice(first, last + 1).every(Boolean)).toBe(true);
  expect((last + 1 - first) * 24).toBeGreaterThan(1000);
  expect((last + 1 - first) * 24).toBeLessThan(1200);
});
