/** Programmes of many parts, villages of several tongues, and news that is not true any more: judged by what was heard. */
import { expect, test } from 'vitest';
import { changeEndpoint, findEndpoint } from '#endpoint';
import { DEFAULT_RULES, type GateRules } from '#gate';
import { instantOf } from '#kernel';
import { changeValidity, findBulletins, putTemplate, putVersion, type TemplateDraft } from '#programme';
import { Commune } from '../support/commune.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const at = (time: string, date = '2026-11-23') => instantOf(date, time, 'Asia/Ho_Chi_Minh') ?? 0;

async function morning(from: number, rules?: GateRules): Promise<Commune> {
  const day = new Commune({ wallMs: from, ...(rules && { rules }) });
  await day.start();
  await day.addVillages(['Đông', 'Tây']);
  await day.powerAllOn();
  return day;
}
const schedule = (day: Commune) => {
  const found = day.station?.house.schedule;
  if (!found) throw new Error('the station is down');
  return found;
};
const lines = async (day: Commune) => (await day.log()).map((line) => `${line.state} ${line.reason}`);

async function templateOf(day: Commune, draft: Pick<TemplateDraft, 'slotMs' | 'parts'>, bulletinId: string) {
  const programmeId = (await findBulletins(day.store.db, [bulletinId])).get(bulletinId)?.programme.id ?? '';
  const world = { clock: day.clock, random: day.random };
  return (await putTemplate(day.store.db, world, { name: 'Chương trình', programmeId, ...draft })).id;
}

test('one that waits behind a long one until it is no longer true is held back, and the log says why', async () => {
  const day = await morning(at('05:55'));
  const long = await day.addBulletin({ title: 'Dài', durationMs: 4 * MINUTE });
  const short = await day.addBulletin({ title: 'Ngắn', durationMs: 10 * SECOND });
  await changeValidity(day.store.db, short, { validFrom: null, validTo: at('06:02') });
  await day.ask(long, at('06:00'));
  await day.ask(short, at('06:00') + SECOND);
  await day.clock.advance(15 * MINUTE);
  for (const village of day.villages) expect(village.heard).toHaveLength(1);
  expect((await lines(day)).sort()).toEqual([
    ...['played complete', 'played complete', 'withheld not_valid', 'withheld not_valid'],
  ]);
});

test('legal awareness whose hour is closed is heard when the day opens, once', async () => {
  const day = await morning(at('03:50'), DEFAULT_RULES);
  const bulletinId = await day.addBulletin({ title: 'Luật Đất đai', durationMs: 20 * SECOND, kind: 'legal' });
  const pattern = { every: 'once', date: '2026-11-23', time: '04:00' };
  await schedule(day).createRule({ title: 'Pháp luật', bulletinId, zoneIds: [day.zoneId], active: true, pattern });
  await day.clock.advance(2 * 60 * MINUTE);
  for (const village of day.villages) {
    expect(village.heard).toHaveLength(1);
    expect(village.heard[0]?.startAt).toBeGreaterThanOrEqual(at('05:00'));
    expect(village.heard[0]?.startAt).toBeLessThan(at('05:01'));
  }
  expect(await lines(day)).toEqual(['played complete', 'played complete']);
});

test('each village hears its own language of one broadcast, and the log says which', async () => {
  const day = await morning(at('06:00'));
  const { db } = day.store;
  const [, west] = day.villages;
  const endpoint = await findEndpoint(db, west?.endpointId ?? '');
  if (endpoint) await changeEndpoint(db, endpoint.id, { ...endpoint, languages: ['hmn'] });
  const main = await day.addBulletin({ title: 'Tiêm chủng', durationMs: 20 * SECOND });
  const hmong = await day.addBulletin({ title: 'Tiếng Mông', durationMs: 30 * SECOND });
  const recordingId = (await findBulletins(db, [hmong])).get(hmong)?.bulletin.recordingId ?? '';
  await day.change(main, (tx) => putVersion(tx, day.clock, main, { language: 'hmn', recordingId }));
  await day.approve(main);
  await day.ask(main, at('06:10'));
  await day.clock.advance(20 * MINUTE);
  const heardMs = day.villages.map(({ heard }) => heard.map((one) => one.endAt - one.startAt));
  expect(heardMs).toEqual([[20 * SECOND], [30 * SECOND]]);
  const log = new Map(
    (await day.log()).map((line) => [line.village, `${line.language} ${line.durationMs} ${line.state}`]),
  );
  expect(log).toEqual(
    new Map([
      ['Đông', 'vi 20000 played'],
      ['Tây', 'hmn 30000 played'],
    ]),
  );
});

test('a programme that is too long for its slot is over when the slot is, and the log says so', async () => {
  const day = await morning(at('06:00'));
  const one = await day.addBulletin({ title: 'Một', durationMs: 40 * SECOND });
  const two = await day.addBulletin({ title: 'Hai', durationMs: 40 * SECOND });
  const parts = [{ part: 'bulletins' as const, bulletinIds: [one, two], pauseMs: SECOND }];
  const templateId = await templateOf(day, { slotMs: MINUTE, parts }, one);
  const pattern = { every: 'once', date: '2026-11-23', time: '06:10' };
  await schedule(day).createRule({ title: 'Sáng', templateId, zoneIds: [day.zoneId], active: true, pattern });
  await day.clock.advance(20 * MINUTE);
  for (const { heard } of day.villages) {
    expect(heard.map((sound) => Math.round((sound.endAt - sound.startAt) / SECOND))).toEqual([60]);
    expect(heard[0]?.startAt).toBe(at('06:10'));
  }
  expect(await lines(day)).toEqual(['played_part slot_over', 'played_part slot_over']);
});

test('two days without power: the legal programmes are heard one after the other, nothing else, and all is in the log', async () => {
  const day = await morning(at('06:00'));
  const make = (title: string, kind: 'legal' | 'bulletin' | 'music') =>
    day.addBulletin({ title, durationMs: MINUTE, kind });
  const [law, land, news, song] = [
    await make('Luật', 'legal'),
    await make('Đất đai', 'legal'),
    await make('Tin', 'bulletin'),
    await make('Nhạc', 'music'),
  ];
  const parts = [{ part: 'bulletins' as const, bulletinIds: [land], pauseMs: 0 }];
  const templateId = await templateOf(day, { slotMs: 2 * MINUTE, parts }, land);
  const pattern = { every: 'daily', times: ['07:00', '12:00', '17:00'] };
  for (const what of [{ bulletinId: law }, { templateId }, { bulletinId: news }, { bulletinId: song }]) {
    await schedule(day).createRule({ title: 'Lịch', ...what, zoneIds: [day.zoneId], active: true, pattern });
  }
  day.kill();
  for (const village of day.villages) village.powerOff();
  await day.clock.advance(50 * 60 * MINUTE + 20 * MINUTE);
  await day.start();
  const back = day.clock.wallMs();
  for (const village of day.villages) await village.powerOn();
  await day.clock.advance(30 * MINUTE);
  for (const { heard } of day.villages) {
    expect(heard.map((one) => one.endAt - one.startAt)).toEqual([MINUTE, MINUTE]);
    expect(heard[0]?.startAt).toBeGreaterThanOrEqual(back);
    expect(heard[1]?.startAt).toBeGreaterThanOrEqual(heard[0]?.endAt ?? 0);
  }
  // Seven times of four rules in two villages; of each rule for music and news all are missed, of the legal ones all but one.
  const counts = Map.groupBy(await lines(day), (line) => line);
  expect([...counts].map(([line, all]) => `${all.length} ${line}`).sort()).toEqual([
    ...['4 played complete', '52 expired missed_window'],
  ]);
});
