import { expect, it } from 'vitest';
import { instantOf, isStationError } from '#kernel';
import { Commune } from '../../support/commune.ts';

const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;

async function village(): Promise<Commune> {
  const day = new Commune({ wallMs: FIVE - 3600_000 });
  await day.start();
  await day.addVillages(['Thôn Đông']);
  return day;
}

it('a bulletin is not accepted for a time at which it is not valid', async () => {
  const day = await village();
  const id = await day.addBulletin({ title: 'Tin', durationMs: 10_000 });
  await day.store.db
    .updateTable('bulletins')
    .set({ valid_from: FIVE, valid_to: FIVE + 1000 })
    .where('id', '=', id)
    .execute();
  for (const at of [FIVE - 1, FIVE + 1001]) {
    await expect(day.ask(id, at)).rejects.toSatisfy((error) => isStationError(error, 'BULLETIN_NOT_VALID'));
  }
  await expect(day.ask(id, FIVE + 1000)).resolves.toMatch(/^brc_/);
});

it('a broadcast that no speaker would take whole is refused before it can spoil a plan', async () => {
  const day = await village();
  const id = await day.addBulletin({ title: 'Dài', durationMs: 13 * 3600_000 });
  await expect(day.ask(id, FIVE)).rejects.toSatisfy((error) => isStationError(error, 'BROADCAST_TOO_LONG'));
});

it('one of more parts than a speaker takes is refused, for the same reason', async () => {
  const day = await village();
  const { playout } = day.station?.house ?? {};
  const items = Array.from({ length: 501 }, () => ({ kind: 'silence', durationMs: 1000 }) as const);
  const ready = { kind: 'bulletin', interruption: 'resume', runningOrder: { items, durationMs: 501_000 } } as const;
  const asked = { bulletinId: null, zoneIds: [day.zoneId], origin: 'operator', level: 'scheduled' } as const;
  const rest = { plannedAt: FIVE, notAfter: FIVE, title: 'Nhiều phần', askedBy: null };
  const verdicts = await playout?.prepare(day.store.db, [{ ...asked, ...rest, ready }]);
  expect(verdicts?.[0]).toMatchObject({ refused: { code: 'BROADCAST_TOO_MANY_PARTS' } });
});

it('music that is called urgent stays music, so that days of state mourning hold it back', async () => {
  const day = await village();
  const music = await day.ask(
    await day.addBulletin({ title: 'Nhạc', durationMs: 9000, kind: 'music' }),
    FIVE,
    'priority',
  );
  const news = await day.ask(await day.addBulletin({ title: 'Tin', durationMs: 9000 }), FIVE, 'priority');
  const { playout } = day.station?.house ?? {};
  expect([playout?.find(music)?.kind, playout?.find(news)?.kind]).toEqual(['music', 'priority']);
});
