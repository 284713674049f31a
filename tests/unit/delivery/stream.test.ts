import { expect, test } from 'vitest';
import { FRAME_BYTES, isOurMp3, SILENT_FRAME, silence } from '#feed';
import { Stream } from '../../../src/delivery/http/stream.ts';
import { Ear, named, onStream, spoken } from './ears.ts';

const CUSHION = 42;

function streamWith(...ears: Ear[]): Stream {
  const stream = new Stream(1000);
  for (const ear of ears) {
    stream.join(ear);
    ear.heard.length = 0;
  }
  return stream;
}

test('a new listener gets a second of silence at once, so that a late packet makes no gap', () => {
  const ear = new Ear();
  new Stream(0).join(ear);
  expect(ear.heard).toEqual(Array.from({ length: CUSHION }, () => '-'));
});

test('real time is sent frame by frame, whatever the steps in which it comes', () => {
  const ear = new Ear();
  const stream = streamWith(ear);
  stream.put(onStream('a', 1005, spoken(1, 10)));
  const ends = [1001, 1004, 1004, 1006, 1012, 1030].flatMap((frame) => stream.advance(frame));
  const quiet = (count: number) => Array.from({ length: count }, () => '-');
  expect(ear.heard).toEqual([...quiet(5), ...named(1, 0, 10), ...quiet(15)]);
  expect(ends).toEqual([
    {
      broadcastId: 'a',
      endedBy: 'itself',
      firstFrame: 1005,
      totalFrames: 10,
      heardFrames: 10,
      firstHeardFrame: 1005,
      lastHeardFrame: 1015,
    },
  ]);
});

test('the next broadcast waits on the stream for the end of the one before, and cuts nothing', () => {
  const ear = new Ear();
  const stream = streamWith(ear);
  expect(stream.put(onStream('a', 1000, spoken(1, 50)))).toBe(1000);
  stream.advance(1010);
  expect(stream.put(onStream('b', 1040, spoken(2, 20)))).toBe(1050);
  const ends = stream.advance(1100);
  expect(ear.voices).toEqual([...named(1, 0, 50), ...named(2, 0, 20)]);
  expect(ends.map((end) => [end.broadcastId, end.heardFrames])).toEqual([
    ['a', 50],
    ['b', 20],
  ]);
});

test('an order that is repeated does not begin it again', () => {
  const ear = new Ear();
  const stream = streamWith(ear);
  const item = onStream('a', 1000, spoken(1, 30));
  stream.put(item);
  stream.advance(1010);
  expect(stream.put({ ...item, firstFrame: 1010 })).toBe(null);
  stream.advance(1100);
  expect(ear.voices).toEqual(named(1, 0, 30));
});

test('who comes in the middle hears the rest, and only that is counted', () => {
  const stream = streamWith();
  stream.put(onStream('a', 1000, spoken(1, 30)));
  stream.advance(1012);
  const late = new Ear();
  stream.join(late);
  const [end] = stream.advance(1030);
  expect(late.voices).toEqual(named(1, 12, 30));
  expect([end?.heardFrames, end?.firstHeardFrame, end?.lastHeardFrame]).toEqual([18, 1012, 1030]);
});

test('a broadcast to which nobody listened was heard by nobody', () => {
  const stream = streamWith();
  stream.put(onStream('a', 1000, spoken(1, 30)));
  const [end] = stream.advance(2000);
  expect([end?.heardFrames, end?.firstHeardFrame, end?.lastHeardFrame]).toEqual([0, null, null]);
});

test('what is taken off is silent at once, and another one behind it keeps its time', () => {
  const ear = new Ear();
  const stream = streamWith(ear);
  stream.put(onStream('a', 1000, spoken(1, 50)));
  stream.put(onStream('b', 1000, spoken(2, 5)));
  stream.advance(1010);
  expect(stream.take('a')).toMatchObject({ heardFrames: 10, lastHeardFrame: 1010 });
  expect(stream.take('a')).toBe(null);
  expect(stream.take('never')).toBe(null);
  stream.advance(1100);
  expect(ear.voices).toEqual([...named(1, 0, 10), ...named(2, 0, 5)]);
});

test('one that was never begun can be taken off, and does not end the item of the one that sounds', () => {
  const ear = new Ear('item');
  const stream = streamWith(ear);
  stream.put(onStream('a', 1000, spoken(1, 20)));
  stream.put(onStream('b', 1020, spoken(2, 20)));
  stream.advance(1010);
  expect(stream.take('b')).toMatchObject({ heardFrames: 0, firstHeardFrame: null });
  expect(ear.isEnded).toBe(false);
});

test('a device that asks for one item hears no silence, and the answer ends with the item', () => {
  const ear = new Ear('item');
  const stream = streamWith(ear);
  stream.advance(1005);
  stream.put(onStream('a', 1010, spoken(1, 20)));
  stream.put(onStream('b', 1030, spoken(2, 20)));
  stream.advance(1100);
  expect(ear.heard).toEqual(named(1, 0, 20));
  expect(ear.isEnded).toBe(true);
  expect(stream.listeners).toBe(0);
});

test('a device that does not read is let go after ten seconds, and its neighbours hear every frame', () => {
  const [stuck, other] = [new Ear(), new Ear()];
  const stream = streamWith(stuck, other);
  stuck.isStuck = true;
  for (let frame = 1010; frame <= 1600; frame += 10) stream.advance(frame);
  expect([stuck.isCut, other.isCut]).toEqual([true, false]);
  expect(stuck.stuckBytes).toBeLessThanOrEqual(430 * FRAME_BYTES);
  expect(other.heard).toHaveLength(600);
  expect(stream.listeners).toBe(1);
});

test('only whole frames of our own format go on a stream', () => {
  expect(isOurMp3(spoken(1, 3))).toBe(true);
  expect(isOurMp3(silence(2))).toBe(true);
  expect(isOurMp3(new Uint8Array())).toBe(false);
  expect(isOurMp3(spoken(1, 3).subarray(0, 3 * FRAME_BYTES - 1))).toBe(false);
  expect(isOurMp3(spoken(1, 3).subarray(1))).toBe(false);
  const damaged = spoken(1, 3);
  damaged[FRAME_BYTES] = 0;
  expect(isOurMp3(damaged)).toBe(false);
  expect(SILENT_FRAME).toHaveLength(FRAME_BYTES);
});
