import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { airTextOf, groupsBetween, rdsStateOf } from '../../../../src/delivery/fm/text/state-of-air.ts';
import { broadcastOf } from '../things.ts';
import { emergency, NOW, ordinary, stationOf } from './stations.ts';

describe('what the RDS of a station says', () => {
  test('a name of the programme type, other frequencies and the time only where they are set', () => {
    const more = stationOf({ ptyn: 'Nông thôn', alternativesKhz: [98_500], sendsClock: true });
    expect(rdsStateOf(more, null, NOW, { offsetMinutes: 420 })).toMatchObject({
      ...{ ptyn: 'Nong tho', alternativesKhz: [98_500], clock: { offsetMinutes: 420 } },
    });
    expect(Object.keys(rdsStateOf(stationOf(), null, NOW))).not.toEqual(expect.arrayContaining(['clock']));
  });

  test('nothing on air: its own text, nothing announced, its own programme type', () => {
    expect(rdsStateOf(stationOf(), null, NOW)).toEqual({
      pi: '7A01',
      ecc: 'F2',
      language: '46',
      ps: 'XA TAN  ',
      rt: 'Dai truyen thanh xa Tan Lap',
      tp: true,
      ta: false,
      taUntil: null,
      pty: 3,
      rtPlus: [],
      groups: [],
    });
  });

  test('without a text of its own: its name, tagged as one', () => {
    const { rt, rtPlus } = rdsStateOf(stationOf({ fallbackText: '' }), null, NOW);
    expect(rt).toBe('Dai xa Tan Lap');
    expect(rtPlus).toEqual([{ type: 32, start: 0, length: rt.length - 1 }]);
  });

  test('an ordinary broadcast: its title, tagged as what is on, nothing announced', () => {
    const state = rdsStateOf(stationOf(), ordinary(), NOW);
    expect(state).toMatchObject({ rt: 'Ban tin sang', ta: false, taUntil: null, pty: 3 });
    expect(state.rtPlus).toEqual([{ type: 33, start: 0, length: 11 }]);
  });

  test('a title that no receiver can show gives way to the station’s own text', () => {
    const broadcast = broadcastOf('brc_1', NOW, 1000, { title: '🚨你好' });
    expect(rdsStateOf(stationOf(), ordinary({ broadcast }), NOW).rt).toBe('Dai truyen thanh xa Tan Lap');
  });

  test('what is over by its own end is off air, even if nobody said so', () => {
    const over = NOW + 420_000;
    expect(rdsStateOf(stationOf(), ordinary(), over)).toEqual(rdsStateOf(stationOf(), null, over));
    expect(rdsStateOf(stationOf(), emergency('x', { endAt: over }), over)).toEqual(rdsStateOf(stationOf(), null, over));
  });

  test('an emergency: in capitals, announced, PTY 31', () => {
    const state = rdsStateOf(stationOf(), emergency(), NOW);
    expect(state).toMatchObject({ rt: 'CANH BAO: LU QUET, SO TAN NGAY', tp: true, ta: true, pty: 31 });
    expect(state.taUntil).toBe(NOW + 600_000);
    expect(state.rtPlus).toEqual([{ type: 27, start: 0, length: state.rt.length - 1 }]);
    expect(airTextOf(stationOf(), emergency(), NOW).utf8).toBe('CẢNH BÁO: LŨ QUÉT, SƠ TÁN NGAY');
  });

  test.each([
    ['Cảnh báo lũ quét', 'CANH BAO LU QUET'],
    ['CANH BAO: bao so 3', 'CANH BAO: BAO SO 3'],
    ['', 'CANH BAO'],
    ['🚨', 'CANH BAO'],
    [
      'Ủy ban nhân dân xã thông báo sơ tán khẩn cấp các hộ dân ven sông',
      'CANH BAO: UBND XA THONG BAO SO TAN KHAN CAP CAC HO DAN VEN SONG',
    ],
  ])('the alarm %j reads %j', (title, rt) => {
    expect(rdsStateOf(stationOf(), emergency(title), NOW).rt).toBe(rt);
  });

  test('an exercise says so and is PTY 30, never 31', () => {
    const state = rdsStateOf(stationOf(), emergency('Sơ tán'), NOW, { isTest: true });
    expect(state).toMatchObject({ rt: 'DIEN TAP: SO TAN', pty: 30, ta: true });
  });

  test('an all-clear is announced, and nobody takes it for the alarm whose title it has', () => {
    const state = rdsStateOf(stationOf(), emergency('Lũ quét'), NOW, { isAllClear: true });
    expect(state).toMatchObject({ rt: 'BAO YEN: LU QUET', pty: 3, ta: true });
    expect(state.rtPlus).toEqual([{ type: 33, start: 0, length: 15 }]);
  });

  test('the announcement is released at the time-out while the alarm goes on, and at the end when that is sooner', () => {
    const voice = emergency();
    expect(rdsStateOf(stationOf(), voice, NOW + 599_999)).toMatchObject({ ta: true, pty: 31 });
    expect(rdsStateOf(stationOf(), voice, NOW + 600_000)).toMatchObject({ ta: false, taUntil: null, pty: 31 });
    const short = emergency('x', { endAt: NOW + 60_000 });
    expect(rdsStateOf(stationOf(), short, NOW).taUntil).toBe(NOW + 60_000);
    expect(rdsStateOf(stationOf(), short, NOW + 60_000)).toMatchObject({ ta: false, pty: 3 });
  });

  test('only an emergency is ever announced, never without an end, and never longer than the station allows', () => {
    const levels = fc.constantFrom('emergency', 'live_authority', 'priority', 'scheduled', 'filler');
    fc.assert(
      fc.property(
        levels,
        fc.integer({ min: -900_000, max: 900_000 }),
        fc.option(fc.integer({ min: -900_000, max: 900_000 })),
        fc.integer({ min: 10, max: 3600 }),
        fc.boolean(),
        (level, since, left, taTimeoutS, isTest) => {
          const broadcast = broadcastOf('brc_1', NOW, 1000, { level });
          const endAt = left === null ? null : NOW + left;
          const onAir = { broadcast, startAt: NOW - since, endAt, endpointIds: [] };
          const { ta, taUntil, tp, pty } = rdsStateOf(stationOf({ taTimeoutS }), onAir, NOW, { isTest });
          expect(taUntil !== null).toBe(ta);
          if (ta) {
            expect(tp && level === 'emergency').toBe(true);
            expect(taUntil).toBeGreaterThan(NOW);
            expect(taUntil).toBeLessThanOrEqual(NOW - since + taTimeoutS * 1000);
            expect(taUntil).toBeLessThanOrEqual(endAt ?? Number.POSITIVE_INFINITY);
          }
          expect(pty === 31).toBe(level === 'emergency' && !isTest && (endAt === null || endAt > NOW));
        },
      ),
    );
  });
});

describe('the groups that open and close receivers', () => {
  const village = (name: string, off = `OFF ${name}`) => ({
    endpointId: name,
    onGroups: [`ON ${name}`],
    offGroups: [off],
  });
  const [a, b, c] = [village('a'), village('b'), village('c')];
  const set = (...names: string[]) => new Set(names);

  test.each([
    ['nothing changes', set('a'), set('a'), []],
    ['one opens', set('a'), set('a', 'b'), ['ON b']],
    ['one closes', set('a', 'b'), set('b'), ['OFF a']],
    ['one gives way to another: closed first', set('a'), set('c'), ['OFF a', 'ON c']],
    ['all close', set('a', 'b', 'c'), set(), ['OFF a', 'OFF b', 'OFF c']],
    ['nobody knows what is open: everybody is told', null, set('b'), ['OFF a', 'OFF c', 'ON b']],
  ])('%s', (_what, previous, next, groups) => {
    expect(groupsBetween(previous, next, [a, b, c])).toEqual(groups);
  });

  test('a group that several share is sent once, and whom it closes by the way is opened again', () => {
    const shared = [village('a', 'OFF all'), village('b', 'OFF all'), village('c', 'OFF all')];
    expect(groupsBetween(set('a', 'b', 'c'), set('b'), shared)).toEqual(['OFF all', 'ON b']);
  });
});
