import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stream } from '../../src/delivery/http/stream.ts';
import { Ear, named, onStream, spoken } from '../unit/delivery/ears.ts';

const step = fc.oneof(
  fc.record({ do: fc.constant('advance' as const), by: fc.integer({ min: 0, max: 40 }) }),
  fc.record({
    do: fc.constant('put' as const),
    voice: fc.integer({ min: 1, max: 6 }),
    in: fc.integer({ min: -20, max: 30 }),
    frames: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ do: fc.constant('take' as const), voice: fc.integer({ min: 1, max: 6 }) }),
);

test('whatever is put on and taken off: every broadcast is heard from its first frame on, in one piece, alone', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const stream = new Stream(500);
      const ear = new Ear();
      stream.join(ear);
      ear.heard.length = 0;
      const lengths = new Map<number, number>();
      const ended = new Map<string, number>();
      let frame = 500;
      for (const one of [...steps, { do: 'advance' as const, by: 5000 }]) {
        if (one.do === 'advance') {
          frame += one.by;
          for (const end of stream.advance(frame)) ended.set(end.broadcastId, end.heardFrames);
        } else if (one.do === 'take') {
          const end = stream.take(String(one.voice));
          if (end) ended.set(end.broadcastId, end.heardFrames);
        } else if (!lengths.has(one.voice)) {
          lengths.set(one.voice, one.frames);
          stream.put(onStream(String(one.voice), frame + one.in, spoken(one.voice, one.frames)));
        }
      }
      expect(ear.heard).toHaveLength(frame - 500);
      expect([...ended.keys()].sort()).toEqual([...lengths.keys()].map(String).sort());
      const order = [...new Set(ear.voices.map((name) => Number(name.split(':')[0])))];
      expect(ear.voices).toEqual(order.flatMap((voice) => named(voice, 0, ended.get(String(voice)) ?? -1)));
      for (const [voice, heard] of ended) expect(heard).toBeLessThanOrEqual(lengths.get(Number(voice)) ?? -1);
    }),
    { numRuns: 500 },
  );
});

test('the steps in which real time comes change nothing of what is sent', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (steps) => {
      const [coarse, fine] = [new Ear(), new Ear()];
      for (const [ear, sizes] of [
        [coarse, [steps.reduce((sum, size) => sum + size, 0)]],
        [fine, steps],
      ] as const) {
        const stream = new Stream(0);
        stream.join(ear);
        stream.put(onStream('a', 7, spoken(1, 40)));
        stream.put(onStream('b', 60, spoken(2, 40)));
        let frame = 0;
        for (const size of sizes) {
          frame += size;
          stream.advance(frame);
        }
      }
      expect(fine.heard).toEqual(coarse.heard);
    }),
  );
});
