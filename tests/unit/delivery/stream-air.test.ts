import { describe, expect, test } from 'vitest';
import { Feed, FeedBook, FRAME_BYTES, FRAME_MS } from '#feed';
import { feedFrames, inOrder, readyFrames, silentFrames } from '../../../src/delivery/http/frame-source.ts';
import { Stream } from '../../../src/delivery/http/stream.ts';
import { Ear, named, onStream, spoken } from './ears.ts';
import { worldAt } from './things.ts';

const START = Date.UTC(2026, 10, 23);

function streamWith(): { stream: Stream; ear: Ear } {
  const stream = new Stream(1000);
  const ear = new Ear();
  stream.join(ear);
  ear.heard.length = 0;
  return { stream, ear };
}

describe('one that cuts in', () => {
  test.each([
    ['resume', [...named(1, 0, 20), ...named(2, 0, 10), ...named(1, 20, 50)], ['2 itself 10', '1 itself 50']],
    ['restart', [...named(1, 0, 20), ...named(2, 0, 10), ...named(1, 0, 50)], ['2 itself 10', '1 itself 70']],
    ['drop', [...named(1, 0, 20), ...named(2, 0, 10)], ['1 other 20', '2 itself 10']],
  ] as const)('has the air at its frame; the other by its own policy: %s', (interruption, voices, ends) => {
    const { stream, ear } = streamWith();
    stream.put(onStream('1', 1000, spoken(1, 50), { interruption }));
    stream.advance(1010);
    expect(stream.put(onStream('2', 1020, spoken(2, 10), { cutsIn: true }))).toBe(1020);
    const ended = stream.advance(1200);
    expect(ear.voices).toEqual(voices);
    expect(ended.map((end) => `${end.broadcastId} ${end.endedBy} ${end.heardFrames}`)).toEqual(ends);
    expect(ear.heard).toHaveLength(200);
  });

  test('may itself be cut into; all come back in the order of their right', () => {
    const { stream, ear } = streamWith();
    stream.put(onStream('1', 1000, spoken(1, 30)));
    stream.advance(1010);
    stream.put(onStream('2', 1010, spoken(2, 20), { cutsIn: true }));
    stream.advance(1015);
    stream.put(onStream('3', 1015, spoken(3, 5), { cutsIn: true }));
    expect(stream.broadcasts('begun').sort()).toEqual(['1', '2']);
    stream.advance(1200);
    expect(ear.voices).toEqual([
      ...named(1, 0, 10),
      ...named(2, 0, 5),
      ...named(3, 0, 5),
      ...named(2, 5, 20),
      ...named(1, 10, 30),
    ]);
  });

  test('what only waits is not interrupted, and one that is taken off before its frame cuts nothing', () => {
    const { stream, ear } = streamWith();
    stream.put(onStream('1', 1050, spoken(1, 10), { interruption: 'drop' }));
    stream.put(onStream('2', 1020, spoken(2, 10), { cutsIn: true }));
    stream.put(onStream('3', 1055, spoken(3, 10), { cutsIn: true }));
    expect(stream.take('3')).toMatchObject({ endedBy: 'order', heardFrames: 0 });
    stream.advance(1200);
    expect(ear.voices).toEqual([...named(2, 0, 10), ...named(1, 0, 10)]);
  });

  test('one whose time runs out while another sounds does not come back', () => {
    const { stream, ear } = streamWith();
    stream.put(onStream('1', 1000, spoken(1, 100)));
    stream.limit('1', 1040);
    stream.advance(1010);
    stream.put(onStream('2', 1010, spoken(2, 50), { cutsIn: true }));
    const ended = stream.advance(1200);
    expect(ear.voices).toEqual([...named(1, 0, 10), ...named(2, 0, 50)]);
    expect(ended.map((end) => `${end.broadcastId} ${end.endedBy}`)).toEqual(['2 itself', '1 other']);
  });
});

describe('a set end', () => {
  /** Frames with some gain, so that a fade shows. */
  const loud = (count: number) => {
    const frames = spoken(1, count);
    for (let at = 0; at < frames.length; at += FRAME_BYTES) frames.set([0b10, 0], at + 7);
    return frames;
  };
  const gains = (bytes: Uint8Array[]) =>
    bytes.flatMap((lump) =>
      Array.from({ length: lump.length / FRAME_BYTES }, (_, n) => {
        const [high = 0, low = 0] = lump.subarray(n * FRAME_BYTES + 7, n * FRAME_BYTES + 9);
        return ((high & 3) << 6) | (low >> 2);
      }),
    );
  const heardGains = (limit: number | null, gainDb: number, steps: number[]) => {
    const stream = new Stream(1000);
    const lumps: Uint8Array[] = [];
    const ear = new Ear('item');
    stream.join(Object.assign(ear, { write: (bytes: Uint8Array) => void lumps.push(bytes.slice()) }));
    stream.put(onStream('1', 1000, loud(100), { gainDb }));
    stream.limit('1', limit);
    const ends = steps.flatMap((frame) => stream.advance(frame));
    return { all: gains(lumps), ends };
  };

  test('it grows softer for 400 ms and is silent from that frame on, whatever the steps of time', () => {
    const { all, ends } = heardGains(1050, 0, [1200]);
    expect(all).toHaveLength(50);
    expect(all.slice(0, 33)).toEqual(Array(33).fill(128));
    const ramp = all.slice(33);
    expect(ramp.every((gain, at) => at === 0 || gain <= (ramp[at - 1] ?? 0))).toBe(true);
    expect(ramp.at(-1)).toBeLessThan(110);
    expect(ends).toMatchObject([{ endedBy: 'limit', heardFrames: 50 }]);
    expect(heardGains(1050, 0, [1010, 1035, 1036, 1049, 1120]).all).toEqual(all);
  });

  test('one that ends before is not softened; one that is softer by rule is so throughout', () => {
    expect(heardGains(1100, 0, [1200]).all).toEqual(Array(100).fill(128));
    expect(heardGains(null, -6, [1200]).all).toEqual(Array(100).fill(124));
  });

  test('a voice that is over ends there, also when its time ran while another sounded', () => {
    const { stream, ear } = streamWith();
    stream.put(onStream('1', 1000, spoken(1, 1000)));
    stream.advance(1010);
    stream.conclude('1', 30);
    const ended = stream.advance(1100);
    expect(ear.voices).toEqual(named(1, 0, 30));
    expect(ended).toMatchObject([{ endedBy: 'itself', totalFrames: 30, heardFrames: 30 }]);
    stream.put(onStream('2', 1100, spoken(2, 1000)));
    stream.advance(1110);
    stream.put(onStream('3', 1110, spoken(3, 15), { cutsIn: true }));
    stream.advance(1112);
    stream.conclude('2', 40);
    expect(stream.advance(1300).map((end) => `${end.broadcastId} ${end.endedBy} ${end.heardFrames}`)).toEqual([
      '3 itself 15',
      '2 other 25',
    ]);
  });
});

describe('frames of a running order', () => {
  test('recordings, silence and feeds follow one another without a seam', () => {
    const { clock } = worldAt(START);
    const source = inOrder([
      readyFrames(spoken(1, 5)),
      silentFrames(3),
      feedFrames(new FeedBook(), clock, 'nobody', 4),
      readyFrames(spoken(2, 5)),
    ]);
    expect(source.count).toBe(17);
    const ear = new Ear();
    for (let from = 0; from < 17; from += 4) ear.write(source.read(from, Math.min(17, from + 4), from));
    expect(ear.heard).toEqual([...named(1, 0, 5), ...Array(7).fill('-'), ...named(2, 0, 5)]);
  });

  test('a feed is heard as it is now: every frame once, a little behind its source, through an interruption', async () => {
    const { clock } = worldAt(START);
    await clock.advance(1_000_003.7);
    const feeds = new FeedBook();
    const feed = new Feed({ id: 'voice', clock, delayMs: 1_200 });
    feeds.open(feed);
    const source = feedFrames(feeds, clock, 'voice', 10_000);
    const ear = new Ear();
    let sent = Math.floor(clock.monoMs() / FRAME_MS);
    const go = async (lumps: number, isHeard = true) => {
      for (let lump = 0; lump < lumps; lump++) {
        for (let n = 0; n < 10; n++) {
          await clock.advance(FRAME_MS);
          const one = spoken(1, feed.endFrame + 1).subarray(feed.endFrame * FRAME_BYTES);
          feed.push(one);
        }
        const now = Math.floor(clock.monoMs() / FRAME_MS);
        if (isHeard) ear.write(source.read(0, now - sent, sent));
        sent = now;
      }
    };
    await go(20);
    const heard = ear.voices.map((name) => Number(name.split(':')[1]));
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, at) => at));
    const behindMs = (feed.endFrame - 1 - (heard.at(-1) ?? 0)) * FRAME_MS;
    expect(behindMs).toBeGreaterThanOrEqual(550);
    expect(behindMs).toBeLessThanOrEqual(650);
    await go(5, false);
    ear.heard.length = 0;
    await go(1);
    expect(Number(ear.voices[0]?.split(':')[1])).toBe((heard.at(-1) ?? 0) + 51);
  });
});
