import { expect, test } from 'vitest';
import { findBroadcast } from '#broadcast';
import { changeEndpoint, findEndpoint } from '#endpoint';
import { instantOf } from '#kernel';
import { putZone } from '#place';
import type { Draft } from '#playout';
import { type Bulletin, changeValidity, findBulletins, putTemplate, putVersion, type TemplateDraft } from '#programme';
import { Commune } from '../../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const FIVE = instantOf('2026-11-23', '05:00', ZONE) ?? 0;
const MINUTE = 60_000;

/** Three villages: one speaks Vietnamese, one Hmong, one both. */
async function highlands() {
  const day = new Commune({ wallMs: FIVE - 3600_000 });
  await day.start();
  await day.addVillages(['Kinh', 'Mông', 'Cả hai']);
  const { store, villages } = day;
  const ids = villages.map((village) => village.endpointId);
  const listen = async (at: number, languages: readonly string[]) => {
    const endpoint = await findEndpoint(store.db, ids[at] ?? '');
    if (endpoint) await changeEndpoint(store.db, endpoint.id, { ...endpoint, languages });
  };
  await listen(1, ['hmn']);
  await listen(2, ['vi', 'hmn']);
  const bulletinOf = async (title: string, durationMs: number): Promise<Bulletin> => {
    const id = await day.addBulletin({ title, durationMs });
    const found = (await findBulletins(store.db, [id])).get(id);
    if (!found) throw new Error('no bulletin');
    return found.bulletin;
  };
  const main = await bulletinOf('Lịch tiêm', 20_000);
  const hmong = await bulletinOf('Lịch tiêm, tiếng Mông', 30_000);
  const version = { language: 'hmn', recordingId: hmong.recordingId };
  await day.change(main.id, (tx) => putVersion(tx, day.clock, main.id, version));
  await day.approve(main.id);
  const accept = async (draft: Partial<Draft>) => {
    const [verdict] = await store.transact(
      async (tx) =>
        (await day.station?.house.playout.accept(tx, [
          {
            ...{ bulletinId: null, zoneIds: [day.zoneId], origin: 'operator', level: 'scheduled', plannedAt: FIVE },
            ...{ notAfter: FIVE + 5 * MINUTE, title: null, askedBy: null, ...draft },
          },
        ])) ?? [],
    );
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing');
    const found = await findBroadcast(store.db, verdict.broadcast.id);
    if (!found) throw new Error('not written');
    return found;
  };
  const template = async (draft: Partial<TemplateDraft>, kind: 'bulletin' | 'legal' = 'bulletin') => {
    const programmeId = main.programmeId;
    await store.db.updateTable('programmes').set({ kind }).where('id', '=', programmeId).execute();
    const world = { clock: day.clock, random: day.random };
    const parts = [{ part: 'bulletins' as const, bulletinIds: [main.id], pauseMs: 1000 }];
    // Its kind is approved with it.
    if (kind !== 'bulletin') {
      await day.change(main.id, async () => undefined);
      await day.approve(main.id);
    }
    return (await putTemplate(store.db, world, { name: 'Sáng', programmeId, slotMs: null, parts, ...draft })).id;
  };
  return { day, store, ids, main, hmong, accept, template, bulletinOf };
}

type Found = Awaited<ReturnType<Awaited<ReturnType<typeof highlands>>['accept']>>;
/** What each village hears, by the length of what it is sent. */
function lengths({ broadcast, deliveries }: Found, ids: readonly string[]): number[] {
  expect(deliveries).toHaveLength(ids.length);
  return ids.map((id) => {
    const own = deliveries.filter((one) => one.endpointId === id);
    expect(own).toHaveLength(1);
    const variant = own[0]?.variant ?? '';
    return (broadcast.variants[variant] ?? broadcast.runningOrder).durationMs;
  });
}

test('each village hears the version of its own language; the order of the many is that of the broadcast', async () => {
  const { ids, main, accept } = await highlands();
  const found = await accept({ bulletinId: main.id });
  expect(lengths(found, ids)).toEqual([20_000, 30_000, 20_000]);
  expect(Object.keys(found.broadcast.variants)).toEqual(['hmn']);
  expect(found.deliveries.map((one) => one.variant).sort()).toEqual(['', '', 'hmn']);
});

test('a zone of all languages lets each village hear all of its own, and wins over another zone that it lies in', async () => {
  const { day, ids, main, accept, store } = await highlands();
  const world = { clock: day.clock, random: day.random };
  const both = { name: 'Hai thứ tiếng', areaId: null, endpointIds: ids.slice(1), languageMode: 'all' as const };
  const zone = await putZone(store.db, world, both);
  const found = await accept({ bulletinId: main.id, zoneIds: [day.zoneId, zone.id] });
  expect(lengths(found, ids)).toEqual([20_000, 30_000, 50_000]);
  expect(Object.keys(found.broadcast.variants).sort()).toEqual(['hmn', 'vi+hmn']);
});

test('a template is one broadcast of many parts, in the languages of each village', async () => {
  const { ids, accept, template, main, hmong } = await highlands();
  const parts = [
    { part: 'chime' as const, recordingId: hmong.recordingId },
    { part: 'bulletins' as const, bulletinIds: [main.id, hmong.id], pauseMs: 1000 },
  ];
  const templateId = await template({ slotMs: 10 * MINUTE, parts });
  const found = await accept({ templateId });
  expect(lengths(found, ids)).toEqual([81_000, 91_000, 81_000]);
  expect(found.broadcast).toMatchObject({ bulletinId: null, title: 'Sáng', endBy: FIVE + 10 * MINUTE });
});

test('a slot ends by the clock, and nobody begins when it is over; a legal programme takes its slot with it', async () => {
  const { accept, template } = await highlands();
  const short = await accept({ templateId: await template({ slotMs: 10_000 }) });
  expect(short.broadcast).toMatchObject({ endBy: FIVE + 10_000, notAfter: FIVE + 9_999 });
  const week = FIVE + 7 * 24 * 60 * MINUTE;
  const legal = await accept({ templateId: await template({ slotMs: 40_000 }, 'legal'), notAfter: week });
  expect(legal.broadcast).toMatchObject({ kind: 'legal', endBy: null, notAfter: week });
});

test('what ends being true while it waits is not begun after that, alone or inside a programme', async () => {
  const { accept, template, main, store } = await highlands();
  await changeValidity(store.db, main.id, { validFrom: null, validTo: FIVE + MINUTE });
  expect((await accept({ bulletinId: main.id })).broadcast.notAfter).toBe(FIVE + MINUTE);
  expect((await accept({ templateId: await template({}) })).broadcast.notAfter).toBe(FIVE + MINUTE);
});

test('a programme without anything valid, with an unknown relay or an unchecked recording, is refused', async () => {
  const { day, accept, template, main, store } = await highlands();
  const relay = [{ part: 'relay' as const, relayId: 'rel_0', durationMs: MINUTE }];
  const relayId = await template({ parts: relay });
  await expect(accept({ templateId: relayId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(accept({ templateId: 'tpl_0' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const templateId = await template({});
  await store.db.updateTable('recordings').set({ state: 'checking' }).where('id', '=', main.recordingId).execute();
  await expect(accept({ templateId })).rejects.toMatchObject({ code: 'RECORDING_NOT_READY' });
  // Minutes before the start it is left out; and nothing else is there.
  await day.clock.advance(51 * MINUTE);
  await expect(accept({ templateId })).rejects.toMatchObject({ code: 'PROGRAMME_EMPTY' });
  await store.db.updateTable('recordings').set({ state: 'ready' }).where('id', '=', main.recordingId).execute();
  await expect(accept({ templateId })).resolves.toMatchObject({ broadcast: { title: 'Sáng' } });
  await changeValidity(store.db, main.id, { validFrom: FIVE + 1, validTo: null });
  await expect(accept({ templateId })).rejects.toMatchObject({ code: 'PROGRAMME_EMPTY' });
  await expect(accept({ bulletinId: main.id })).rejects.toMatchObject({ code: 'BULLETIN_NOT_VALID' });
});
