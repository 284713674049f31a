import { it } from 'vitest';
import { instantOf } from '#kernel';
import { Commune } from '../../support/commune.ts';
const at = (time: string) => instantOf('2026-11-23', time, 'Asia/Ho_Chi_Minh') ?? 0;
it('x', async () => {
  const log = (m: string, d?: object) => console.log(new Date(day?.clock.wallMs() ?? 0).toISOString(), m, JSON.stringify(d ?? {}));
  const day: Commune = new Commune({ wallMs: at('04:00'), logger: { info: log, warn: log, error: log } });
  await day.start();
  await day.addVillages(['A']);
  await day.powerAllOn();
  const five = at('05:00');
  await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 30_000 }), five);
  await day.clock.advanceTo(five - 60000);
  day.villages[0]?.cut();
  await day.clock.advanceTo(five + 600000);
  day.villages[0]?.mend();
  await day.clock.advanceTo(five + 660000);
  console.log(await day.log(), day.villages[0]?.agent?.status());
});
