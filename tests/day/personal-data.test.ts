/** Bulletins with personal data have an end: their files go at the date, not before, and never what somebody else needs. */
import { expect, test } from 'vitest';
import { instantOf } from '#kernel';
import { addBulletin, findBulletins, findDetails, putProgramme, withdrawBulletin, writeDetails } from '#programme';
import { Commune } from '../support/commune.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (time: string, date = '2026-11-23') => instantOf(date, time, 'Asia/Ho_Chi_Minh') ?? 0;

async function morning(): Promise<Commune> {
  const day = new Commune({ wallMs: at('06:00') });
  await day.start();
  await day.addVillages(['Đông']);
  await day.powerAllOn();
  return day;
}
async function personal(day: Commune, title: string, until: number) {
  const bulletinId = await day.addBulletin({ title, durationMs: 20_000 });
  await writeDetails(day.store.db, bulletinId, { personalUntil: until });
  const found = (await findBulletins(day.store.db, [bulletinId])).get(bulletinId);
  if (!found) throw new Error('there is no bulletin');
  const { programme } = found;
  const { recordingId } = found.bulletin;
  const { sha256 } = (await day.station?.house.media.get(recordingId)) ?? { sha256: '' };
  await day.files.makeFolder('/station/originals');
  const original = `/station/originals/${sha256}`;
  const rendition = `/station/renditions/${sha256}`;
  for (const path of [original, `${rendition}.wav`]) await day.files.replace(path, new Uint8Array(9));
  await day.store.db.updateTable('recordings').set({ peaks: '[1,2]' }).where('id', '=', recordingId).execute();
  return { bulletinId, recordingId, sha256, programme, paths: [original, rendition, `${rendition}.wav`] };
}
type Personal = Awaited<ReturnType<typeof personal>>;

const filesOf = async (day: Commune, { paths }: Personal) =>
  (await Promise.all(paths.map((path) => day.files.size(path)))).filter((size) => size !== null).length;
const removedAt = async (day: Commune, { bulletinId }: Personal) =>
  (await findDetails(day.store.db, [bulletinId])).get(bulletinId)?.filesRemovedAt ?? null;
const withdrawnAt = async (day: Commune, { bulletinId }: Personal) =>
  (await findBulletins(day.store.db, [bulletinId])).get(bulletinId)?.bulletin.withdrawnAt ?? null;
const audited = async (day: Commune, what: string) =>
  (await day.store.db.selectFrom('audit_entries').select('body').where('what', '=', what).execute()).map(
    ({ body }) => (JSON.parse(body) as { detail: Record<string, unknown> }).detail,
  );

test('at the date, and not before: files and waveform go; title, hash and log stay; it is withdrawn with the reason', async () => {
  const day = await morning();
  const list = await personal(day, 'Danh sách hộ nghèo', at('08:30'));
  await day.ask(list.bulletinId, at('07:00'));
  await day.clock.advanceTo(at('08:29'));
  expect(day.villages[0]?.heard).toHaveLength(1);
  expect(await filesOf(day, list)).toBe(3);
  expect(await withdrawnAt(day, list)).toBeNull();

  await day.clock.advanceTo(at('09:05'));
  expect(await filesOf(day, list)).toBe(0);
  expect(await removedAt(day, list)).toBeGreaterThanOrEqual(at('08:30'));
  expect(await withdrawnAt(day, list)).not.toBeNull();
  const media = day.station?.house.media;
  const row = await media?.get(list.recordingId);
  expect(row).toMatchObject({ title: 'Danh sách hộ nghèo', sha256: list.sha256, renditions: [], state: 'refused' });
  expect(row?.reason?.code).toBe('RECORDING_REMOVED');
  expect(await media?.peaks(list.recordingId)).toBeNull();
  const approvals = day.store.db.selectFrom('approvals').selectAll().where('subject', '=', list.bulletinId);
  const approval = await approvals.executeTakeFirst();
  expect(approval).toMatchObject({ state: 'withdrawn', word: expect.stringContaining('Hết hạn giữ dữ liệu cá nhân') });
  expect(await audited(day, 'removePersonalData')).toEqual([{ removed: [list.recordingId] }]);
  expect((await day.log()).map((line) => `${line.title} ${line.state}`)).toEqual(['Danh sách hộ nghèo played']);
  await expect(day.ask(list.bulletinId, at('12:00'))).rejects.toThrow();
});

test('a shared recording stays until its last user is gone', async () => {
  const day = await morning();
  const list = await personal(day, 'Danh sách', at('06:30'));
  const world = { clock: day.clock, random: day.random };
  const programmeId = list.programme.id;
  const other = await addBulletin(day.store.db, world, {
    ...{ title: 'Bản tin khác', programmeId, recordingId: list.recordingId, language: 'vi' },
    ...{ validFrom: null, validTo: null },
  });
  await putProgramme(day.store.db, world, { ...list.programme, openingChimeId: list.recordingId });
  await day.clock.advanceTo(at('08:31'));
  expect(await withdrawnAt(day, list)).not.toBeNull();
  expect([await filesOf(day, list), await removedAt(day, list)]).toEqual([3, null]);
  // Said once, not every hour.
  const kept = [{ recordingId: list.recordingId, uses: ['bulletin', 'chime'] }];
  expect(await audited(day, 'personalDataWaits')).toEqual([{ removed: [], kept }]);

  await withdrawBulletin(day.store.db, day.clock, other.id);
  await day.clock.advance(HOUR + MINUTE);
  expect(await filesOf(day, list)).toBe(3);
  await putProgramme(day.store.db, world, list.programme);
  await day.clock.advance(HOUR + MINUTE);
  expect(await filesOf(day, list)).toBe(0);
  expect(await removedAt(day, list)).not.toBeNull();
});

test('what is still scheduled is heard first: it waits, and says so', async () => {
  const day = await morning();
  const list = await personal(day, 'Danh sách', at('06:30'));
  const schedule = day.station?.house.schedule;
  const pattern = { every: 'once', date: '2026-11-23', time: '08:30' } as const;
  const rule = { title: 'Đọc danh sách', bulletinId: list.bulletinId, zoneIds: [day.zoneId], active: true, pattern };
  await schedule?.createRule(rule);
  await day.clock.advanceTo(at('08:29'));
  expect([await filesOf(day, list), await withdrawnAt(day, list)]).toEqual([3, null]);
  expect((await audited(day, 'personalDataWaits'))[0]).toEqual({ planned: ['Đọc danh sách'] });
  await day.clock.advanceTo(at('09:05'));
  expect(day.villages[0]?.heard).toHaveLength(1);
  expect(await filesOf(day, list)).toBe(0);
});

test('a crash between the commit and the removal: it is withdrawn already, and the next start removes the files', async () => {
  const day = await morning();
  const list = await personal(day, 'Danh sách', at('06:30'));
  const remove = day.files.remove.bind(day.files);
  day.files.remove = async (path) => {
    if (!path.startsWith('/station/originals')) return remove(path);
    day.kill();
    throw new Error('the power is gone');
  };
  await day.clock.advanceTo(at('07:30'));
  expect(day.station).toBeNull();
  expect(await withdrawnAt(day, list)).not.toBeNull();
  expect([await filesOf(day, list), await removedAt(day, list)]).toEqual([3, null]);

  day.files.remove = remove;
  await day.start();
  await day.clock.advance(MINUTE);
  expect(await filesOf(day, list)).toBe(0);
  expect(await removedAt(day, list)).toBeGreaterThanOrEqual(at('07:30'));
  expect(await audited(day, 'removePersonalData')).toHaveLength(1);
});

test('what no recording names is removed when the station starts: an older cut of what somebody had to cut away', async () => {
  const day = await morning();
  const list = await personal(day, 'Danh sách', at('20:00'));
  const old = `/station/renditions/${'a'.repeat(64)}`;
  await day.files.replace(old, new Uint8Array(4));
  day.kill();
  await day.start();
  expect(await day.files.size(old)).toBeNull();
  expect(await filesOf(day, list)).toBe(3);
});
