import { describe, expect, test } from 'vitest';
import type { PlanEntry } from '#link';
import { chunks, FOLDER, Village } from './village.ts';

async function joined(): Promise<Village> {
  const village = new Village();
  await village.on();
  return village;
}

/** Entry and start in one frame, to this speaker among others. */
function now(village: Village, entry: PlanEntry, startAt = entry.plannedAt): void {
  village.station.order({ order: 'now', targets: ['end_0', 'end_1'], entry, startAt }, { to: '*' });
}

const heard = (village: Village, since: number) =>
  village.heard.map(({ broadcastId, fromMs, at, ms }) => [broadcastId, fromMs, at - since, ms]);

/** Live voice: nobody knows how long. */
function talk(village: Village, id: string, at: number, change: Partial<PlanEntry> = {}): PlanEntry {
  const live = { level: 'live_commune', kind: 'live', isOpenEnded: true, bulletinId: null } as const;
  const items = [{ kind: 'stream', streamId: id, durationMs: 600_000 } as const];
  return village.entry(id, at, { ...live, durationMs: 600_000, items, ...change });
}

const siren = (village: Village, id: string, at: number, change: Partial<PlanEntry> = {}) =>
  village.entry(id, at, { level: 'emergency', kind: 'emergency', durationMs: 5_000, ...change });

describe('now', () => {
  test('plays what the plan never named, and is not obeyed by whom it does not name', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 3_000;
    now(village, village.entry('one', at));
    const other = village.entry('other', at);
    station.order({ order: 'now', targets: ['end_0'], entry: other, startAt: at }, { to: '*' });
    await clock.advance(60_000);
    expect(heard(village, at)).toEqual([['one', 0, 0, 20_000]]);
    expect(station.told('one')).toEqual(['placed', 'started', 'ended:complete']);
    expect(village.agent?.status()?.refused).toEqual({ not_for_us: 1 });
  });

  test('a warning from the bank is heard at once, though the disk is slow and another sounds', async () => {
    const village = await joined();
    const { station, clock } = village;
    const start = station.now() + 5_000;
    const warning = siren(village, 'warning', start + 8_000);
    const [, audio] = warning.items;
    if (audio?.kind !== 'audio') throw new Error('a siren has sound');
    const { sha256, bytes, durationMs } = audio;
    station.tellHouse({ bank: [{ sha256, bytes, durationMs }] });
    station.plan(village.entry('one', start));
    station.start('one', start);
    await clock.advanceTo(start + 8_000);
    village.syncMs = 2_000;
    station.downloads.length = 0;
    now(village, warning);
    await clock.advance(60_000);
    expect(heard(village, start).slice(0, 2)).toEqual([
      ['one', 0, 0, 8_000],
      ['warning', 0, 8_000, 5_000],
    ]);
    expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
    expect(station.downloads).toEqual([]);
  });

  test('routine sound waits until its beginning is on the disk, a warning does not', async () => {
    for (const [level, lateMs] of [
      ['scheduled', 2_000],
      ['emergency', 0],
    ] as const) {
      const village = await joined();
      const { station, clock } = village;
      const at = station.now() + 60_000;
      station.plan(village.entry('one', at, { level }));
      await clock.advance(59_000);
      village.syncMs = 2_500;
      station.start('one', at);
      await clock.advance(120_000);
      expect(village.heard[0]?.at, level).toBeGreaterThanOrEqual(at + lateMs);
      expect(village.heard[0]?.at, level).toBeLessThan(at + lateMs + 2_600);
      if (level === 'emergency') expect(village.heard[0]?.at).toBe(at);
    }
  });

  test('a power cut between the frame and the sound does not lose it', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 8_000;
    const entry = village.entry('one', at);
    station.plan(entry);
    await clock.advance(3_000);
    station.plan();
    now(village, entry);
    await clock.advance(1);
    station.cut();
    await village.kill(true);
    await village.on();
    await clock.advance(60_000);
    expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
    expect(village.heard[0]?.at).toBe(at);
  });

  test('a newer plan without it drops it, unless it has begun', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 5_000;
    now(village, village.entry('sounds', at));
    now(village, village.entry('waits', at + 60_000));
    await clock.advance(10_000);
    station.plan();
    await clock.advance(120_000);
    expect(heard(village, at)).toEqual([['sounds', 0, 0, 20_000]]);
  });
});

describe('start modes', () => {
  test('a bulletin that was told to cut in cuts its equal, which goes on afterwards and is not cut again', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 5_000;
    const cutter = village.entry('cutter', at + 8_000, { cutInAfterMs: 0 });
    station.plan(village.entry('one', at), cutter, village.entry('next', at + 9_000));
    for (const [id, ms] of [['one', 0] as const, ['cutter', 8_000] as const, ['next', 9_000] as const])
      station.start(id, at + ms);
    await clock.advance(120_000);
    expect(heard(village, at)).toEqual([
      ['one', 0, 0, 7_500],
      ['cutter', 0, 8_000, 20_000],
      ['one', 7_500, 28_000, 12_500],
      ['next', 0, 40_500, 20_000],
    ]);
  });

  test('one that may wait so long waits so long, and a person decides the order among equals', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 5_000;
    const entries = [
      village.entry('one', at),
      village.entry('patient', at + 2_000, { level: 'priority', cutInAfterMs: 10_000 }),
      village.entry('second', at + 3_000, { precedence: 1 }),
      village.entry('first', at + 4_000, { precedence: -1 }),
    ];
    station.plan(...entries);
    for (const { broadcastId, plannedAt } of entries) station.start(broadcastId, plannedAt);
    await clock.advance(120_000);
    expect(village.heard.map(({ broadcastId }) => broadcastId)).toEqual(['one', 'patient', 'first', 'one', 'second']);
    expect(village.heard[1]?.at).toBeGreaterThanOrEqual(at + 11_500);
    expect(village.heard[1]?.at).toBeLessThanOrEqual(at + 12_000);
  });

  test('whatever cuts whatever: one voice at a time, and what was cut repeats nothing', async () => {
    const village = await joined();
    const { station, clock } = village;
    const at = station.now() + 5_000;
    const entries = [
      village.entry('filler', at, { level: 'filler', durationMs: 60_000 }),
      talk(village, 'voice', at + 5_000, { durationMs: 20_000 }),
      siren(village, 'siren', at + 10_000),
      siren(village, 'siren 2', at + 11_000),
    ];
    station.plan(...entries);
    for (const { broadcastId, plannedAt } of entries) station.start(broadcastId, plannedAt);
    await clock.advance(200_000);
    expect(village.heard.map(({ broadcastId }) => broadcastId)).toEqual([
      'filler',
      'voice',
      'siren',
      'siren 2',
      'voice',
      'filler',
    ]);
    for (const [index, one] of village.heard.entries())
      expect(one.at).toBeGreaterThanOrEqual((village.heard[index - 1]?.at ?? 0) + (village.heard[index - 1]?.ms ?? 0));
    expect(village.sums('filler')).toEqual({ ms: 60_000, twiceMs: 0 });
  });
});

describe('conclude', () => {
  const conclude = (village: Village, durationMs: number) =>
    village.station.order({ order: 'conclude', broadcastId: 'talk', durationMs }, { to: '*' });

  test('ends a voice at its real length, or at once when that is past', async () => {
    for (const [durationMs, heardMs] of [
      [30_000, 30_000],
      // The ear notices an end that has passed at its next look.
      [19_000, 20_100],
    ] as const) {
      const village = await joined();
      const at = village.station.now() + 2_000;
      now(village, talk(village, 'talk', at));
      await village.clock.advanceTo(at + 20_000);
      conclude(village, durationMs);
      await village.clock.advance(60_000);
      expect(heard(village, at)).toEqual([['talk', 0, 0, heardMs]]);
      expect(village.station.told('talk').at(-1)).toBe('ended:complete');
      expect(village.station.ended('talk')).toMatchObject({ renderedMs: heardMs, endedAt: at + heardMs });
    }
  });

  test('holds after a power cut, and what was not heard is not called whole', async () => {
    const village = await joined();
    const at = village.station.now() + 2_000;
    now(village, talk(village, 'talk', at));
    await village.clock.advanceTo(at + 20_000);
    conclude(village, 60_000);
    await village.clock.advance(1);
    await village.kill(true);
    await village.clock.advance(10_000);
    await village.on();
    await village.clock.advance(120_000);
    const last = village.heard.at(-1);
    expect((last?.at ?? 0) + (last?.ms ?? 0) - at).toBe(60_000);
    expect(village.station.told('talk').at(-1)).toBe('ended:interrupted');
  });

  test('of a voice that a warning has cut ends it when the voice is over', async () => {
    const village = await joined();
    const at = village.station.now() + 2_000;
    now(village, talk(village, 'talk', at));
    await village.clock.advanceTo(at + 20_000);
    now(village, siren(village, 'siren', at + 20_000, { durationMs: 30_000 }));
    await village.clock.advance(5_000);
    conclude(village, 26_000);
    await village.clock.advance(120_000);
    expect(heard(village, at)).toEqual([
      ['talk', 0, 0, 20_000],
      ['siren', 0, 20_000, 30_000],
    ]);
    expect(village.station.told('talk').at(-1)).toBe('ended:pre_empted');
    expect(village.station.told('siren').at(-1)).toBe('ended:complete');
  });
});

describe('the bank', () => {
  const bankOf = (village: Village, text: string) => {
    const { sha256, bytes, durationMs } = village.station.audioOf(text, 4_000);
    return { sha256, bytes, durationMs };
  };
  const onDisk = async (village: Village, sha256: string) =>
    (await village.files.list(`${FOLDER}/audio`)).filter((name) => name.startsWith(sha256)).length;

  test('is brought before the audio of the plan, and interrupts a long download of it', async () => {
    const village = await joined();
    const { station, clock } = village;
    station.serve = (bytes, fromByte) =>
      (async function* () {
        for await (const chunk of chunks(bytes.subarray(fromByte), 100)) {
          yield chunk;
          await clock.sleep(1_000);
        }
      })();
    station.plan(village.entry('routine', station.now() + 3_600_000));
    await clock.advance(4_500);
    station.serve = null;
    const bank = [bankOf(village, 'siren'), bankOf(village, 'flood')];
    station.tellHouse({ bank });
    await clock.advance(1_000);
    const order = station.downloads.map(({ sha256 }) => bank.findIndex((one) => one.sha256 === sha256));
    expect(order).toEqual([-1, 0, 1, -1]);
    expect(station.told('routine')).toEqual(['placed']);
  });

  test('stays through empty plans and full disks, and goes when the house names another', async () => {
    const village = await joined();
    const { station, clock, files } = village;
    const [old, next] = [bankOf(village, 'siren'), bankOf(village, 'flood')];
    station.tellHouse({ bank: [old] });
    station.plan();
    await clock.advance(100 * 3_600_000);
    station.plan();
    await clock.advance(700_000);
    expect(await onDisk(village, old.sha256)).toBe(3);
    files.capacityBytes = 1_000_000;
    station.plan(village.entry('one', station.now() + 3_600_000));
    await clock.advance(60_000);
    expect(await onDisk(village, old.sha256)).toBe(3);
    files.capacityBytes = 2 ** 40;
    station.tellHouse({ bank: [next] });
    await clock.advance(700_000);
    expect(await onDisk(village, old.sha256)).toBe(0);
    expect(await onDisk(village, next.sha256)).toBe(3);
  });

  test('that has rotted on the disk is noticed at the next start and within six hours, and made again', async () => {
    const village = await joined();
    const { station, clock, files } = village;
    const bank = bankOf(village, 'siren');
    station.tellHouse({ bank: [bank] });
    await clock.advance(5_000);
    files.flip(`${FOLDER}/audio/${bank.sha256}.pcm`, 500);
    await clock.advance(6 * 3_600_000);
    expect(village.decodings).toBe(2);
    files.flip(`${FOLDER}/audio/${bank.sha256}.pcm`, 500);
    await village.kill();
    await village.on();
    await clock.advance(5_000);
    expect(village.decodings).toBe(3);
  });
});
