import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, readFact } from '#store';
import { HOME, newKey, RealStation, startMain, until } from '../support/real-station.ts';

let station: RealStation;
beforeAll(async () => {
  station = await RealStation.open({ LOAXA_BACKUP_LEAVE_MB: '64' });
});
afterAll(() => station.close());

const backup = (...args: string[]) => [join(HOME, 'src/backup-main.ts'), ...args];
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(HOME, 'src', script), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { status, text: stdout + stderr };
};
const here = () => ['--data', join(station.folder, 'data'), '--schedules', join(station.folder, 'schedules')];

test('the button makes a copy that was tried, which can be fetched once and restored; the command opens its epoch', async () => {
  const { api } = station;
  await api.call('startBackup', { body: {}, key: newKey() });
  const { copies } = await until('the copy', 60_000, async () => {
    const now = await api.call('getBackups');
    expect(now.failure).toBe(null);
    return now.running === null && now;
  });
  expect(copies).toMatchObject([{ trigger: 'person', isSealed: false, damagedSounds: 0 }]);
  const [{ name = '', bytes = 0, checkedAt = null } = {}] = copies;
  expect(checkedAt).not.toBe(null);
  const folder = join(station.folder, 'data/backups');
  expect(readdirSync(folder)).toEqual([name]);
  await expect(api.call('removeBackup', { params: { copy: name } })).rejects.toMatchObject({ code: 'BACKUP_LAST' });
  const { path } = await api.call('downloadBackup', { params: { copy: name }, key: newKey() });
  const fetched = Buffer.from(await (await api.fetch(path)).arrayBuffer());
  expect(fetched.length).toBe(bytes);
  expect(fetched.equals(readFileSync(join(folder, name)))).toBe(true);
  expect((await api.fetch(path)).status).toBe(410);
  for (const bad of ['..%2Fstation.db', `..%2Fbackups%2F${name}`, '%2Fetc%2Fpasswd', 'station.db'])
    expect((await api.fetch(`/api/v1/backups/${bad}/file?link=x`)).status, bad).toBe(400);
  const told = (await api.call('listAudit')).map(({ what, on }) => `${what} ${String(on['copy'] ?? '')}`.trim());
  for (const what of ['startBackup', `makeBackup ${name}`, `downloadBackup ${name}`, `fetchBackup ${name}`])
    expect(told).toContain(what);

  const data = join(station.folder, 'by command');
  expect(run('restore-main.ts', join(folder, name), '--data', data).status).toBe(0);
  expect(run('restore-main.ts', '--open-epoch', data)).toMatchObject({ status: 0 });
  // Once is enough.
  expect(run('restore-main.ts', '--open-epoch', data)).toMatchObject({ status: 1 });
  expect(run('restore-main.ts', '--open-epoch', join(station.folder, 'data')).text).toContain('ALREADY_RUNNING');
  const store = openStore(join(data, 'station.db'));
  expect(await readFact(store.db, 'fence')).toBe(null);
  expect(Number(await readFact(store.db, 'epoch'))).toBeGreaterThan(Date.now() / 1000 - 600);
  expect(JSON.parse((await readFact(store.db, 'untold_acts')) ?? '')).toMatchObject([
    { what: 'restoreStation', detail: { copy: name } },
    { what: 'openEpoch' },
  ]);
  await store.close();
}, 120_000);

test('a backup of a running station that takes uploads is whole; restored elsewhere it has the same log and commands nothing', async () => {
  const sound = readFileSync(join(HOME, 'media/sample-bulletin.opus'));
  const { agents, areaId } = await station.village(1);
  let isOver: boolean = false;
  const uploads = (async () => {
    for (let at = 0; !isOver; at++)
      await station.api.upload(`bản tin ${at}`, Buffer.concat([sound, Buffer.from([at])]));
  })();
  const to = join(station.folder, 'backup.tar');
  const child = spawn(process.execPath, backup(...here(), '--to', to), { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  isOver = true;
  await uploads;
  expect(code).toBe(0);
  const check = run('backup-main.ts', '--check', to, '--json');
  expect(check.status).toBe(0);
  const restored = join(station.folder, 'restored');
  expect(run('restore-main.ts', to, '--data', restored).status).toBe(0);
  expect(run('restore-main.ts', to, '--data', restored)).toMatchObject({ status: 1 });
  for (const name of readdirSync(join(restored, 'originals')))
    expect(
      readFileSync(join(restored, 'originals', name)).equals(
        readFileSync(join(station.folder, 'data/originals', name)),
      ),
    ).toBe(true);

  await agents[0]?.stop();
  await station.stop();
  const twin = startMain(
    {
      ...station.env,
      ...{ LOAXA_DATA: restored, LOAXA_SCHEDULES: join(restored, 'schedules') },
    },
    ['--sign-in-link'],
  );
  await until('the restored station', 30_000, () => twin.text.includes('#sign-in='));
  const health = await station.health();
  expect(health).toMatchObject({ status: 503, body: { checks: { command: { ok: false } } } });
  // Nobody is signed in after a restore.
  await expect(station.api.call('listAreas')).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
  const [, token = ''] = /#sign-in=([\w-]+)/.exec(twin.text) ?? [];
  await station.api.call('signIn', { body: { token } });
  expect((await station.api.call('listAreas')).map((area) => area.id)).toContain(areaId);
  await expect(station.api.call('addArea', { body: { kind: 'xã', name: 'Mới' }, key: newKey() })).rejects.toMatchObject(
    { code: 'STATION_FENCED' },
  );
  await station.api.call('openEpoch', { body: { otherIsOff: true } });
  expect((await station.health())?.body['checks']).toMatchObject({ command: { ok: true, fence: null } });
  agents[0]?.start();
  await station.online(agents[0]?.endpointId ?? '');
  await twin.end('SIGTERM');
});

test('a backup that is killed leaves no file of that name', async () => {
  await station.start();
  for (const name of ['một', 'hai', 'ba']) {
    const to = join(station.folder, `${name}.tar`);
    const child = spawn(process.execPath, backup(...here(), '--to', to), { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(
      'something of it, or its end',
      10_000,
      () => child.exitCode !== null || existsSync(`${to}.partial`) || existsSync(`${to}.db.partial`),
      5,
    );
    child.kill('SIGKILL');
    await ended;
    if (existsSync(to)) expect(run('backup-main.ts', '--check', to).status).toBe(0);
    // The same command again begins anew, whatever was left.
    else expect(run('backup-main.ts', ...here(), '--to', to).status).toBe(0);
  }
});
