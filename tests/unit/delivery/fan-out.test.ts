import { describe, expect, test } from 'vitest';
import { FanOut, type LumpChannel } from '#delivery';
import { Feed, FeedBook, FRAME_BYTES, FRAME_MS } from '#feed';
import { type Lump, readLump } from '#link';
import { spoken } from './ears.ts';
import { worldAt } from './things.ts';

const START = Date.UTC(2026, 10, 23);
const LUMP_MS = 240;
const PHASES = 10;
const DELAY_MS = 1_200;

/** A speaker on the line: what came, when, and what does not leave. */
class Line implements LumpChannel {
  readonly lumps: Array<Lump & { readonly atMs: number }> = [];
  readonly bytes: Uint8Array[] = [];
  readonly #now: () => number;
  isStalled: boolean = false;
  isClosed: boolean = false;
  unsentBytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  send(bytes: Uint8Array): void {
    if (this.isStalled) this.unsentBytes += bytes.length;
    const lump = readLump(bytes);
    if (!lump) throw new Error('that is no lump');
    this.bytes.push(bytes);
    this.lumps.push({ ...lump, atMs: this.#now() });
  }

  bufferedBytes(): number {
    return this.unsentBytes;
  }

  close(): void {
    this.isClosed = true;
  }

  /** The numbers of all frames that came, in the order in which they came. */
  get frames(): number[] {
    return this.lumps.flatMap(({ firstFrame, frames }) =>
      Array.from({ length: frames.length / FRAME_BYTES }, (_, at) => firstFrame + at),
    );
  }
}

async function house() {
  const world = worldAt(START);
  const { clock } = world;
  const feeds = new FeedBook();
  const fanOut = new FanOut({ world, feeds, lumpMs: LUMP_MS, phases: PHASES });
  await fanOut.start();
  const line = () => new Line(() => clock.monoMs());
  const join = (streamId: string, endpointId: string, own = line()) => {
    const { closed } = fanOut.accept(streamId, endpointId, own);
    return Object.assign(own, { leave: closed });
  };
  const open = (id: string) => {
    const feed = new Feed({ id, clock, delayMs: DELAY_MS });
    feeds.open(feed);
    return feed;
  };
  /** A voice that speaks for so long, in real time, one frame after the other. */
  const speak = async (feed: Feed, ms: number) => {
    for (let spokenMs = 0; spokenMs < ms; spokenMs += FRAME_MS) {
      await clock.advance(FRAME_MS);
      feed.push(spoken(1, 1));
    }
  };
  return { clock, feeds, fanOut, line, join, open, speak };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('a voice on its way to the speakers', () => {
  test('every frame reaches everybody once, in order, long before it sounds', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const feed = open('voice');
    const lines = numbers(0, 25).map((n) => join('voice', `end_${n}`));
    await speak(feed, 10_000);
    feed.end();
    await clock.advance(1_000);
    for (const line of lines) {
      expect(line.frames).toEqual(numbers(0, feed.endFrame));
      expect(line.lumps.map(({ isEnd }) => isEnd)).toEqual(line.lumps.map((_, at) => at === line.lumps.length - 1));
      for (const { firstFrame, soundsAt, atMs } of line.lumps) {
        expect(Math.abs(soundsAt - (START + firstFrame * FRAME_MS + DELAY_MS))).toBeLessThanOrEqual(1);
        expect(soundsAt - (START + atMs)).toBeGreaterThan(DELAY_MS - LUMP_MS - 2 * FRAME_MS);
      }
    }
    await fanOut.stop();
  });

  test('listeners are served in phases: a lump is made once for each, and the turns are spread over its time', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const feed = open('voice');
    const lines = numbers(0, 40).map((n) => join('voice', `end_${n}`));
    await speak(feed, 3_000);
    const last = lines.map((line) => line.bytes.at(-1));
    expect(new Set(last).size).toBe(PHASES);
    const turns = new Map<number, number>();
    for (const line of lines) {
      const atMs = (line.lumps.at(-1)?.atMs ?? 0) % LUMP_MS;
      turns.set(atMs, (turns.get(atMs) ?? 0) + 1);
    }
    expect([...turns.values()]).toEqual(Array.from({ length: PHASES }, () => 4));
    await clock.advance(0);
    await fanOut.stop();
  });

  test('who comes before the feed waits for it; who comes late gets at once what his loudspeaker has not sounded yet', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const early = join('voice', 'end_early');
    await clock.advance(5_000);
    expect(early.lumps).toEqual([]);
    const feed = open('voice');
    await speak(feed, 6_000);
    const late = join('voice', 'end_late');
    const [first] = late.lumps;
    expect(first?.atMs).toBe(clock.monoMs());
    const soundsNow = Math.floor(feed.frameAt(clock.wallMs()));
    expect(first?.firstFrame).toBe(soundsNow);
    await speak(feed, 2_000);
    await clock.advance(LUMP_MS);
    expect(early.frames).toEqual(numbers(0, feed.endFrame));
    expect(late.frames).toEqual(numbers(soundsNow, feed.endFrame));
    await fanOut.stop();
  });

  test('a feed of the same name that comes after it begins with its own first frame', async () => {
    const { clock, feeds, fanOut, join, open, speak } = await house();
    const line = join('voice', 'end_1');
    const first = open('voice');
    await speak(first, 1_000);
    feeds.close('voice');
    await clock.advance(3_000);
    expect(line.lumps.at(-1)?.isEnd).toBe(true);
    const count = line.lumps.length;
    await speak(open('voice'), 1_000);
    await clock.advance(LUMP_MS);
    expect(line.lumps[count]?.firstFrame).toBe(0);
    expect(line.lumps.at(-1)?.isEnd).toBe(false);
    await fanOut.stop();
  });

  test('who comes when it is over is told so', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const held = join('voice', 'end_held');
    const feed = open('voice');
    await speak(feed, 500);
    feed.end();
    await clock.advance(10_000);
    expect(held.lumps.at(-1)?.isEnd).toBe(true);
    const line = join('voice', 'end_1');
    expect(line.lumps.map(({ isEnd, frames }) => [isEnd, frames.length])).toEqual([[true, 0]]);
    await fanOut.stop();
  });
});

describe('a line that does not carry', () => {
  test('what it cannot take is passed over, not queued; the others miss nothing; in the end it is let go', async () => {
    const { fanOut, join, open, speak } = await house();
    const feed = open('voice');
    const lines = numbers(0, 20).map((n) => join('voice', `end_${n}`));
    const [stalled, ...others] = lines;
    await speak(feed, 1_000);
    (stalled as Line).isStalled = true;
    await speak(feed, 12_000);
    const held = stalled?.unsentBytes ?? 0;
    expect(held).toBeLessThan((6_000 / FRAME_MS + 20) * (FRAME_BYTES + 2));
    expect(stalled?.isClosed).toBe(false);
    await speak(feed, 20_000);
    expect(stalled?.unsentBytes).toBe(held);
    expect(stalled?.isClosed).toBe(true);
    expect(fanOut.listeners('voice')).toBe(19);
    for (const other of others) expect(other.frames).toEqual(numbers(0, other.frames.length));
    expect(Math.min(...others.map(({ frames }) => frames.length))).toBeGreaterThan(feed.endFrame - 12);
    await fanOut.stop();
  });

  test('one that carries again goes on with the newest frames, which say by their numbers what is missing', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const feed = open('voice');
    const line = join('voice', 'end_1');
    line.isStalled = true;
    await speak(feed, 12_000);
    line.isStalled = false;
    line.unsentBytes = 0;
    await speak(feed, 3_000);
    await clock.advance(LUMP_MS);
    const { frames } = line;
    const missing = feed.endFrame - frames.length;
    expect(missing * FRAME_MS).toBeGreaterThan(4_000);
    expect(frames.every((frame, at) => at === 0 || frame > (frames[at - 1] ?? 0))).toBe(true);
    expect(frames.at(-1)).toBe(feed.endFrame - 1);
    await fanOut.stop();
  });

  test('the same speaker on a new line: the old one is closed, and its late end does not end the new one', async () => {
    const { clock, fanOut, join, open, speak } = await house();
    const feed = open('voice');
    const old = join('voice', 'end_1');
    await speak(feed, 1_000);
    const fresh = join('voice', 'end_1');
    expect(old.isClosed).toBe(true);
    old.leave();
    await speak(feed, 1_000);
    await clock.advance(LUMP_MS);
    expect(fanOut.listeners('voice')).toBe(1);
    expect(fresh.frames.at(-1)).toBe(feed.endFrame - 1);
    await fanOut.stop();
    expect(fresh.isClosed).toBe(true);
  });
});

test('a source that runs half a minute ahead fills nobody’s memory: no frame leaves more than 10 s before it sounds', async () => {
  const { clock, fanOut, join, open, speak } = await house();
  const feed = open('relay');
  const line = join('relay', 'end_1');
  feed.push(spoken(1, 30_000 / FRAME_MS));
  await speak(feed, 5_000);
  await clock.advance(LUMP_MS);
  for (const { firstFrame, frames, soundsAt, atMs } of line.lumps) {
    const lastAt = soundsAt + (frames.length / FRAME_BYTES) * FRAME_MS;
    expect({ firstFrame, aheadMs: lastAt - (START + atMs) <= 10_000 + DELAY_MS + FRAME_MS }).toEqual({
      firstFrame,
      aheadMs: true,
    });
  }
  expect(line.frames).toEqual(numbers(0, line.frames.length));
  expect(line.frames.length).toBeGreaterThan(14_000 / FRAME_MS);
  await fanOut.stop();
});

test('when nobody listens the station does nothing: no timer runs', async () => {
  const { clock, fanOut, join } = await house();
  const line = join('voice', 'end_1');
  await clock.advance(1_000);
  line.leave();
  await clock.advance(1_000);
  expect(clock.sleepers).toBe(0);
  await fanOut.stop();
});
