import { expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { Commune } from '../support/commune.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string, date = '2026-11-23') => instantOf(date, time, ZONE) ?? Number.NaN;
const NAMES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'];

async function commune(time: string): Promise<Commune> {
  const made = new Commune({ wallMs: at(time) });
  await made.start();
  await made.addVillages(NAMES);
  await made.powerAllOn();
  return made;
}

it('the officer’s rule is heard in every village at five and at seventeen, and the log proves it', async () => {
  const day = await commune('04:00');
  const bulletinId = await day.addBulletin({ title: 'Lịch tiêm chủng', durationMs: 20_000 });
  await day.station?.house.schedule.createRule({
    title: 'Sáng và chiều',
    bulletinId,
    zoneIds: [day.zoneId],
    pattern: { every: 'daily', times: ['05:00', '17:00'] },
    active: true,
  });
  await day.clock.advanceTo(at('20:00'));
  for (const village of day.villages) {
    expect(village.heard.map((one) => [one.startAt, one.endAt])).toEqual([
      [at('05:00'), at('05:00') + 20_000],
      [at('17:00'), at('17:00') + 20_000],
    ]);
  }
  const log = await day.log();
  expect(log.map((line) => [line.state, line.reason, line.evidence, line.renderedMs])).toEqual(
    Array.from({ length: 6 }, () => ['played', 'complete', 'E2', 20_000]),
  );
  for (const name of NAMES) expect(log.filter((line) => line.village === name)).toHaveLength(2);
});
