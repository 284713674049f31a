import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { instantOf } from '#kernel';
import type { Station } from '#station';
import { markRestored, openStore, type Store, snapshotDatabase } from '#store';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc'];
const folders: string[] = [];
const stores: Store[] = [];
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-twin-'));
  folders.push(folder);
  return folder;
}

function opened(path: string): Store {
  const store = openStore(path);
  stores.push(store);
  return store;
}

/** A station on a real database, two villages, and a rule that is heard three times. */
async function commune(): Promise<{ day: Commune; path: string; bulletinId: string }> {
  const path = join(newFolder(), 'station.db');
  const day = new Commune({ wallMs: at('04:00'), store: opened(path) });
  const station = await day.start();
  await day.addVillages(NAMES);
  await day.powerAllOn();
  const bulletinId = await day.addBulletin({ title: 'Tin sáng', durationMs: 20_000 });
  await addRule(station, day, bulletinId);
  await day.clock.advance(60_000);
  return { day, path, bulletinId };
}

async function addRule({ house }: Station, day: Commune, bulletinId: string): Promise<void> {
  const pattern = { every: 'daily', times: ['04:10', '04:20', '04:30'] };
  await house.schedule.createRule({ title: 'Sáng', bulletinId, zoneIds: [day.zoneId], pattern, active: true });
}

/** What a backup of this moment becomes when it is restored. */
async function backedUp(day: Commune, path: string): Promise<string> {
  const copy = join(newFolder(), 'station.db');
  await snapshotDatabase(path, copy);
  const now = day.clock.wallMs();
  markRestored(copy, { fence: JSON.stringify({ madeAt: now, restoredAt: now }) });
  return copy;
}

const starts = (day: Commune) => day.villages.map((village) => village.heard.map((one) => one.startAt));
const linked = (day: Commune) => day.villages.filter((village) => village.agent?.status()?.isLinked).length;
const command = (station: Station) => station.house.command;
const speakNow = (day: Commune, bulletinId: string) =>
  day.ask(bulletinId, day.clock.wallMs() + 5000, 'emergency', 600_000);

it('a restored twin commands nothing; opened, it is obeyed and the old machine is not; nothing is heard twice', async () => {
  const { day, path, bulletinId: morning } = await commune();
  const old = day.station as Station;
  const copy = await backedUp(day, path);
  await day.clock.advanceTo(at('04:11'));
  const twin = await day.startTwin(opened(copy));
  // A rule whose day was not planned when the backup was made: what the twin makes of it has names of its own.
  await addRule(twin, day, morning);
  const epochBefore = command(twin).standing().epoch;
  expect(command(twin).isFenced()).toBe(true);

  // Somebody gave the new machine the address of the old one. The villages go on by their plan.
  day.leadTo(twin);
  await day.clock.advanceTo(at('04:21'));
  expect(linked(day)).toBe(0);
  expect(starts(day)[0]?.at(-1)).toBe(at('04:20'));
  // Speakers that knock have told which epoch they obey; none was signed for.
  expect(command(twin).standing()).toMatchObject({ epoch: epochBefore });

  await command(twin).openEpoch();
  await day.clock.runUntil(() => linked(day) === NAMES.length, 120_000);
  expect(command(twin).standing().epoch).toBeGreaterThan(at('04:20') / 1000);
  await day.clock.advanceTo(at('04:32'));
  // What was due at 04:20 was young enough to be played late: the twin leaves it alone. At 04:30 its two rules sound.
  const mornings = [at('04:10'), at('04:20'), at('04:30')];
  expect(starts(day).map((all) => all.slice(0, 3))).toEqual(NAMES.map(() => mornings));
  expect(starts(day).map((all) => all.length)).toEqual(NAMES.map(() => 4));

  // The old machine was not switched off after all, and the villages find it again.
  day.leadTo(old);
  const bulletinId = await day.addBulletin({ title: 'Lũ quét', durationMs: 20_000, kind: 'emergency' });
  await day.clock.runUntil(() => linked(day) === NAMES.length, 120_000);
  expect(command(old).standing().elsewhere).toBe(NAMES.length);
  const heardBefore = starts(day).flat().length;
  await speakNow(day, bulletinId);
  await day.clock.advance(60_000);
  expect(starts(day).flat()).toHaveLength(heardBefore);
  await day.clock.advanceTo(at('04:40'));
  expect(starts(day).flat()).toHaveLength(heardBefore);

  await twin.stop();
  await old.stop();
});

it('what was planned before the epoch was opened is over in the log, and is not called played', async () => {
  const { day, path } = await commune();
  const copy = await backedUp(day, path);
  await day.clock.advanceTo(at('04:11'));
  // The machine and its villages’ power are gone: nobody knows any more what was heard.
  day.kill();
  for (const village of day.villages) village.powerOff();
  const store = opened(copy);
  const twin = await day.startTwin(store);
  day.leadTo(twin);
  await command(twin).openEpoch();
  for (const village of day.villages) await village.powerOn();
  await day.clock.advanceTo(at('04:22'));
  const { readAsRun } = await import('#asrun');
  const log = await readAsRun(store.db, {}, { limit: 100, after: 0 });
  const told = log.filter((line) => line.plannedAt === at('04:20')).map((line) => [line.state, line.reason]);
  expect(told).toEqual(NAMES.map(() => ['played', 'complete']));
  // The old machine had taken in what they told of the one before: here nobody knows.
  const before = log.filter((line) => line.plannedAt === at('04:10')).map((line) => [line.state, line.reason]);
  expect(before).toEqual(NAMES.map(() => ['cancelled', 'restored']));
  await twin.stop();
});

it('what was accepted while the twin commanded nothing is never heard, however it came in', async () => {
  const { day, path } = await commune();
  const copy = await backedUp(day, path);
  day.kill();
  const twin = await day.startTwin(opened(copy));
  day.leadTo(twin);
  const { house } = twin;
  const bulletinId = (await house.schedule.rules())[0]?.bulletinId ?? '';
  const plannedAt = day.clock.wallMs() + 60_000;
  await house.store.transact((tx) =>
    house.playout.accept(tx, [
      {
        ...{ bulletinId, zoneIds: [day.zoneId], origin: 'operator', level: 'emergency', plannedAt, title: null },
        ...{ notAfter: plannedAt + 600_000, askedBy: null },
      },
    ]),
  );
  house.playout.wake();
  // Whatever makes the rooms look again, it is not taken up.
  await house.approvals.settle();
  await day.clock.advance(90_000);
  await command(twin).openEpoch();
  await day.clock.advance(120_000);
  expect(linked(day)).toBe(NAMES.length);
  expect(starts(day)).toEqual(NAMES.map(() => []));
  await twin.stop();
});

it('an epoch is opened once, and only with a clock that is set', async () => {
  const { day, path } = await commune();
  const twin = await day.startTwin(opened(await backedUp(day, path)));
  await expect(command(day.station as Station).openEpoch()).rejects.toMatchObject({ code: 'EPOCH_NOT_NEEDED' });
  await command(twin).openEpoch();
  await expect(command(twin).openEpoch()).rejects.toMatchObject({ code: 'EPOCH_NOT_NEEDED' });
  await twin.stop();

  const early = new Commune({ wallMs: Date.UTC(2000, 0, 1), store: opened(await backedUp(day, path)) });
  const station = await early.start();
  await expect(command(station).openEpoch()).rejects.toMatchObject({ code: 'EPOCH_CLOCK' });
  await station.stop();
});

it('a clock that ran ahead at the first opening does not make the second one old: the speakers tell', async () => {
  const { day, path } = await commune();
  const copy = await backedUp(day, path);
  const again = await backedUp(day, path);
  const ahead = 400 * 86_400_000;
  day.clock.jumpWall(ahead);
  const first = await day.startTwin(opened(copy));
  await command(first).openEpoch();
  day.leadTo(first);
  await day.clock.runUntil(() => linked(day) === NAMES.length, 120_000);
  await first.stop();
  day.clock.jumpWall(-ahead);

  const second = await day.startTwin(opened(again));
  day.leadTo(second);
  await day.clock.runUntil(() => command(second).standing().elsewhere === NAMES.length, 120_000);
  await command(second).openEpoch();
  expect(command(second).standing().epoch).toBeGreaterThan(command(first).standing().epoch);
  await day.clock.runUntil(() => linked(day) === NAMES.length, 120_000);
  const bulletinId = await day.addBulletin({ title: 'Thử', durationMs: 10_000 });
  await speakNow(day, bulletinId);
  await day.clock.advance(60_000);
  expect(starts(day).map((all) => all.length)).toEqual(NAMES.map(() => 1));
  await second.stop();
});
