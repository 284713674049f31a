import { describe, expect, test } from 'vitest';
import { FRAME_MS } from '#feed';
import { StreamRing } from '../../../src/speaker/stream-ring.ts';
import { CODEC_SAMPLES, frameAt, OFFSET_MS, StreamBench } from './stream-bench.ts';

const CODEC_MS = CODEC_SAMPLES / 48;
const ORIGIN_MS = 1_000;
/** The middle of what frame n sounds as, once the codec's delay is taken off. */
const middleOf = (frame: number, originMs = ORIGIN_MS) => originMs + (frame + 0.5) * FRAME_MS - CODEC_MS;

async function listening() {
  const bench = new StreamBench();
  const receiver = bench.receiver();
  await bench.clock.settle();
  return { bench, receiver };
}

describe('sound in its place', () => {
  test('read in order, missing where nothing came, and replaced from where it is written again', () => {
    const ring = new StreamRing();
    ring.write(1_000, new Int16Array(500).fill(1), 1_000);
    ring.write(1_700, new Int16Array(300).fill(2), 1_000);
    const into = new Int16Array(1_200);
    expect(ring.read(900, into)).toBe(100 + 200 + 100);
    expect([into[99], into[100], into[599], into[600], into[799], into[800], into[1_099], into[1_100]]).toEqual([
      0, 1, 1, 0, 0, 2, 2, 0,
    ]);
    ring.write(1_300, new Int16Array(100).fill(3), 1_000);
    expect(ring.end).toBe(1_400);
    expect(ring.read(1_000, into)).toBe(800);
    expect([into[299], into[300], into[399], into[400]]).toEqual([1, 3, 3, 0]);
  });

  test('what is long gone or far ahead is not kept', () => {
    const ring = new StreamRing();
    for (let at = 0; at < 48_000 * 60; at += 4_800) ring.write(at, new Int16Array(4_800).fill(1), at);
    expect(ring.read(0, new Int16Array(48_000))).toBe(48_000);
    expect(ring.read(48_000 * 59, new Int16Array(48_000))).toBe(0);
    const { end } = ring;
    ring.write(48_000 * 120, new Int16Array(10), 48_000 * 60);
    expect(ring.end).toBe(end);
  });
});

describe('a stream that is listened to', () => {
  test('each frame sounds at the instant that its lump says, by the station’s clock, less what the codec holds back', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    bench.send(10, 20);
    for (let frame = 0; frame < 20; frame++) expect(frameAt(receiver, middleOf(frame))).toBe(frame);
    expect(frameAt(receiver, middleOf(20))).toBe(null);
    expect(frameAt(receiver, middleOf(-1))).toBe(null);
    expect(receiver.readySamples(middleOf(0))).toBe(19.5 * FRAME_MS * 48);
    expect(bench.decoders).toHaveLength(1);
    receiver.close();
  });

  test('lost lumps are a hole of their length, and what comes after is in its place', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    bench.send(30, 40);
    const into = new Int16Array(30 * FRAME_MS * 48);
    expect(receiver.read(middleOf(9.5), into)).toBe(20 * FRAME_MS * 48);
    expect([9, 10, 29, 30, 39].map((frame) => frameAt(receiver, middleOf(frame)))).toEqual([9, null, null, 30, 39]);
    receiver.close();
  });

  test('what it has already is not decoded twice', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    bench.cut();
    await bench.clock.advance(1_000);
    bench.send(5, 20);
    bench.send(5, 20);
    for (let frame = 0; frame < 20; frame++) expect(frameAt(receiver, middleOf(frame))).toBe(frame);
    expect(bench.decoders).toHaveLength(1);
    receiver.close();
  });

  test('what is no lump is ignored and counted', async () => {
    const { bench, receiver } = await listening();
    const [line] = bench.lines;
    if (!line) throw new Error('nobody listens');
    for (const bad of [[], [1], [2, ...Array(13).fill(0)], [1, 2, ...Array(12).fill(0)], Array(14 + 100).fill(1)])
      line.events.lump(Uint8Array.from(bad));
    bench.send(0, 10);
    expect(receiver.refused).toBe(5);
    expect(frameAt(receiver, middleOf(5))).toBe(5);
    receiver.close();
  });

  test('another feed of the same name is heard from its own first frame on', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 50);
    await bench.clock.advance(3_000);
    bench.send(0, 10, { originMs: 5_000 });
    expect(frameAt(receiver, middleOf(3, 5_000))).toBe(3);
    receiver.close();
  });

  test('at its end nothing is waited for, and the last frame is whole', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    expect(receiver.readySamples(middleOf(30))).toBe(0);
    bench.send(10, 20, { isEnd: true });
    const last = new Int16Array(FRAME_MS * 48);
    expect(receiver.read(ORIGIN_MS + 19 * FRAME_MS, last)).toBe(0);
    expect(receiver.readySamples(middleOf(0))).toBe(Number.POSITIVE_INFINITY);
    expect(receiver.readySamples(middleOf(30))).toBe(Number.POSITIVE_INFINITY);
    receiver.close();
  });

  test('a clock that is known a little better moves nothing; one that was set is followed', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 100);
    expect(frameAt(receiver, middleOf(50))).toBe(50);
    bench.offsetMs = OFFSET_MS + 30;
    expect(frameAt(receiver, middleOf(50))).toBe(50);
    bench.offsetMs = OFFSET_MS + 10 * FRAME_MS;
    expect(frameAt(receiver, middleOf(50))).toBe(60);
    receiver.close();
  });

  test('a source that wanders off by more than 40 ms is put where it says', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    bench.send(10, 20, { originMs: ORIGIN_MS + 20 });
    expect(frameAt(receiver, middleOf(19))).toBe(19);
    bench.send(20, 30, { originMs: ORIGIN_MS + 60 });
    expect(frameAt(receiver, middleOf(29, ORIGIN_MS + 60))).toBe(29);
    receiver.close();
  });
});

describe('what goes wrong', () => {
  test('a decoder that dies is started again, and counts from the new place', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    bench.decoders[0]?.die();
    await bench.clock.advance(1_500);
    bench.send(60, 70);
    expect(bench.decoders).toHaveLength(2);
    expect(frameAt(receiver, middleOf(65))).toBe(65);
    expect(frameAt(receiver, middleOf(30))).toBe(null);
    expect(bench.logged).toContain('stream decoder ended by itself');
    receiver.close();
  });

  test('one that dies over and over is not started with every lump', async () => {
    const { bench, receiver } = await listening();
    for (let lump = 0; lump < 20; lump++) {
      bench.send(lump * 10, lump * 10 + 10);
      bench.decoders.at(-1)?.die();
      await bench.clock.advance(240);
    }
    expect(bench.decoders.length).toBeLessThanOrEqual(5);
    receiver.close();
  });

  test('a flood in front of a decoder that does not keep up fills no memory', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 1);
    const [decoder] = bench.decoders;
    if (!decoder) throw new Error('no decoder');
    decoder.isStuck = true;
    for (let n = 0; n < 2_000; n++) bench.send(0, 40, { originMs: 1_000 + n * 100 });
    expect(decoder.waitingBytes).toBeLessThan(1_000_000);
    decoder.die();
    await bench.clock.advance(1_100);
    bench.send(100, 110);
    expect(frameAt(receiver, middleOf(105))).toBe(105);
    receiver.close();
  });

  test('a line that breaks is opened again at once, then with growing patience', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    const { clock } = bench;
    const cutMs = clock.monoMs();
    bench.cut();
    await clock.advance(300);
    expect(bench.lines).toHaveLength(2);
    expect((bench.lines[1]?.atMs ?? 0) - cutMs).toBeLessThanOrEqual(200);
    bench.isReachable = false;
    bench.cut();
    await clock.advance(20_000);
    bench.isReachable = true;
    await clock.advance(2_500);
    expect(bench.lines).toHaveLength(3);
    receiver.close();
    expect(bench.lines[2]?.isOpen).toBe(true);
    await clock.settle();
    expect(bench.lines[2]?.isOpen).toBe(false);
  });

  test('without a key it asks nobody, and with one it asks at once when something changed', async () => {
    const bench = new StreamBench();
    bench.token = null;
    const receiver = bench.receiver();
    await bench.clock.advance(10_000);
    expect(bench.lines).toEqual([]);
    bench.token = 'fresh';
    receiver.look();
    await bench.clock.settle();
    expect(bench.lines.map(({ token, streamId }) => [token, streamId])).toEqual([['fresh', 'voice']]);
    receiver.close();
  });

  test('a line that says nothing while sound is due is given up; before the feed opens silence is right', async () => {
    const { bench, receiver } = await listening();
    await bench.clock.advance(60_000);
    expect(bench.lines).toHaveLength(1);
    bench.send(0, 10);
    await bench.clock.advance(12_000);
    expect(bench.lines.length).toBeGreaterThan(1);
    expect(bench.lines[0]?.isOpen).toBe(false);
    receiver.close();
  });

  test('a source that stays away for a minute is lost; one that pauses for less is not', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    const portion = new Int16Array(4_800);
    const readUntil = (fromMs: number, toMs: number) => {
      for (let ms = fromMs; ms < toMs; ms += 100) {
        const missing = receiver.read(ms, portion);
        if (typeof missing === 'string') return missing;
      }
      return 'still there';
    };
    expect(readUntil(1_000, 55_000)).toBe('still there');
    await bench.clock.advance(55_000);
    bench.send(2_400, 2_410);
    expect(readUntil(55_000, 110_000)).toBe('still there');
    expect(readUntil(110_000, 200_000)).toBe('source_lost');
    // Nobody listened meanwhile: the next play is not punished for that.
    expect(readUntil(400_000, 401_000)).toBe('still there');
    receiver.close();
  });

  test('closed, it holds nothing: no line, no decoder, no timer', async () => {
    const { bench, receiver } = await listening();
    bench.send(0, 10);
    receiver.close();
    await bench.clock.settle();
    expect(bench.decoders[0]?.isDead).toBe(true);
    expect(bench.lines[0]?.isOpen).toBe(false);
    expect(bench.clock.sleepers).toBe(0);
  });
});
