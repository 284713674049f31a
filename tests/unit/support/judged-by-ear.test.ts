import { expect, test } from 'vitest';
import { type FinalRow, hearPlays, judge, type Planned } from '../../support/judge.ts';
import { encodeMarks } from '../../support/marks.ts';

const RATE_HZ = 16_000;
const DAY_MS = Date.UTC(2026, 0, 5, 22, 30);
const endpoint = 'thon-1';
const at = (ms: number) => Math.round((ms / 1000) * RATE_HZ);

const planned: Planned[] = [
  { markId: 0x101, endpoint, plannedAtMs: DAY_MS + 1000, durationMs: 20_000, level: 'scheduled' },
  { markId: 0x909, endpoint, plannedAtMs: DAY_MS + 9300, durationMs: 6000, level: 'emergency' },
];
const bulletin = encodeMarks({ id: 0x101, durationMs: 20_000, rateHz: RATE_HZ, withFrameCounter: true });
const alarm = encodeMarks({ id: 0x909, durationMs: 6000, rateHz: RATE_HZ, withFrameCounter: true, voice: 'high' });

/** The bulletin until 9.5 s, the alarm, and the bulletin again from `resumeMs` of it. */
function day(resumeMs: number): Float32Array {
  const tape = new Float32Array(at(40_000));
  tape.set(bulletin.subarray(0, at(8500)), at(1000));
  tape.set(alarm, at(9600));
  tape.set(bulletin.subarray(at(resumeMs)), at(15_800));
  return tape;
}

function log(resumeMs: number): FinalRow[] {
  const restMs = 20_000 - resumeMs;
  return [
    {
      endpoint,
      markId: 0x101,
      state: 'played',
      startedMs: DAY_MS + 1000,
      endedMs: DAY_MS + 15_800 + restMs,
      renderedMs: 8500 + restMs,
    },
    { endpoint, markId: 0x909, state: 'played', startedMs: DAY_MS + 9600, endedMs: DAY_MS + 15_600, renderedMs: 6000 },
  ];
}

function rulesBroken(tape: Float32Array, rows: FinalRow[]): string[] {
  const heard = hearPlays(tape, RATE_HZ, DAY_MS).map((play) => ({ ...play, endpoint }));
  return judge({ planned, heard, log: rows }).map(({ sentence }) => sentence);
}

test('from sound to verdict: an emergency cuts in cleanly and the bulletin goes on', () => {
  expect(rulesBroken(day(8500), log(8500))).toEqual([]);
});

test('from sound to verdict: what goes wrong in the sound is named', () => {
  expect(rulesBroken(day(3000), log(3000))).toEqual([
    expect.stringMatching(/101: went on, but repeated more.* by 5\d\d\d ms/),
  ]);
  const mixed = day(8500);
  mixed.set(
    bulletin.subarray(at(8500), at(9500)).map((sample, i) => sample + (mixed[at(9500) + i] ?? 0)),
    at(9500),
  );
  expect(rulesBroken(mixed, log(8500)).join()).toContain('two sounds at once');
  const holed = day(8500).fill(0, at(20_000), at(20_300));
  expect(rulesBroken(holed, log(8500)).join()).toContain('a hole in the sound');
  const cut = day(8500).fill(0, at(20_000));
  expect(rulesBroken(cut, log(8500)).join()).toContain('a part is missing');
  expect(rulesBroken(day(8500), [log(8500)[0] as FinalRow])).toEqual([
    expect.stringContaining('909: heard, but without'),
  ]);
});
