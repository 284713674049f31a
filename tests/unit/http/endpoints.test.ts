import { expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { endpointHandlers } from '../../../src/http/handlers/endpoints.ts';
import { Commune } from '../../support/commune.ts';

it('an endpoint that plays is shown with the title of the bulletin, as people know it', async () => {
  const five = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;
  const day = new Commune({ wallMs: five - 60_000 });
  const { house } = await day.start();
  await day.addVillages(['Thôn Đông']);
  await day.powerAllOn();
  await day.ask(await day.addBulletin({ title: 'Lịch tiêm chủng', durationMs: 60_000 }), five);
  const shown = async () => {
    const asking = {
      visitor: { owner: 'test', name: null, isStrong: true, isFresh: true },
      remember: async () => undefined,
    };
    return endpointHandlers(house).listEndpoints({ params: undefined, query: undefined, body: undefined }, asking);
  };
  expect((await shown()).map((one) => one.playing)).toEqual([null]);
  // The speaker says what it plays with its heartbeat.
  await day.clock.advanceTo(five + 30_000);
  expect((await shown()).map((one) => one.playing)).toEqual(['Lịch tiêm chủng']);
});
