import { describe, expect, test } from 'vitest';
import type { Broadcast } from '#broadcast';
import { FmDriver } from '#delivery';
import { FeedBook } from '#feed';
import type { EncoderLine, FmReceiver, FmStation } from '#fm';
import { defaultGate, type EndpointGate } from '#gate';
import type { LineFact, RdsState } from '../../../src/delivery/fm/rds-state.ts';
import type { Face } from '../../../src/delivery/fm/room-parts.ts';
import { stationOf } from './fm/stations.ts';
import { broadcastOf, endpointOf, type Told, worldAt } from './things.ts';

const START = Date.parse('2026-11-23T06:00:00+07:00');
const SECOND = 1000;
const AT = START + 10 * SECOND;
const LENGTH = 60 * SECOND;
const LINE: EncoderLine = {
  ...{ name: 'RDS', profile: 'pira', transport: 'tcp', host: '10.0.0.9', port: 6000, path: '', password: '' },
  ...{ site: 0, encoder: 0, toEverybody: false, quirk: 'standard', answers: true, readsBack: true },
};

/** One station with receivers in two villages, its encoder, and everything that anybody was told. */
async function scene(more: Partial<FmStation> = {}, heardOffAir: number | null = null, offAirMs = 0) {
  const world = worldAt(START);
  const told: Told[] = [];
  const shown: Array<{ at: number; state: RdsState; number: number }> = [];
  const faces: Face[] = [];
  const lines: Array<(fact: LineFact) => void> = [];
  const listened: number[] = [];
  let isConnected = true;
  const station = stationOf({ audio: 'hand', leadInMs: 0, lines: [LINE], offAirUrl: 'http://10.0.0.8/', ...more });
  const groups = (mark: string) => ({ onGroups: [`${mark}AAABBBBCCC1`], offGroups: [`${mark}AAABBBBCCC0`] });
  const receivers: FmReceiver[] = ['a', 'b'].map((mark) => ({
    ...{ endpointId: `end_${mark}`, stationId: station.id, hears: 'fm', clusters: 1, thresholdPercent: 50 },
    ...{ ...groups(mark === 'a' ? 'A' : 'B'), confirmerName: '', confirmerPhone: '' },
  }));
  let registered = { stations: [station], receivers, agents: new Map() };
  const driver = new FmDriver({
    world,
    shelf: { rendition: async () => null, read: async () => null },
    feeds: new FeedBook(),
    link: { isReachable: () => false } as never,
    tell: (endpointId, fact) => void told.push({ endpointId, fact }),
    registered: async () => registered,
    lineOf: (_line, _id, tell) => {
      lines.push(tell);
      return {
        start: () => undefined,
        stop: async () => undefined,
        show: (state, number) => void shown.push({ at: world.clock.wallMs() - AT, state, number }),
        standing: () => ({
          state: isConnected ? 'connected' : 'fault',
          lastAnswerAt: null,
          grade: null,
          problem: null,
        }),
      };
    },
    listen: () => ({
      async end(endedAt) {
        listened.push(endedAt - AT);
        if (offAirMs > 0) await world.clock.sleep(offAirMs);
        return heardOffAir;
      },
      drop: () => undefined,
    }),
    face: (_id, face) => void faces.push(face),
    faceAway: () => void faces.push({ manifest: '', now: 'away', nowUtf8: '' }),
    zone: 'Asia/Ho_Chi_Minh',
    baseUrl: 'http://10.0.0.1:8080',
    nameOf: (id) => id,
  });
  await driver.start();
  const endpoints = receivers.map(({ endpointId }) => endpointOf(endpointId, 'fm', { fmStationId: station.id }));
  const ids = endpoints.map((one) => one.id);
  return {
    ...{ world, driver, told, shown, faces, listened, ids, station },
    last: () => shown.at(-1)?.state,
    line: (fact: LineFact) => lines.at(-1)?.(fact),
    number: () => shown.at(-1)?.number ?? 0,
    disconnect: () => {
      isConnected = false;
    },
    /** Planned and ordered for `AT`, for both villages. */
    async order(broadcast: Broadcast, startAt = AT, cutsInto: string | null = null, on = ids) {
      for (const endpoint of endpoints) driver.plan(endpoint, [broadcast]);
      await world.clock.settle();
      driver.order(broadcast, on, startAt, cutsInto);
      await world.clock.settle();
    },
    ended: (endpointId = 'end_a') =>
      told.flatMap((one) => (one.endpointId === endpointId && one.fact.fact === 'ended' ? [one.fact] : [])),
    began: (endpointId = 'end_a') =>
      told.flatMap((one) => (one.endpointId === endpointId && one.fact.fact === 'started' ? [one.fact] : [])),
    register: (change: Partial<typeof registered>) => {
      registered = { ...registered, ...change };
      return driver.changed();
    },
  };
}

const bulletin = (more: Parameters<typeof broadcastOf>[3] = {}) =>
  broadcastOf('brc_1', AT, LENGTH, { title: 'Bản tin sáng', ...more });
const alarm = () =>
  broadcastOf('brc_e', AT, LENGTH, { title: 'Lũ quét', level: 'emergency', kind: 'emergency', origin: 'alert' });

describe('an ordinary bulletin', () => {
  test('is begun and ended once in each village, and is never more than its grade', async () => {
    const { world, driver, order, line, number, began, ended } = await scene();
    await order(bulletin());
    await world.clock.advanceTo(AT + 5 * SECOND);
    line({ fact: 'graded', number: number(), grade: 'sent' });
    line({ fact: 'graded', number: number(), grade: 'F1' });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    for (const id of ['end_a', 'end_b']) {
      expect(began(id)).toMatchObject([{ startedAt: AT }]);
      expect(ended(id)).toMatchObject([
        { reason: 'by_fm', evidence: 'F1', renderedMs: 0, startedAt: AT, endedAt: AT + LENGTH },
      ]);
    }
    await driver.stop();
  });

  test('has its title on the receivers from its beginning to its end, without announcement or alarm', async () => {
    const { world, driver, order, shown } = await scene({ fallbackText: 'Đài xã Tân Lập' });
    await order(bulletin());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    const texts = shown.map(({ at, state }) => [at > 0 ? at : Math.min(at, 0), state.rt, state.ta, state.pty]);
    expect(texts.slice(-2)).toEqual([
      [0, 'Ban tin sang', false, 3],
      [LENGTH, 'Dai xa Tan Lap', false, 3],
    ]);
    await driver.stop();
  });

  test('is not given up while a receiver that lags behind has not said what it heard', async () => {
    const { world, driver, order, ended, told } = await scene({}, 59_000, 40 * SECOND);
    await order(bulletin());
    await world.clock.advanceTo(AT + LENGTH + SECOND);
    for (let second = 1; second < 37; second += 3) {
      told.length = 0;
      await world.clock.advance(3 * SECOND);
      for (const id of ['end_a', 'end_b'])
        expect(told).toContainEqual({
          endpointId: id,
          fact: { fact: 'progress', broadcastId: 'brc_1', renderedMs: 0 },
        });
    }
    await world.clock.advance(5 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'by_fm', evidence: 'F2', renderedMs: 59_000 }]);
    told.length = 0;
    await world.clock.advance(5 * SECOND);
    expect(told).toEqual([]);
    await driver.stop();
  });

  test('is heard off air: that is the grade, and so long', async () => {
    const { world, driver, order, ended, listened } = await scene({}, 59_000);
    await order(bulletin());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'by_fm', evidence: 'F2', renderedMs: 59_000 }]);
    expect(listened[0]).toBe(LENGTH);
    await driver.stop();
  });

  test('what was proved of an older state proves nothing of it', async () => {
    const { world, driver, order, line, number, ended } = await scene({ audio: 'manifest' });
    const before = number();
    await order(bulletin());
    await world.clock.advanceTo(AT + SECOND);
    line({ fact: 'graded', number: before, grade: 'F1' });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'encoder_silent', evidence: 'E0', startedAt: null }]);
    await driver.stop();
  });

  test('stopped in one village only goes on for the other', async () => {
    const { world, driver, order, ended } = await scene();
    await order(bulletin());
    await world.clock.advanceTo(AT + 20 * SECOND);
    driver.halt('brc_1', ['end_a'], 'stopped_by_operator');
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended('end_a')).toMatchObject([{ reason: 'stopped_by_operator', endedAt: AT + 20 * SECOND }]);
    expect(ended('end_b')).toMatchObject([{ reason: 'by_fm', endedAt: AT + LENGTH }]);
    await driver.stop();
  });

  test('halted before its time was never on air', async () => {
    const { world, driver, order, began, ended } = await scene();
    await order(bulletin());
    driver.halt('brc_1', ['end_a', 'end_b'], 'rule_changed');
    await world.clock.advanceTo(AT + LENGTH);
    expect(began()).toEqual([]);
    expect(ended()).toMatchObject([{ reason: 'rule_changed', startedAt: null }]);
    await driver.stop();
  });

  test('plan and order may be repeated at any time: it is on air once', async () => {
    const { world, driver, order, began, ended } = await scene();
    await order(bulletin());
    await order(bulletin());
    await world.clock.advanceTo(AT + 20 * SECOND);
    await order(bulletin());
    await world.clock.advanceTo(AT + 3 * LENGTH);
    expect([began().length, ended().length]).toEqual([1, 1]);
    await driver.stop();
  });

  test('a village that joins later hears the rest, and is told so', async () => {
    const { world, driver, order, began, ended } = await scene();
    await order(bulletin(), AT, null, ['end_a']);
    await world.clock.advanceTo(AT + 20 * SECOND);
    expect(began('end_b')).toEqual([]);
    driver.order(bulletin(), ['end_b'], AT, null);
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(began('end_b')).toHaveLength(1);
    expect(ended('end_b')).toMatchObject([{ reason: 'by_fm' }]);
    await driver.stop();
  });
});

describe('the rules of the house', () => {
  const closingAt = (time: string): EndpointGate => ({
    ...defaultGate('Asia/Ho_Chi_Minh'),
    quietSpans: [{ from: Date.parse(`2026-11-23T${time}+07:00`), to: AT + 3600_000, reason: 'x' }],
  });

  test('silence a transmitter for all when one of the villages that hear it must be silent', async () => {
    const { world, driver, order, ended } = await scene();
    await order(bulletin(), AT, null, ['end_a']);
    await world.clock.advanceTo(AT + 10 * SECOND);
    driver.house('end_b', { gate: closingAt('06:00:30'), bank: [] });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended('end_a')).toMatchObject([{ reason: 'quiet_zone' }]);
    expect((ended('end_a')[0]?.endedAt ?? 0) - AT).toBeLessThanOrEqual(21 * SECOND);
    await driver.stop();
  });

  test('of a village whose receivers stay closed do not matter', async () => {
    const { world, driver, order, line, number, ended } = await scene({ addressing: 'coded' });
    await order(bulletin(), AT, null, ['end_a']);
    driver.house('end_b', { gate: closingAt('06:00:30'), bank: [] });
    await world.clock.advanceTo(AT + SECOND);
    line({ fact: 'graded', number: number(), grade: 'F0' });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended('end_a')).toMatchObject([{ reason: 'by_fm', evidence: 'F0' }]);
    await driver.stop();
  });

  test('keep from the computer there what it would begin by itself, as soon as they are known', async () => {
    const { world, driver, order, faces } = await scene({ audio: 'manifest' });
    const named = () => JSON.parse(faces.at(-1)?.manifest ?? '{}').next.map((one: { id: string }) => one.id);
    await order(bulletin({ plannedAt: AT + 600 * SECOND }), AT + 600 * SECOND, null, []);
    driver.plan(endpointOf('end_a', 'fm', { fmStationId: 'fms_1' }), [bulletin({ plannedAt: AT + 600 * SECOND })]);
    await world.clock.settle();
    expect(named()).toEqual(['brc_1']);
    driver.house('end_b', { gate: closingAt('06:09:00'), bank: [] });
    await world.clock.settle();
    expect(named()).toEqual([]);
    await driver.stop();
  });

  test('do not hold an emergency', async () => {
    const { world, driver, order, ended } = await scene();
    driver.house('end_a', { gate: closingAt('05:00:00'), bank: [] });
    await order(alarm());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'by_fm' }]);
    await driver.stop();
  });
});

describe('an emergency', () => {
  test('is announced under alarm to its end, and released by itself', async () => {
    const { world, driver, order, shown } = await scene();
    await order(alarm());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(shown.slice(-2).map(({ at, state }) => [at, state.rt, state.ta, state.pty])).toMatchObject([
      [0, 'CANH BAO: LU QUET', true, 31],
      [LENGTH, expect.any(String), false, 3],
    ]);
    await driver.stop();
  });

  test('longer than the time-out of the announcement is not announced longer than that', async () => {
    const { world, driver, order, shown } = await scene({ taTimeoutS: 30 });
    await order(alarm());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(
      shown.filter(({ at }) => at >= 0).map(({ at, state }) => [Math.round(at / SECOND), state.ta, state.pty]),
    ).toEqual([
      [0, true, 31],
      [30, false, 31],
      [60, false, 3],
    ]);
    await driver.stop();
  });

  test('that cuts a bulletin is no foreign sound in it: what was cut is not judged off air', async () => {
    const { world, driver, order, ended, listened } = await scene({}, 59_000);
    await order(bulletin());
    await world.clock.advanceTo(AT + 20 * SECOND);
    driver.order(alarm(), ['end_a', 'end_b'], AT + 20 * SECOND, 'brc_1');
    await world.clock.advanceTo(AT + 150 * SECOND);
    expect(listened).toEqual([80 * SECOND]);
    expect(ended().map((one) => [one.broadcastId, one.evidence])).toEqual([
      ['brc_e', 'F2'],
      ['brc_1', 'E0'],
    ]);
    await driver.stop();
  });

  test('cuts a bulletin, which comes back after it and ends as much later', async () => {
    const { world, driver, order, last, ended } = await scene();
    await order(bulletin());
    await world.clock.advanceTo(AT + 20 * SECOND);
    driver.order(alarm(), ['end_a', 'end_b'], AT + 20 * SECOND, 'brc_1');
    await world.clock.advanceTo(AT + 30 * SECOND);
    expect(last()).toMatchObject({ rt: 'CANH BAO: LU QUET', ta: true });
    await world.clock.advanceTo(AT + 90 * SECOND);
    expect(last()).toMatchObject({ rt: 'Ban tin sang', ta: false });
    await world.clock.advanceTo(AT + 150 * SECOND);
    expect(ended().map((one) => [one.broadcastId, one.endedAt - AT])).toEqual([
      ['brc_e', 80 * SECOND],
      ['brc_1', 120 * SECOND],
    ]);
    await driver.stop();
  });
});

describe('coded receivers', () => {
  test('are opened before the sound by as much as the transmitter needs, and closed at its end', async () => {
    const { world, driver, order, shown, line, number } = await scene({ addressing: 'coded', leadInMs: 2000 });
    line({ fact: 'graded', number: number(), grade: 'sent' });
    await order(bulletin(), AT, null, ['end_a']);
    await world.clock.advanceTo(AT);
    line({ fact: 'graded', number: number(), grade: 'sent' });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    const sent = shown.flatMap(({ at, state }) => (state.groups.length > 0 ? [[at, ...state.groups]] : []));
    // At the start of a life nobody knows what is open: all are closed.
    expect(sent.slice(1)).toEqual([
      [-2000, 'AAAABBBBCCC1'],
      [LENGTH, 'AAAABBBBCCC0'],
    ]);
    expect(sent[0]?.slice(1)).toEqual(['AAAABBBBCCC0', 'BAAABBBBCCC0']);
    await driver.stop();
  });

  test('are all told again as long as nothing says that the codes left', async () => {
    const { world, driver, order, last } = await scene({ addressing: 'coded', leadInMs: 2000 });
    await order(bulletin(), AT, null, ['end_a']);
    await world.clock.advanceTo(AT);
    expect(last()?.groups).toEqual(['BAAABBBBCCC0', 'AAAABBBBCCC1']);
    await driver.stop();
  });

  test('stay closed when the encoder is silent: that has failed', async () => {
    const { world, driver, order, line, number, ended } = await scene({ addressing: 'coded' });
    await order(bulletin());
    await world.clock.advanceTo(AT + 5 * SECOND);
    line({ fact: 'fault', number: number(), reason: 'encoder_refused', detail: '-' });
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'encoder_refused', startedAt: null, evidence: 'E0' }]);
    await driver.stop();
  });
});

describe('the computer at the transmitter', () => {
  test('took the manifest that names it: accepted', async () => {
    const { world, driver, order, told, ended } = await scene({ audio: 'manifest', lines: [] });
    await order(bulletin());
    await world.clock.advanceTo(AT + 5 * SECOND);
    driver.room('fms_1')?.fetched();
    expect(told.some(({ fact }) => fact.fact === 'graded' && fact.evidence === 'F0')).toBe(true);
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'by_fm', evidence: 'F0' }]);
    await driver.stop();
  });

  test.each([
    ['a minute before it is due: accepted', 60, 'by_fm', 'F0'],
    ['so long before that nothing in it was true any more: not accepted', 301, 'unreachable', 'E0'],
  ] as const)('took it %s', async (_, beforeS, reason, evidence) => {
    const dueAt = AT + 600 * SECOND;
    const { world, driver, order, ended } = await scene({ audio: 'manifest', lines: [] });
    await order(bulletin({ plannedAt: dueAt }), dueAt, null, []);
    driver.plan(endpointOf('end_a', 'fm', { fmStationId: 'fms_1' }), [bulletin({ plannedAt: dueAt })]);
    await world.clock.advanceTo(dueAt - beforeS * SECOND);
    driver.room('fms_1')?.fetched();
    await world.clock.advanceTo(dueAt - 3 * SECOND);
    driver.order(bulletin({ plannedAt: dueAt }), ['end_a'], dueAt, null);
    await world.clock.advanceTo(dueAt + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason, evidence }]);
    await driver.stop();
  });

  test('that never came has failed, not the log', async () => {
    const { world, driver, order, ended } = await scene({ audio: 'manifest', lines: [] });
    expect(driver.isReachable('end_a')).toBe(false);
    await order(bulletin());
    await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'unreachable', startedAt: null, evidence: 'E0' }]);
    await driver.stop();
  });

  test('whose stream nobody pulls had no sound', async () => {
    const silent = broadcastOf('brc_1', AT, LENGTH, {
      runningOrder: { items: [{ kind: 'silence', durationMs: LENGTH }], durationMs: LENGTH },
    });
    const { world, driver, order, ended } = await scene({ audio: 'mount', lines: [] });
    await order(silent);
    await world.clock.advanceTo(AT + LENGTH + 30 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'not_listening', startedAt: null }]);
    await driver.stop();
  });

  test('that pulls the stream from the first to the last frame was given it', async () => {
    const silent = broadcastOf('brc_1', AT, LENGTH, {
      runningOrder: { items: [{ kind: 'silence', durationMs: LENGTH }], durationMs: LENGTH },
    });
    const { world, driver, order, ended } = await scene({ audio: 'mount', lines: [] });
    let bytes = 0;
    const listener = {
      write(some: Uint8Array) {
        bytes += some.length;
      },
      bufferedBytes: () => 0,
      end: () => undefined,
      cut: () => undefined,
    };
    driver.joinMount('fms_1', { mode: 'endless', ...listener });
    expect(driver.isReachable('end_a')).toBe(true);
    await order(silent);
    await world.clock.advanceTo(AT + LENGTH + 5 * SECOND);
    expect(ended()).toMatchObject([{ reason: 'by_fm', evidence: 'E0', startedAt: AT }]);
    expect(bytes).toBeGreaterThan(400_000);
    await driver.stop();
  });
});

test('where people play by the sheet nothing is proved, and it is not a failure', async () => {
  const { world, driver, order, ended } = await scene({ audio: 'hand', lines: [] });
  expect(driver.isReachable('end_b')).toBe(true);
  await order(bulletin());
  await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
  expect(ended()).toMatchObject([{ reason: 'by_fm', evidence: 'E0', startedAt: AT }]);
  await driver.stop();
});

test('a station that is changed goes on with what it has on air, and its new text is shown', async () => {
  const { world, driver, order, station, last, ended, register } = await scene();
  await order(bulletin());
  await world.clock.advanceTo(AT + 10 * SECOND);
  await register({ stations: [{ ...station, ps: 'TAN LAP' }] });
  expect(last()).toMatchObject({ ps: 'TAN LAP ', rt: 'Ban tin sang' });
  await world.clock.advanceTo(AT + LENGTH + 2 * SECOND);
  expect(ended()).toMatchObject([{ reason: 'by_fm', endedAt: AT + LENGTH }]);
  await driver.stop();
});

test('a station that is retired is silent at once', async () => {
  const { world, driver, order, ended, register } = await scene();
  await order(bulletin());
  await world.clock.advanceTo(AT + 10 * SECOND);
  await register({ stations: [] });
  await world.clock.settle();
  expect(ended()).toMatchObject([{ endedAt: AT + 10 * SECOND }]);
  expect(driver.isReachable('end_a')).toBe(false);
  await driver.stop();
});

test('out of reach and back is told for each village', async () => {
  const { world, driver, told, disconnect } = await scene();
  expect(told.map((one) => `${one.endpointId} ${one.fact.fact}`)).toEqual(['end_a joined', 'end_b joined']);
  disconnect();
  await world.clock.advanceTo(START + 3 * SECOND);
  expect(told.map((one) => one.fact.fact)).toEqual(['joined', 'joined', 'left', 'left']);
  await driver.stop();
});

test('a station that is retired while it is on air shows nothing any more', async () => {
  const { world, driver, order, register, faces } = await scene();
  await order(bulletin());
  await world.clock.advanceTo(AT + 20 * SECOND);
  await register({ stations: [], receivers: [] });
  await world.clock.advance(10 * SECOND);
  expect(faces.at(-1)?.now).toBe('away');
  await driver.stop();
});

test('stations that could not be read once are read the next time', async () => {
  const { driver, register, station } = await scene();
  await expect(register({ stations: null as never })).rejects.toThrow();
  await register({ stations: [{ ...station, key: 'another' }] });
  expect(driver.room(station.id)?.station.key).toBe('another');
  await driver.stop();
});
