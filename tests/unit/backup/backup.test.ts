import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackup, fingerprintOf, passphraseIn, restoreBackup } from '#backup';
import { openStore, readFact } from '#store';
import { headerOf, paddingOf, readHeader } from '../../../src/backup/tar.ts';
import { BackupScene, MADE_AT, PASSPHRASE } from './scene.ts';

const scene = new BackupScene();
beforeAll(() => scene.build());
afterAll(() => scene.close());

const names = (path: string) => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();

test('an officer’s nephew opens it with tar, and finds the database, the sounds and the schedules', async () => {
  const { to, manifest } = await scene.backup('plain.tar', null);
  const listed = spawnSync('tar', ['tf', to], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  const paths = listed.stdout.trim().split('\n');
  expect(listed.status).toBe(0);
  expect(paths[0]).toBe('DOC-TOI-README.txt');
  expect(paths.at(-1)).toBe('SHA256SUM');
  const files = manifest.files.map((file) => file.path);
  expect(paths).toHaveLength(files.length + 3);
  expect(files).toEqual(expect.arrayContaining(['data/station.db', ...scene.sounds.map((sound) => `data/${sound}`)]));
  expect(files).toEqual(expect.arrayContaining(['data/live/liv_1.mp3', 'schedules/lịch tuần.yaml']));
  expect(files.filter((path) => /making|part|notes/.test(path))).toEqual([]);
  expect(manifest).toMatchObject({
    station: { name: 'Đài xã Thử', keyFingerprint: fingerprintOf('key-of-the-station'), epoch: 41 },
    madeAt: MADE_AT,
    rows: { sessions: 1 },
  });
  expect(readdirSync(scene.folder).filter((name) => name.includes('partial'))).toEqual([]);
});

test.each([
  ['in the clear', null],
  ['under a passphrase', PASSPHRASE],
])('what is restored %s is what was there, marked as restored, with nobody signed in', async (name, passphrase) => {
  const { to, bytes } = await scene.backup(`${name}.loaxa`, passphrase);
  if (passphrase !== null) expect(bytes.includes('Đài xã Thử')).toBe(false);
  const data = scene.at(`restored ${name}`);
  mkdirSync(data);
  const { isSealed, damagedSounds } = await restoreBackup(scene.world, to, data, passphrase);
  expect({ isSealed, damagedSounds }).toEqual({ isSealed: passphrase !== null, damagedSounds: [] });
  for (const sound of [...scene.sounds, 'live/liv_1.mp3'])
    expect(readFileSync(join(data, sound)).equals(readFileSync(join(scene.data, sound))), sound).toBe(true);
  expect(readFileSync(join(data, 'schedules/lịch tuần.yaml'), 'utf8')).toBe('rules: []\n');
  const store = openStore(join(data, 'station.db'));
  expect(await readFact(store.db, 'station_public_key')).toBe('key-of-the-station');
  expect(JSON.parse((await readFact(store.db, 'fence')) ?? '')).toMatchObject({ madeAt: MADE_AT, epoch: 41 });
  expect(await store.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  await store.close();
});

test('a wrong passphrase, none, and one that is too short are told apart', async () => {
  const { to } = await scene.backup('sealed', PASSPHRASE);
  const check = (passphrase: string | null) => checkBackup(scene.world, to, scene.at('scratch'), passphrase);
  await expect(check('một câu khác hẳn')).rejects.toMatchObject({ code: 'BACKUP_PASSPHRASE' });
  await expect(check(null)).rejects.toMatchObject({ code: 'BACKUP_PASSPHRASE_NEEDED' });
  expect(() => passphraseIn(Buffer.from('ngắn\n'))).toThrow(/12/);
  expect(() => passphraseIn(null)).toThrow(/12/);
  expect(passphraseIn(Buffer.from(`\uFEFF${PASSPHRASE.normalize('NFD')}\r\nnote\n`))).toBe(PASSPHRASE.normalize('NFC'));
  expect(existsSync(scene.at('scratch'))).toBe(false);
});

test('nothing is ever replaced', async () => {
  const { to } = await scene.backup('once', null);
  await expect(scene.backup('once', null)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' });
  await expect(restoreBackup(scene.world, to, scene.data, null)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
  await expect(restoreBackup(scene.world, to, to, null)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
  await expect(restoreBackup(scene.world, scene.at('none'), scene.at('new'), null)).rejects.toMatchObject({
    code: 'BACKUP_MISSING',
  });
});

test('a broken file leaves nothing', async () => {
  const { bytes } = await scene.backup('whole', null);
  const before = names(scene.folder);
  const broken = scene.put('broken', bytes.subarray(0, bytes.length - 1));
  await expect(restoreBackup(scene.world, broken, scene.at('new'), null)).rejects.toMatchObject({
    code: 'BACKUP_DAMAGED',
  });
  expect(names(scene.folder)).toEqual([...before, 'broken'].sort());
});

test('one that is broken off, or that would fill the disk, leaves nothing', async () => {
  const before = names(scene.folder);
  const given = { signal: AbortSignal.abort(new Error('an emergency')) };
  await expect(scene.backup('off', null, given)).rejects.toThrow('an emergency');
  await expect(scene.backup('full', null, { leaveFreeBytes: 2 ** 60 })).rejects.toMatchObject({
    code: 'BACKUP_NO_ROOM',
  });
  expect(names(scene.folder)).toEqual(before);
});

test('a database that is in use is taken as it is at one instant, with what is written meanwhile left to the next', async () => {
  await scene.withStore(async (store) => {
    const write = async (from: number) => {
      for (let at = from; at < from + 200; at++)
        await store.transact((tx) =>
          tx
            .insertInto('facts')
            .values({ name: `note ${at}`, value: 'x'.repeat(2000) })
            .execute(),
        );
    };
    await write(0);
    const [{ to }] = await Promise.all([scene.backup('in use', null), write(200)]);
    const { manifest } = await checkBackup(scene.world, to, scene.at('scratch'), null);
    expect(manifest.rows['facts']).toBeGreaterThanOrEqual(202);
    await store.db.deleteFrom('facts').where('name', 'like', 'note %').execute();
  });
});

test('a sound that was damaged before is told, and does not stand in the way', async () => {
  const sound = join(scene.data, scene.sounds[3] ?? '');
  const whole = readFileSync(sound);
  writeFileSync(sound, Buffer.concat([whole.subarray(1), whole.subarray(0, 1), Buffer.from('x')]));
  const { to } = await scene.backup('damaged sound', null);
  writeFileSync(sound, whole);
  const { damagedSounds } = await checkBackup(scene.world, to, scene.at('scratch'), null);
  expect(damagedSounds).toEqual([`data/${scene.sounds[3]}`]);
});

test('a backup of a newer program is refused', async () => {
  await scene.withStore((store) =>
    store.db
      .insertInto('migrations' as never)
      .values({ name: '9999-tomorrow', applied_order: 9999 } as never)
      .execute(),
  );
  const { to } = await scene.backup('newer', null);
  await expect(checkBackup(scene.world, to, scene.at('scratch'), null)).rejects.toMatchObject({
    code: 'RESTORE_NEWER',
  });
  await scene.withStore((store) =>
    store.db
      .deleteFrom('migrations' as never)
      .where('name' as never, '=', '9999-tomorrow' as never)
      .execute(),
  );
});

test.each([
  ['a way out of the folder', '../evil'],
  ['an absolute path', '/etc/cron.d/evil'],
  ['a way out below a known folder', 'data/live/../../evil'],
  ['a file that is none of ours', 'data/station.db-wal'],
  ['a schedule that hides', 'schedules/.x.yaml'],
])('an archive that names %s is refused', async (_what, path) => {
  const { bytes } = await scene.backup(`before ${path.replaceAll('/', '_')}`, null);
  const evil = Buffer.concat([headerOf({ path, bytes: 3 }), Buffer.from('bad'), new Uint8Array(paddingOf(3)), bytes]);
  const file = scene.put('evil', evil);
  await expect(checkBackup(scene.world, file, scene.at('scratch'), null)).rejects.toMatchObject({
    code: 'BACKUP_DAMAGED',
  });
});

test.each([0, 1, 8 ** 11 - 1, 8 ** 11, 2 ** 45])('a header says %i bytes', (bytes) => {
  expect(readHeader(headerOf({ path: 'data/x', bytes }))).toEqual({ path: 'data/x', bytes });
});
