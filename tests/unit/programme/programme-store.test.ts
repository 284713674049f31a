import { expect, test } from 'vitest';
import {
  changeValidity,
  findBulletins,
  findTemplates,
  isValidAt,
  listBulletins,
  listTemplates,
  putTemplate,
  putVersion,
  removeVersion,
  retireTemplate,
  withdrawBulletin,
} from '#programme';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { storeWithBulletins } from '../schedule/patterns.ts';

const NOW = 1_800_000_000_000;
const make = { clock: new VirtualClock({ wallMs: NOW }), random: new SeededRandom(9) };
const code = (code: string) => expect.objectContaining({ code });

test('a bulletin is said in further languages, each once, and a version can be put in the place of another', async () => {
  const { db } = await storeWithBulletins();
  const hmn = { language: 'hmn', recordingId: 'rec_1' };
  expect((await putVersion(db, make.clock, 'bul_1', hmn)).versions).toEqual([hmn]);
  expect((await putVersion(db, make.clock, 'bul_1', hmn)).versions).toEqual([hmn]);
  await putVersion(db, make.clock, 'bul_1', { language: 'tyz', recordingId: 'rec_1' });
  expect((await findBulletins(db, ['bul_1', 'bul_2'])).get('bul_2')?.bulletin.versions).toEqual([]);
  expect((await listBulletins(db)).find((one) => one.id === 'bul_1')?.versions.map((one) => one.language)).toEqual([
    ...['hmn', 'tyz'],
  ]);
  await expect(putVersion(db, make.clock, 'bul_1', { ...hmn, language: 'vi' })).rejects.toEqual(code('LANGUAGE_TWICE'));
  expect((await removeVersion(db, 'bul_1', 'hmn')).versions.map((one) => one.language)).toEqual(['tyz']);
  await expect(removeVersion(db, 'bul_1', 'hmn')).rejects.toEqual(code('NOT_FOUND'));
  await expect(putVersion(db, make.clock, 'bul_9', hmn)).rejects.toEqual(code('NOT_FOUND'));
});

test('validity has its end after its beginning, and a withdrawn bulletin is changed no more', async () => {
  const { db } = await storeWithBulletins();
  const backwards = changeValidity(db, 'bul_1', { validFrom: 2, validTo: 1 });
  await expect(backwards).rejects.toEqual(code('VALIDITY_ORDER'));
  const bulletin = await changeValidity(db, 'bul_1', { validFrom: 10, validTo: 20 });
  expect([9, 10, 20, 21].map((at) => isValidAt(bulletin, at))).toEqual([false, true, true, false]);
  const gone = await withdrawBulletin(db, make.clock, 'bul_1');
  expect([gone.withdrawnAt, isValidAt(gone, 15)]).toEqual([NOW, false]);
  expect((await listBulletins(db)).map((one) => one.id)).toEqual(['bul_3', 'bul_2']);
  const late = changeValidity(db, 'bul_1', { validFrom: null, validTo: null });
  await expect(late).rejects.toEqual(code('NOT_FOUND'));
  await expect(withdrawBulletin(db, make.clock, 'bul_1')).rejects.toEqual(code('NOT_FOUND'));
});

test('a template is kept as it was written, changed in its place, and found no more when it is retired', async () => {
  const { db } = await storeWithBulletins();
  await retireTemplate(db, make.clock, 'tpl_1');
  const draft = {
    name: 'Chương trình sáng',
    programmeId: 'prg_1',
    slotMs: 1_800_000,
    parts: [
      { part: 'relay', relayId: 'rel_1', durationMs: 900_000 },
      { part: 'bulletins', bulletinIds: ['bul_1', 'bul_2'], pauseMs: 500 },
    ],
  } as const;
  const mutable = { ...draft, parts: structuredClone(draft.parts) as never };
  const made = await putTemplate(db, make, mutable);
  expect(await listTemplates(db)).toEqual([{ ...draft, id: made.id, retiredAt: null }]);
  await putTemplate(db, make, { ...mutable, id: made.id, slotMs: null });
  const found = (await findTemplates(db, [made.id, 'tpl_9'])).get(made.id);
  expect(found).toMatchObject({ template: { slotMs: null }, programme: { id: 'prg_1', kind: 'bulletin' } });
  await retireTemplate(db, make.clock, made.id);
  expect([await listTemplates(db), (await findTemplates(db, [made.id])).size]).toEqual([[], 0]);
  await expect(retireTemplate(db, make.clock, made.id)).rejects.toEqual(code('NOT_FOUND'));
  await expect(putTemplate(db, make, { ...mutable, id: made.id })).rejects.toEqual(code('NOT_FOUND'));
});
