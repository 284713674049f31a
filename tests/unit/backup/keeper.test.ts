import { beforeEach, expect, test } from 'vitest';
import type { Act } from '#audit';
import { BackupKeeper } from '#backup';
import type { World } from '#kernel';
import { openStore, type Store } from '#store';
import { FakeCopies } from '../../support/fake-copies.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** 22:00 at the station. */
const EVENING = Date.UTC(2026, 10, 22, 15);
const HOUR_MS = 3_600_000;
const DISK = '/mnt/usb';

let clock: VirtualClock;
let files: MemoryFiles;
let store: Store;
let copies: FakeCopies;
let keeper: BackupKeeper;
let acts: Act[];
const air = { isEmergency: false, isCommanding: true };

function open(isNamed = false): BackupKeeper {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const processes: World['processes'] = {
    start: () => {
      throw new Error('no processes here');
    },
  };
  return new BackupKeeper({
    ...{ world: { clock, files, random: new SeededRandom(3), logger: quiet, processes }, store },
    settings: {
      ...{ folder: isNamed ? DISK : '/data/backups', isNamed, at: '02:10', zone: 'Asia/Ho_Chi_Minh', keep: 2 },
      ...{ leaveFreeBytes: 1000, passphraseFile: null, warnDays: 3 },
    },
    ports: {
      makeCopy: copies.make,
      isEmergency: () => air.isEmergency,
      isCommanding: () => air.isCommanding,
      note: (act) => acts.push(act),
    },
  });
}

beforeEach(async () => {
  clock = new VirtualClock({ wallMs: EVENING });
  files = new MemoryFiles();
  await files.makeFolder('/data');
  store = openStore(':memory:');
  copies = new FakeCopies(() => files);
  acts = [];
  Object.assign(air, { isEmergency: false, isCommanding: true });
  keeper = open();
  await keeper.start();
});

const standing = () => keeper.standing();
const names = async () => (await standing()).copies.map(({ name }) => name);
const idle = () => clock.runUntil(async () => (await standing()).running === null, 60_000);

test('a copy that a person asks for is made, counted as checked, and noted', async () => {
  await keeper.begin('Nguyễn Văn An', false);
  await idle();
  expect(await standing()).toMatchObject({
    copies: [
      { name: 'sao-luu-2026-11-22-220000.tar', checkedAt: EVENING, trigger: 'person', isSealed: false, bytes: 4 },
    ],
    ...{ lastGoodAt: EVENING, isLate: false, failure: null },
  });
  expect(acts).toMatchObject([{ what: 'makeBackup', on: { copy: 'sao-luu-2026-11-22-220000.tar' } }]);
});

test('one at a time, and none while an emergency sounds', async () => {
  copies.isSlow = true;
  await keeper.begin('A', false);
  await expect(keeper.begin('B', false)).rejects.toMatchObject({ code: 'BACKUP_RUNNING' });
  copies.finish();
  await idle();
  air.isEmergency = true;
  await expect(keeper.begin('B', false)).rejects.toMatchObject({ code: 'BACKUP_EMERGENCY' });
  expect(copies.orders).toHaveLength(1);
});

test('an emergency breaks a copy off within a second, and it is begun again by itself when that is over', async () => {
  copies.isSlow = true;
  await keeper.begin('A', false);
  await clock.advance(5000);
  air.isEmergency = true;
  keeper.wake();
  await clock.advance(1);
  expect(await standing()).toMatchObject({ running: null, isPutOff: true, copies: [], failure: null });
  expect((await files.list('/data/backups')).filter((name) => name.startsWith('sao'))).toEqual([]);
  await clock.advance(10 * 60_000);
  expect(copies.orders).toHaveLength(1);
  air.isEmergency = false;
  copies.isSlow = false;
  await clock.advance(2 * 60_000);
  expect(copies.orders).toHaveLength(2);
  expect(await standing()).toMatchObject({ isPutOff: false, copies: [{ trigger: 'person' }] });
});

test('every night one, of which the newest stay; those that a person made stay too', async () => {
  await keeper.begin('A', false);
  await clock.advance(4 * 24 * HOUR_MS);
  const minute = (name: unknown) => String(name).slice(0, 'sao-luu-2026-11-22-2200'.length);
  expect((await names()).map(minute)).toEqual([
    ...['sao-luu-2026-11-26-0210', 'sao-luu-2026-11-25-0210', 'sao-luu-2026-11-22-2200'],
  ]);
  const dropped = acts.filter(({ what }) => what === 'dropBackup').map(({ on }) => minute(on?.['copy']));
  expect(dropped).toEqual(['sao-luu-2026-11-23-0210', 'sao-luu-2026-11-24-0210']);
});

test('nights that were missed are made up for once', async () => {
  await clock.advance(5 * HOUR_MS);
  await keeper.stop();
  await clock.advance(80 * HOUR_MS);
  keeper = open();
  await keeper.start();
  expect(copies.orders).toHaveLength(1);
  await clock.advance(HOUR_MS);
  expect(copies.orders).toHaveLength(2);
  await clock.advance(3 * HOUR_MS);
  expect(copies.orders).toHaveLength(2);
});

test('a night that fails is tried three times, told in words, and after some days the station says that it is late', async () => {
  const text = { vi: 'Hết chỗ', en: 'No room' };
  copies.fails = { code: 'BACKUP_NO_ROOM', text };
  await clock.advance(20 * HOUR_MS);
  expect(copies.orders).toHaveLength(3);
  expect(await standing()).toMatchObject({ failure: { text, trigger: 'night' }, copies: [], isLate: false });
  expect(acts.at(-1)).toMatchObject({ what: 'failBackup', outcome: 'BACKUP_NO_ROOM' });
  await clock.advance(60 * HOUR_MS);
  expect(keeper.health()).toEqual({ lastGoodAt: null, isLate: true });
  copies.fails = null;
  await keeper.begin('A', false);
  await idle();
  expect(await standing()).toMatchObject({ failure: null, isLate: false });
});

test('a station that goes down in the middle leaves no copy, and says so afterwards', async () => {
  copies.isSlow = true;
  await keeper.begin('A', false);
  await files.replace('/data/backups/sao-luu-2026-11-22-220000.tar.unproved.partial', new Uint8Array(9));
  // The power goes: nobody ends anything.
  keeper = open();
  await keeper.start();
  expect(await standing()).toMatchObject({ running: null, copies: [], failure: { trigger: 'person' } });
  expect((await files.list('/data/backups')).filter((name) => name.startsWith('sao'))).toEqual([]);
});

test('a copy that was finished a moment before the power went is a good one', async () => {
  copies.isSlow = true;
  await keeper.begin('A', false);
  await files.move(
    '/data/backups/sao-luu-2026-11-22-220000.tar.unproved',
    '/data/backups/sao-luu-2026-11-22-220000.tar',
  );
  keeper = open();
  await keeper.start();
  expect(await standing()).toMatchObject({ copies: [{ bytes: 4, checkedAt: EVENING }], failure: null });
});

test('a copy that became shorter, or was put there by somebody, is not called good', async () => {
  await keeper.begin('A', false);
  await idle();
  const path = '/data/backups/sao-luu-2026-11-22-220000.tar';
  await files.replace(path, Buffer.from('cut'));
  await files.replace('/data/backups/sao-luu-2020-01-01-000000.tar', Buffer.from('foreign'));
  await files.replace('/data/backups/station.db', Buffer.from('no copy at all'));
  expect(await standing()).toMatchObject({
    copies: [
      { bytes: 3, checkedAt: null, madeAt: null },
      { bytes: 7, checkedAt: null },
    ],
    lastGoodAt: null,
  });
});

test('the only good copy is not removed, and nothing but a copy ever is', async () => {
  await keeper.begin('A', false);
  await idle();
  const [first = ''] = await names();
  await expect(keeper.remove(first)).rejects.toMatchObject({ code: 'BACKUP_LAST' });
  await clock.advance(2000);
  await keeper.begin('A', false);
  await idle();
  await keeper.remove(first);
  expect(await names()).toHaveLength(1);
  await files.replace('/data/station.db', Buffer.from('x'));
  for (const name of ['../station.db', '/data/station.db', `../backups/${first}`, '', first])
    await expect(keeper.remove(name), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await files.size('/data/station.db')).toBe(1);
});

test('a link opens one copy, once, for one person, within a minute', async () => {
  await keeper.begin('A', false);
  await idle();
  const [name = ''] = await names();
  const over = { code: 'BACKUP_LINK_OVER' };
  const link = await keeper.linkTo(name, 'acc_1');
  expect(await keeper.open(name, link, 'acc_1')).toBe(`/data/backups/${name}`);
  await expect(keeper.open(name, link, 'acc_1')).rejects.toMatchObject(over);
  await expect(keeper.open(name, await keeper.linkTo(name, 'acc_1'), 'acc_2')).rejects.toMatchObject(over);
  const late = await keeper.linkTo(name, 'acc_1');
  await clock.advance(60_001);
  await expect(keeper.open(name, late, 'acc_1')).rejects.toMatchObject(over);
  await expect(keeper.open(name, 'guess', 'acc_1')).rejects.toMatchObject(over);
  await expect(keeper.linkTo('../station.db', 'acc_1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a disk that is away is told of and never taken for another one', async () => {
  await keeper.stop();
  keeper = open(true);
  await keeper.start();
  await expect(keeper.begin('A', false)).rejects.toMatchObject({ code: 'BACKUP_DISK_ABSENT' });
  expect((await standing()).shelf.state).toBe('absent');
  await clock.advance(5 * HOUR_MS);
  expect(await standing()).toMatchObject({ failure: { trigger: 'night' } });
  await files.makeFolder(DISK);
  await keeper.begin('A', false);
  await idle();
  expect(await names()).toHaveLength(1);
  // The disk is pulled out: the empty folder on which it was mounted stays.
  await files.removeFolder(DISK);
  await files.makeFolder(DISK);
  expect(await standing()).toMatchObject({ shelf: { state: 'other' }, copies: [] });
  // What cannot be seen is not forgotten.
  expect(keeper.health().lastGoodAt).not.toBe(null);
  await expect(keeper.begin('A', false)).rejects.toMatchObject({ code: 'BACKUP_DISK_OTHER' });
  await keeper.begin('A', true);
  await idle();
  expect(await standing()).toMatchObject({ shelf: { state: 'ready' } });
  expect(await names()).toHaveLength(1);
});

test('a fenced station makes none by itself, and one when a person asks', async () => {
  air.isCommanding = false;
  await clock.advance(30 * HOUR_MS);
  expect(copies.orders).toHaveLength(0);
  await keeper.begin('A', false);
  await idle();
  expect(await names()).toHaveLength(1);
});
