import { describe, expect, test } from 'vitest';
import { FRAME_BYTES } from '#feed';
import { mayRelay, mustBeRelayable, type RelaySource, warningsOf } from '#relay';
import { Backoff } from '../../../src/relay/backoff.ts';
import { checksAt, needsAt, nextChangeAt } from '../../../src/relay/desk-plan.ts';
import { LevelWatch } from '../../../src/relay/level-watch.ts';
import { checkDates } from '../../../src/relay/relay-source.ts';
import { Reserve } from '../../../src/relay/reserve.ts';
import { formatOf } from '../../../src/relay/sniff.ts';
import { forSeeds } from '../../support/seeded-random.ts';

const source: RelaySource = {
  id: 'rel_1',
  name: 'Đài tỉnh',
  url: 'http://radio.vn/a',
  levelAbove: 'tinh',
  fromDate: '2026-01-10',
  toDate: '2026-03-31',
  fallbackRecordingId: 'rec_1',
  silenceMs: 15_000,
  privateAllowed: false,
  createdAt: 0,
};

test('a source may be relayed on its days, the first and the last included', () => {
  const on = ['2026-01-09', '2026-01-10', '2026-03-31', '2026-04-01'].map((date) => mayRelay(source, date));
  expect(on).toEqual([false, true, true, false]);
  expect(mayRelay({ fromDate: null, toDate: null }, '2031-01-01')).toBe(true);
  expect(() => mustBeRelayable(source, '2026-04-01')).toThrow(/may not be relayed/);
  expect(() => mustBeRelayable(source, '2026-03-31')).not.toThrow();
});

test('a district source must say its end, and dates must be days in order', () => {
  expect(() => checkDates({ ...source, levelAbove: 'huyen', toDate: null })).toThrow(/needs an end/);
  expect(() => checkDates({ ...source, levelAbove: 'huyen' })).not.toThrow();
  expect(() => checkDates({ ...source, toDate: null })).not.toThrow();
  expect(() => checkDates({ ...source, toDate: '2026-02-30' })).toThrow(/no such day/);
  expect(() => checkDates({ ...source, toDate: '2026-01-09' })).toThrow(/before the first/);
});

test('the end of a source is warned of for 30 days, and a district source always', () => {
  const warned = (date: string, more: Partial<RelaySource> = {}) =>
    warningsOf({ ...source, ...more }, date).map((one) => one.en);
  expect(warned('2026-02-28')).toEqual([]);
  expect(warned('2026-03-01')).toEqual([expect.stringContaining('30 days left')]);
  expect(warned('2026-03-31')).toEqual([expect.stringContaining('0 days left')]);
  expect(warned('2026-04-01')).toEqual([expect.stringContaining('last day of this source was 2026-03-31')]);
  expect(warned('2026-02-01', { levelAbove: 'huyen' })).toEqual([expect.stringContaining('ended by law')]);
  expect(warned('2026-02-01', { fallbackRecordingId: null })).toEqual([expect.stringContaining('silent')]);
  expect(warned('2026-02-01', { privateAllowed: true })).toEqual([expect.stringContaining('private network')]);
});

describe('silence', () => {
  /** Plays stretches of 240 ms, in real time; answers the turns and when they came. */
  function play(stretches: ReadonlyArray<['sound' | 'silence' | 'nothing', number]>): string[] {
    const watch = new LevelWatch(15_000);
    const turns: string[] = [];
    let atMs = 0;
    for (const [stretch, seconds] of stretches) {
      for (const endMs = atMs + seconds * 1000; atMs < endMs; atMs += 240) {
        const turn = watch.hear(stretch, 240, atMs);
        if (turn) turns.push(`${turn} ${Math.round(atMs / 1000)}`);
      }
    }
    return turns;
  }
  test.each([
    ['sound only', [['sound', 60]], []],
    [
      'pauses shorter than the limit',
      [
        ['sound', 5],
        ['silence', 14],
        ['sound', 1],
        ['nothing', 14],
        ['sound', 9],
      ],
      [],
    ],
    [
      'silence that is sent',
      [
        ['sound', 5],
        ['silence', 30],
      ],
      ['silent 20'],
    ],
    [
      'no bytes',
      [
        ['sound', 5],
        ['nothing', 30],
      ],
      ['lost 20'],
    ],
    [
      'back after three seconds of sound',
      [
        ['silence', 20],
        ['sound', 10],
      ],
      ['silent 15', 'back 23'],
    ],
    [
      'speech that breathes is back too',
      [
        ['silence', 20],
        ['sound', 2],
        ['silence', 0.7],
        ['sound', 9],
      ],
      ['silent 15', 'back 24'],
    ],
    [
      'a knock is not sound',
      [
        ['silence', 20],
        ['sound', 1],
        ['silence', 4],
        ['sound', 1],
        ['silence', 9],
      ],
      ['silent 15'],
    ],
    [
      'lost again at once',
      [
        ['nothing', 20],
        ['sound', 4],
        ['nothing', 20],
      ],
      ['lost 15', 'back 23', 'lost 39'],
    ],
  ] as const)('%s', (_what, stretches, turns) => {
    expect(play(stretches as never)).toEqual(turns);
  });

  test('a burst at connecting is not three seconds of sound until it has lasted', () => {
    const watch = new LevelWatch(1000);
    watch.hear('nothing', 1000, 0);
    expect(watch.hear('sound', 8000, 10)).toBe(null);
    expect(watch.hear('sound', 240, 2000)).toBe(null);
    expect(watch.hear('sound', 240, 3100)).toBe('back');
  });
});

test('waiting to connect: two quick tries, then doubling to a minute, never in step with others', async () => {
  await forSeeds(1, 20, (random) => {
    const backoff = new Backoff(random);
    const waits = Array.from({ length: 12 }, () => backoff.nextMs());
    const steps = [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000];
    for (const [at, step] of steps.entries()) expect(Math.abs((waits[at] ?? 0) / step - 1)).toBeLessThanOrEqual(0.25);
    expect(new Set(waits.slice(8)).size).toBeGreaterThan(1);
    backoff.reset();
    expect(backoff.nextMs()).toBeLessThan(320);
  });
});

test('frames in the reserve keep the loudness of their own time, whatever comes in which order', () => {
  const reserve = new Reserve();
  const frames = (count: number) => new Uint8Array(count * FRAME_BYTES);
  reserve.frames(frames(50)); // 1.2 s
  for (let level = 0; level < 24; level += 1) reserve.level(level < 12 ? -20 : -90);
  const levels = Array.from({ length: 5 }, () => reserve.take(10)?.rmsDb);
  expect(levels).toEqual([-20, -20, -20, -90, -90]);
  expect(reserve.take(10)).toBe(null);
  // The next encoder counts anew, also while frames of the last one wait.
  reserve.frames(frames(10));
  reserve.newEncoder();
  reserve.frames(frames(10));
  for (let level = 0; level < 5; level += 1) reserve.level(-30);
  expect(reserve.take(10)?.rmsDb).toBe(-90);
  expect(reserve.take(10)?.rmsDb).toBe(-30);
});

test('the reserve keeps two minutes and no more, with sound that outruns every meter', () => {
  const reserve = new Reserve();
  for (let piece = 0; piece < 10_000; piece += 1) reserve.frames(new Uint8Array(100 * FRAME_BYTES));
  expect(reserve.waitingMs).toBeLessThanOrEqual(120_000);
  expect(reserve.waitingMs).toBeGreaterThan(115_000);
});

test.each([
  ['Ogg', 'OggS....', 'audio/mpeg', 'ogg'],
  ['FLAC', 'fLaC....', null, 'flac'],
  ['MP4 fragments', '\0\0\0\x18ftypiso5', 'text/plain', 'mov'],
  ['ADTS called MP3', '\xff\xf1\x50\x80', 'audio/mpeg', 'aac'],
  ['MP3 with a tag before it', `ID3\x04\0\0\0\0\0\x02xx\xff\xfb\x90\0`, null, 'mp3'],
  ['the middle of an MP3 frame', 'giữa chừng', 'audio/mpeg; charset=utf-8', 'mp3'],
  ['the middle of AAC', 'giữa chừng', 'audio/aacp', 'aac'],
  ['a transport stream', `G${'\0'.repeat(187)}G`, 'application/octet-stream', 'mpegts'],
  ['a web page', '<html><body>', 'text/html', null],
  ['JSON', '{"error":1}', 'application/json', null],
  ['a stream of nobody knows what', 'giữa chừng', null, 'mp3'],
])('%s is known', (_what, head, type, format) => {
  expect(formatOf(Buffer.from(head, 'latin1'), type)).toBe(format);
});

test('the desk: programmes that share a source share its feed; checks come twice, late ones at once', () => {
  const at = (seconds: number) => 1_000_000 + seconds * 1000;
  const upcoming = [
    { broadcastId: 'a', streamId: 'rel_1', fromAt: at(0), toAt: at(60) },
    { broadcastId: 'b', streamId: 'rel_1', fromAt: at(70), toAt: at(90) },
    { broadcastId: 'c', streamId: 'rel_2', fromAt: at(600), toAt: at(700) },
  ];
  const open = (seconds: number) =>
    [...needsAt(upcoming, at(seconds))].map(([id, need]) => `${id}:${need.broadcastIds}`);
  expect(open(-21)).toEqual([]);
  expect(open(-20)).toEqual(['rel_1:a']);
  expect(open(55)).toEqual(['rel_1:a,b']);
  expect(open(66)).toEqual(['rel_1:b']);
  expect(open(92)).toEqual([]);
  const keys = (seconds: number) =>
    checksAt(upcoming, at(seconds)).map((one) => `${one.broadcastId} ${one.key.slice(-5)}`);
  expect(keys(299)).toEqual([]);
  expect(keys(300)).toEqual(['c early']);
  expect(keys(541)).toEqual(['c  late']);
  expect(keys(581)).toEqual([]);
  expect(nextChangeAt(upcoming, at(100))).toBe(at(300));
  expect(nextChangeAt(upcoming, at(800))).toBe(null);
});
