import { describe, expect, test } from 'vitest';
import { type EndpointGate, type GateRules, OPEN_RULES, openGate } from '#gate';
import type { PlanEntry } from '#link';
import { Village, ZONE } from './village.ts';

/** An instant of 6 January 2026 by the clock of the village. */
const at = (time: string) => Date.parse(`2026-01-06T${time}+07:00`);
const gateWith = (rules: Partial<GateRules>): EndpointGate => ({
  ...openGate(ZONE),
  versions: [{ from: '2026-01-01', rules: { ...OPEN_RULES, ...rules } }],
});
const NIGHT = gateWith({ quietHours: [{ from: '21:30', to: '05:00' }] });

/** A village that has been told its rules, `seconds` before something happens. */
async function villageAt(time: string, gate: EndpointGate | null): Promise<Village> {
  const village = new Village(at(time));
  village.station.house = gate && { order: 'house', gate, bank: [] };
  await village.on();
  return village;
}

/** Told in the plan and ordered to start, in one. */
function ordered(village: Village, ...entries: PlanEntry[]): void {
  village.station.plan(...entries);
  for (const { broadcastId, plannedAt } of entries) village.station.start(broadcastId, plannedAt);
}

/** What was heard: which, when, and for how long. */
const heard = (village: Village) => village.heard.map(({ broadcastId, at: from, ms }) => [broadcastId, from, ms]);

describe('by night', () => {
  test('nothing sounds but a warning, with a link and without, and the village says why', async () => {
    for (const isLinked of [true, false]) {
      const village = await villageAt('22:00', NIGHT);
      const { station, clock } = village;
      const [one, warning] = [
        village.entry('one', at('22:05')),
        village.entry('warning', at('22:06'), { level: 'emergency' }),
      ];
      if (isLinked) ordered(village, one, warning);
      else station.plan(one, warning);
      await clock.advance(10_000);
      if (!isLinked) station.cut();
      await clock.advance(1_200_000);
      station.isReachable = true;
      await clock.advance(60_000);
      expect(heard(village)).toEqual([['warning', at('22:06'), 20_000]]);
      expect(station.told('one')).toEqual(['placed', 'ended:outside_hours']);
      expect(station.ended('one')).toMatchObject({ startedAt: null, renderedMs: 0 });
    }
  });

  test('a village that was never told its rules keeps the hours of a fresh station', async () => {
    const village = await villageAt('22:00', null);
    ordered(village, village.entry('one', at('22:05')), village.entry('two', at('22:05'), { level: 'priority' }));
    await village.clock.advance(900_000);
    expect(village.heard).toEqual([]);
    expect(village.station.told('two')).toEqual(['placed', 'ended:outside_hours']);
  });

  test('the rules hold after a power cut, without a link', async () => {
    const village = await villageAt('09:00', gateWith({ windows: [{ name: 'sáng', from: '05:00', to: '06:30' }] }));
    village.station.plan(village.entry('one', at('09:05')));
    await village.clock.advance(5_000);
    village.station.cut();
    await village.kill(true);
    await village.on();
    await village.clock.advance(1_200_000);
    expect(village.heard).toEqual([]);
  });

  test('a running order waits for the morning when that comes in time', async () => {
    const village = await villageAt('04:50', NIGHT);
    ordered(village, village.entry('one', at('04:58')));
    await village.clock.advance(900_000);
    expect(heard(village)).toEqual([['one', at('05:00'), 20_000]]);
  });

  test('what is cut by a warning and finds the gate closed afterwards says so', async () => {
    const village = await villageAt('21:20', NIGHT);
    const { station, clock } = village;
    ordered(
      village,
      village.entry('one', at('21:25'), { durationMs: 200_000 }),
      village.entry('warning', at('21:27'), { level: 'emergency', durationMs: 170_000 }),
    );
    await clock.advance(1_800_000);
    expect(heard(village)).toEqual([
      ['one', at('21:25'), 119_500],
      ['warning', at('21:27'), 170_000],
    ]);
    expect(station.told('one').at(-1)).toBe('ended:outside_hours');
  });
});

describe('while it sounds', () => {
  test('a stream is silent at the very instant at which the gate closes; finite sound would not have begun', async () => {
    const village = await villageAt('21:00', NIGHT);
    const items = [{ kind: 'stream', streamId: 'str_1', durationMs: 3_600_000 } as const];
    const file = village.entry('file', at('21:05'), { durationMs: 3_600_000 });
    ordered(village, file, village.entry('relay', at('21:10'), { durationMs: 3_600_000, items }));
    await village.clock.advance(7_200_000);
    expect(heard(village)).toEqual([['relay', at('21:10'), 1_200_000]]);
    expect(village.station.ended('relay')).toMatchObject({ reason: 'outside_hours', endedAt: at('21:30') });
    expect(village.station.told('file').at(-1)).toBe('ended:outside_hours');
  });

  test('a quiet span that begins now fades it out, ends it with its reason, and holds back what follows', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    const { station, clock } = village;
    ordered(village, village.entry('one', at('09:01')), village.entry('two', at('09:02')));
    await clock.advanceTo(at('09:01:05'));
    const quietSpans = [{ from: at('09:01'), to: at('09:31'), reason: 'dừng tất cả' }];
    station.tellHouse({ gate: { ...openGate(ZONE), quietSpans } });
    await clock.advance(1_000);
    expect(heard(village)).toEqual([['one', at('09:01'), 5_400]]);
    expect(station.ended('one')).toMatchObject({ reason: 'quiet_zone', renderedMs: 5_400 });
    await clock.advance(600_000);
    expect(village.heard).toHaveLength(1);
    expect(station.told('two').at(-1)).toBe('ended:quiet_zone');
  });

  test('a rule that is lifted within the fade takes the fade back', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    const { station, clock } = village;
    ordered(village, village.entry('one', at('09:01')));
    await clock.advanceTo(at('09:01:05'));
    station.tellHouse({ gate: NIGHT });
    station.tellHouse({ gate: gateWith({ weekdays: [] }) });
    await clock.advance(100);
    station.tellHouse({ gate: openGate(ZONE) });
    await clock.advance(60_000);
    expect(heard(village)).toEqual([['one', at('09:01'), 20_000]]);
  });

  test('a warning is not silenced by any rule', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    ordered(village, village.entry('warning', at('09:01'), { level: 'emergency' }));
    await village.clock.advanceTo(at('09:01:05'));
    village.station.tellHouse({ gate: gateWith({ weekdays: [] }) });
    await village.clock.advance(60_000);
    expect(heard(village)).toEqual([['warning', at('09:01'), 20_000]]);
  });
});

describe('the end of a slot', () => {
  test('fades out what sounds, is the last of what is over by then, and too late for what has not begun', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    const { station, clock } = village;
    const endBy = at('09:01:12');
    const after = village.entry('after', at('09:01:00'), { endBy, acceptedAt: at('08:00') });
    ordered(
      village,
      village.entry('cut', at('09:01'), { endBy }),
      village.entry('whole', at('09:05'), { endBy: at('09:05:20') }),
      after,
    );
    await clock.advance(900_000);
    expect(heard(village)).toEqual([
      ['cut', at('09:01'), 12_000],
      ['whole', at('09:05'), 20_000],
    ]);
    expect(station.ended('cut')).toMatchObject({ reason: 'slot_over', endedAt: endBy, renderedMs: 12_000 });
    expect(station.told('whole').at(-1)).toBe('ended:complete');
    expect(station.told('after').at(-1)).toBe('ended:seat_taken');
  });

  test('is a missed window for what was ordered too late', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    village.station.plan(village.entry('one', at('09:01'), { endBy: at('09:01:30') }));
    await village.clock.advanceTo(at('09:01:30'));
    village.station.start('one', at('09:01:30'));
    await village.clock.advance(60_000);
    expect(village.heard).toEqual([]);
    expect(village.station.told('one').at(-1)).toBe('ended:missed_window');
  });

  test('is not passed by what was cut by a warning and goes on', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    ordered(
      village,
      village.entry('one', at('09:01'), { endBy: at('09:01:25') }),
      village.entry('warning', at('09:01:10'), { level: 'emergency', durationMs: 10_000 }),
    );
    await village.clock.advance(900_000);
    expect(heard(village)).toEqual([
      ['one', at('09:01'), 9_500],
      ['warning', at('09:01:10'), 10_000],
      ['one', at('09:01:20'), 5_000],
    ]);
    expect(village.station.told('one').at(-1)).toBe('ended:slot_over');
  });

  test('holds after a power cut', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    ordered(village, village.entry('one', at('09:01'), { endBy: at('09:01:12') }));
    await village.clock.advanceTo(at('09:01:05'));
    await village.kill(true);
    await village.clock.advance(3_000);
    await village.on();
    await village.clock.advance(60_000);
    expect(village.heard.at(-1)?.at).toBeLessThan(at('09:01:12'));
    const last = village.heard.at(-1);
    expect((last?.at ?? 0) + (last?.ms ?? 0)).toBe(at('09:01:12'));
    expect(village.station.told('one').at(-1)).toBe('ended:slot_over');
  });
});

describe('hush', () => {
  test('is silence at once, of all that sounds, waits or was cut; what is planned for later stays', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    const { station, clock } = village;
    ordered(
      village,
      village.entry('cut', at('09:01')),
      village.entry('warning', at('09:01:05'), { level: 'emergency' }),
      village.entry('behind', at('09:01:06')),
      village.entry('soon', at('09:01:15')),
      village.entry('later', at('09:05')),
    );
    await clock.advanceTo(at('09:01:10'));
    station.order({ order: 'hush', targets: ['end_0', 'end_1'] }, { to: '*' });
    await clock.advance(300);
    expect(village.agent?.status()?.playing).toBeNull();
    await clock.advance(900_000);
    expect(heard(village)).toEqual([
      ['cut', at('09:01'), 4_500],
      ['warning', at('09:01:05'), 5_000],
      ['later', at('09:05'), 20_000],
    ]);
    for (const id of ['cut', 'warning', 'behind', 'soon'])
      expect(station.told(id).at(-1), id).toBe('ended:stopped_by_operator');
    expect(station.ended('warning')).toMatchObject({ renderedMs: 5_000, endedAt: at('09:01:10') });
  });

  test('holds when the power is cut in the moment after it', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    ordered(village, village.entry('one', at('09:01')), village.entry('soon', at('09:01:15')));
    await village.clock.advanceTo(at('09:01:10'));
    village.station.order({ order: 'hush', targets: ['end_1'] });
    await village.clock.advance(1);
    await village.kill(true);
    await village.on();
    await village.clock.advance(300_000);
    expect(heard(village)).toEqual([['one', at('09:01'), 10_000]]);
    expect(village.station.told('soon').at(-1)).toBe('ended:stopped_by_operator');
  });

  test('is not for whom it does not name, and void when it is old', async () => {
    const village = await villageAt('09:00', openGate(ZONE));
    const { station, clock } = village;
    ordered(village, village.entry('one', at('09:01')));
    await clock.advanceTo(at('09:01:10'));
    station.order({ order: 'hush', targets: ['end_0'] }, { to: '*' });
    station.order({ order: 'hush', targets: ['end_0'] }, { to: 'end_1' });
    station.order({ order: 'hush', targets: ['end_1'] }, { to: '*', expiresAt: station.now() - 1 });
    await clock.advance(60_000);
    expect(heard(village)).toEqual([['one', at('09:01'), 20_000]]);
    expect(village.agent?.status()?.refused).toEqual({ not_for_us: 2, expired: 1 });
  });
});

describe('limits of the day', () => {
  test('are counted by what was heard here, also after a power cut and without a link', async () => {
    const village = await villageAt('09:00', gateWith({ repeatLimit: 2 }));
    const { station, clock } = village;
    const times = ['09:01', '10:01', '11:01'].map(at);
    station.plan(...times.map((time, index) => village.entry(`b${index}`, time, { bulletinId: 'bul_one' })));
    await clock.advance(5_000);
    station.cut();
    await clock.advanceTo(at('09:30'));
    await village.kill(true);
    await village.on();
    await clock.advanceTo(at('12:00'));
    expect(village.heard.map((one) => one.broadcastId)).toEqual(['b0', 'b1']);
    station.isReachable = true;
    await clock.advance(60_000);
    expect(station.told('b2').at(-1)).toBe('ended:repeat_limit');
  });

  test('a power cut in the middle does not make it a repeat of itself', async () => {
    const village = await villageAt('09:00', gateWith({ repeatLimit: 1, sessionsPerDay: 1 }));
    ordered(village, village.entry('one', at('09:01')));
    await village.clock.advanceTo(at('09:01:10'));
    await village.kill(true);
    await village.on();
    await village.clock.advance(60_000);
    expect(village.station.told('one').at(-1)).toBe('ended:complete');
  });
});
