/** Approvals that fall while a village is out of reach: judged by what was heard. */
import { expect, it } from 'vitest';
import { instantOf } from '#kernel';
import { Commune } from '../support/commune.ts';

const SECOND = 1000;
const AT = instantOf('2026-11-23', '06:00', 'Asia/Ho_Chi_Minh') ?? 0;

/** A bulletin for 06:00, approved at 05:55. */
async function morning(durationMs: number) {
  const day = new Commune({ wallMs: AT - 300 * SECOND });
  await day.start();
  await day.addVillages(['Đông', 'Tây']);
  await day.powerAllOn();
  const bulletinId = await day.addBulletin({ title: 'Tin', durationMs });
  const [east, west] = day.villages;
  if (!east || !west) throw new Error('no villages');
  const forget = () =>
    day.change(bulletinId, (tx) =>
      tx.updateTable('bulletins').set({ text: 'khác' }).where('id', '=', bulletinId).execute(),
    );
  return { day, bulletinId, east, west, forget };
}

it('a village that was out of reach at its hour does not begin late with what has lost its approval by then', async () => {
  const { day, bulletinId, east, west, forget } = await morning(10 * SECOND);
  west.cut();
  await day.ask(bulletinId, AT);
  await day.clock.advanceTo(AT + 20 * SECOND);
  await forget();
  west.mend();
  await day.clock.advance(10 * 60 * SECOND);
  expect(east.heard).toHaveLength(1);
  expect(west.heard).toEqual([]);
  const ends = (await day.log()).map(({ endpointId, state, reason }) => [endpointId, `${state} ${reason}`]);
  expect(Object.fromEntries(ends)).toEqual({
    [east.endpointId]: 'played complete',
    [west.endpointId]: 'withheld not_approved',
  });
});

it('what a village began by its own plan before it could be told is heard to its end when the line is back', async () => {
  const { day, bulletinId, west, forget } = await morning(120 * SECOND);
  await day.ask(bulletinId, AT);
  await day.clock.advanceTo(AT - 60 * SECOND);
  west.cut();
  await day.clock.advanceTo(AT + 40 * SECOND);
  await forget();
  west.mend();
  await day.clock.advance(15 * 60 * SECOND);
  expect(west.heard.map(({ startAt, endAt }) => [startAt, endAt])).toEqual([[AT, AT + 120 * SECOND]]);
  expect((await day.log()).map(({ state }) => state)).toEqual(['played', 'played']);
});
