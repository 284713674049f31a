import { expect, test } from 'vitest';
import {
  type Clock,
  ERROR_CODES,
  errorStatus,
  errorText,
  isStationError,
  LEVELS,
  MAX_TIMER_MS,
  newClaimCode,
  newId,
  newSecret,
  notFound,
  rankOf,
  StationError,
  sleepUntilWall,
} from '#kernel';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const random = new SeededRandom(11);

test('ids say what they name, sort by the time they were made, and never repeat', async () => {
  const clock = new VirtualClock();
  const made: string[] = [];
  for (let count = 0; count < 500; count += 1) {
    made.push(newId('broadcast', clock, random));
    await clock.advance(count % 3);
  }
  for (const id of made) expect(id).toMatch(/^brc_[0-9a-hj-km-np-tv-z]{25}$/);
  expect(new Set(made).size).toBe(made.length);
  const times = made.map((id) => id.slice(0, 13));
  expect(times).toEqual([...times].sort());
});

test('an id can be made when the clock stands before 1970 or far ahead', () => {
  const at = (wallMs: number): Clock => ({ wallMs: () => wallMs, monoMs: () => 0, sleep: async () => true });
  for (const wallMs of [-5, 0, 1.5, 253_402_300_799_999]) expect(newId('area', at(wallMs), random)).toHaveLength(29);
});

test('secrets have the bits that were asked for, and codes have no letters that look alike', () => {
  expect(Buffer.from(newSecret(random), 'base64url')).toHaveLength(32);
  expect(Buffer.from(newSecret(random, 128), 'base64url')).toHaveLength(16);
  for (let count = 0; count < 200; count += 1) expect(newClaimCode(random)).toMatch(/^[^ILOU]{4}-[^ILOU]{4}$/);
});

test('every error says what to do in both languages, and leaves no place unfilled when its values are given', () => {
  expect(ERROR_CODES.length).toBeGreaterThan(30);
  for (const code of ERROR_CODES) {
    const bare = errorText(code);
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    expect(new Set(places(bare.vi)), code).toEqual(new Set(places(bare.en)));
    const filled = errorText(code, Object.fromEntries(places(bare.en).map((place) => [place, 7])));
    for (const text of [filled.vi, filled.en]) {
      expect(text, code).not.toMatch(/[{}]/);
      expect(text.length, code).toBeGreaterThan(10);
      expect(text, code).toMatch(/[.}:]$|7$|\.$/);
    }
    expect(filled.vi, code).not.toBe(filled.en);
    expect(filled.vi, code).toMatch(/[À-ỹ]/);
    expect(errorStatus(code), code).toBeGreaterThanOrEqual(400);
    expect(errorStatus(code), code).toBeLessThan(600);
  }
});

test('an error keeps its code, its cause and the thing’s name in both languages', () => {
  const cause = new Error('disk');
  const error = new StationError('STORAGE_FAILED', {}, cause);
  expect([error.code, error.cause, isStationError(error), isStationError(error, 'NOT_FOUND')]).toEqual([
    'STORAGE_FAILED',
    cause,
    true,
    false,
  ]);
  expect(isStationError(cause)).toBe(false);
  expect(notFound('zone').text.vi).toContain('vùng phát');
  expect(notFound('zone').text.en).toContain('zone');
});

test('warnings stand above everything', () => {
  expect(LEVELS.map(rankOf)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(LEVELS[0]).toBe('emergency');
});

test('an appointment is kept by the wall clock, however it jumps meanwhile', async () => {
  const clock = new VirtualClock({ wallMs: 1_000_000 });
  const woken: number[] = [];
  const wait = sleepUntilWall(clock, 1_600_000).then(() => woken.push(clock.monoMs()));
  await clock.advance(60_000);
  clock.jumpWall(500_000);
  await clock.advance(MAX_TIMER_MS + 10_000);
  await wait;
  expect(woken[0]).toBeLessThanOrEqual(60_000 + MAX_TIMER_MS + 10_000);
  const stopping = new AbortController();
  const second = sleepUntilWall(clock, clock.wallMs() + 1_000_000, stopping.signal);
  clock.jumpWall(-400_000);
  await clock.advance(1_000_000);
  stopping.abort();
  expect(await second).toBe(false);
});
