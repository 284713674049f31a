import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyNameAt, isCopyName } from '../../../src/backup/copy-names.ts';
import {
  AGAIN_MS,
  isLate,
  lastDue,
  nextRun,
  QUIET_MS,
  type Run,
  SETTLED_MS,
  type Standing,
  tooMany,
} from '../../../src/backup/nights.ts';
import { routes } from '../../../src/http/contract.ts';

const HOUR_MS = 3_600_000;
const night = { at: '02:10', zone: 'Asia/Ho_Chi_Minh' };
/** 02:10 at the station. */
const DUE = Date.UTC(2026, 10, 22, 19, 10);
const run = (state: Run['state'], beganAt: number, more: Partial<Run> = {}): Run => ({
  ...{ id: `bkp_${beganAt}`, trigger: 'night', beganAt, endedAt: beganAt + 60_000, state },
  ...more,
});
const at = (nowMs: number, more: Partial<Standing> = {}): Standing => ({
  ...{ nowMs, night, runs: [], sinceMs: 0, upMs: SETTLED_MS, quietMs: QUIET_MS, isCommanding: true },
  ...more,
});

describe('what is begun', () => {
  test.each<[string, Standing, 'night' | 'person' | null]>([
    ['at its time', at(DUE), 'night'],
    ['a moment before it, when last night’s was made', at(DUE - 1, { runs: [run('good', DUE - 24 * HOUR_MS)] }), null],
    ['once a night', at(DUE + HOUR_MS, { runs: [run('good', DUE)] }), null],
    [
      'not when a person made one since',
      at(DUE + HOUR_MS, { runs: [run('good', DUE + 1, { trigger: 'person' })] }),
      null,
    ],
    ['nights that were missed, once', at(DUE + 6 * HOUR_MS, { runs: [run('good', DUE - 96 * HOUR_MS)] }), 'night'],
    ['not as soon as the machine is on', at(DUE + 6 * HOUR_MS, { upMs: SETTLED_MS - 1 }), null],
    ['at its time, though the machine was just switched on', at(DUE + 1000, { upMs: 5000 }), 'night'],
    ['nothing that was due before this station was', at(DUE + HOUR_MS, { sinceMs: DUE + 1 }), null],
    ['nothing while an emergency is near', at(DUE, { quietMs: QUIET_MS - 1 }), null],
    ['nothing at a station that is fenced', at(DUE, { isCommanding: false }), null],
    ['nothing by itself when nobody set a time', at(DUE, { night: { ...night, at: null } }), null],
    ['nothing beside one that runs', at(DUE, { runs: [run('running', DUE - 1000)] }), null],
    ['what an emergency broke off', at(DUE + 1, { runs: [run('put_off', DUE)] }), 'night'],
    [
      'what it broke off for a person',
      at(DUE - HOUR_MS, { runs: [run('put_off', 1, { trigger: 'person' })] }),
      'person',
    ],
    ['one that went wrong, but not at once', at(DUE + AGAIN_MS, { runs: [run('failed', DUE)] }), null],
    ['one that went wrong, an hour later', at(DUE + AGAIN_MS + 60_000, { runs: [run('failed', DUE)] }), 'night'],
    [
      'no fourth time',
      at(DUE + 9 * HOUR_MS, {
        runs: [run('interrupted', DUE + 3 * HOUR_MS), run('failed', DUE + HOUR_MS), run('failed', DUE)],
      }),
      null,
    ],
    ['whatever a wrong clock once wrote', at(DUE, { runs: [run('good', DUE + 9e10)] }), 'night'],
  ])('%s', (_what, standing, trigger) => {
    expect(nextRun(standing)).toBe(trigger);
  });

  test('over any days of on and off there is at most one good copy for each night, and one within a day of being on', () => {
    const span = fc.record({ offH: fc.integer({ min: 0, max: 90 }), onH: fc.integer({ min: 1, max: 40 }) });
    const spans = fc.array(span, { maxLength: 6 });
    fc.assert(
      fc.property(spans, (days) => {
        const runs: Run[] = [];
        let nowMs = DUE - 5 * HOUR_MS;
        for (const { offH, onH } of days) {
          nowMs += offH * HOUR_MS;
          for (let upMs = 0; upMs <= onH * HOUR_MS; upMs += SETTLED_MS, nowMs += SETTLED_MS)
            if (nextRun(at(nowMs, { runs, upMs, sinceMs: DUE - 5 * HOUR_MS }))) runs.unshift(run('good', nowMs));
          const due = lastDue(nowMs - 2 * SETTLED_MS, night) ?? 0;
          if (onH >= 1 && due > DUE - 5 * HOUR_MS) expect(runs[0]?.beganAt).toBeGreaterThanOrEqual(due);
        }
        const nights = runs.map(({ beganAt }) => lastDue(beganAt, night));
        expect(new Set(nights).size).toBe(nights.length);
      }),
      { numRuns: 40 },
    );
  });
});

test('the newest nights stay, and all that a person made', () => {
  const copies = [1, 2, 3, 4, 5].map((n) => ({
    ...{ name: `c${n}`, madeAt: n },
    trigger: n === 2 ? ('person' as const) : ('night' as const),
  }));
  expect(tooMany(copies, 2)).toEqual(['c1', 'c3']);
  expect(tooMany(copies, 0)).toEqual(['c1', 'c3', 'c4']);
  expect(tooMany([{ name: 'foreign', madeAt: 0, trigger: null }], 1)).toEqual([]);
});

test('a copy is late some days after the last good one, and at a new station some days after its beginning', () => {
  const day = 86_400_000;
  expect(isLate(10 * day, 7 * day, 0, 3)).toBe(false);
  expect(isLate(10 * day + 1, 7 * day, 0, 3)).toBe(true);
  expect(isLate(10 * day, null, 8 * day, 3)).toBe(false);
  expect(isLate(12 * day, null, 8 * day, 3)).toBe(true);
});

test('names follow the clock of the station, are ours alone, and are what the contract takes', () => {
  const name = copyNameAt(DUE, night.zone, false, []);
  expect(name).toBe('sao-luu-2026-11-23-021000.tar');
  expect(copyNameAt(DUE, night.zone, true, [`${name}.unproved`])).toBe('sao-luu-2026-11-23-021001.loaxa');
  expect(routes.removeBackup.params.safeParse({ copy: name }).success).toBe(true);
  for (const bad of [
    '../station.db',
    `../${name}`,
    `${name}/..`,
    `${name}\n`,
    `${name}.unproved`,
    'station.db',
    '',
    '.',
  ])
    expect([isCopyName(bad), routes.removeBackup.params.safeParse({ copy: bad }).success], bad).toEqual([false, false]);
});
