/** Endpoints that fall out, and the faults that open and close by themselves. */
import { expect, it } from 'vitest';
import { acknowledgeFault, listFaults } from '#fault';
import { instantOf } from '#kernel';
import { Commune } from '../support/commune.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (time: string, date = '2026-11-23') => instantOf(date, time, 'Asia/Ho_Chi_Minh') ?? Number.NaN;

async function commune(time: string) {
  const day = new Commune({ wallMs: at(time) });
  await day.start();
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc']);
  await day.powerAllOn();
  const { store } = day.station?.house ?? {};
  if (!store) throw new Error('no station');
  return { day, store, faults: () => listFaults(store.db, {}, 100) };
}

it('a speaker that dies for five hours is one fault, with its beginning and its end; a short cut is none', async () => {
  const { day, store, faults } = await commune('08:00');
  const [east, far] = day.villages;
  if (!east || !far) throw new Error('no villages');
  await day.clock.advanceTo(at('09:00'));
  far.powerOff();
  await day.clock.advanceTo(at('09:20'));
  east.cut();
  await day.clock.advanceTo(at('09:28'));
  expect(await faults()).toEqual([]);
  await day.clock.advanceTo(at('09:45'));
  east.mend();
  const [open] = await faults();
  expect(await faults()).toHaveLength(1);
  expect(open).toMatchObject({ endpointId: far.endpointId, kind: 'unreachable', acknowledgedAt: null, closedAt: null });
  expect(Math.abs((open?.sinceAt ?? 0) - at('09:00'))).toBeLessThan(2 * MINUTE);
  await acknowledgeFault(store.db, day.clock, open?.id ?? '', 'Lan');
  await day.clock.advanceTo(at('14:00'));
  await far.powerOn();
  await day.clock.advanceTo(at('14:05'));
  expect(await faults()).toMatchObject([{ closedAt: null, acknowledgedBy: 'Lan' }]);
  await day.clock.advanceTo(at('15:00'));
  expect(await faults()).toMatchObject([{ id: open?.id, closedBecause: 'well', closedBy: null }]);
  const [closed] = await faults();
  expect((closed?.closedAt ?? 0) - at('14:00')).toBeLessThan(15 * MINUTE);
  day.kill();
});

it('a line that comes and goes all night is one fault, and a station that starts again waits before it says so', async () => {
  const { day, faults } = await commune('18:00');
  const [east] = day.villages;
  if (!east) throw new Error('no villages');
  east.cut();
  await day.clock.advanceTo(at('19:00'));
  for (let turn = 0; turn < 8; turn += 1) {
    east.mend();
    await day.clock.advance(5 * MINUTE);
    east.cut();
    await day.clock.advance(40 * MINUTE);
  }
  expect(await faults()).toMatchObject([{ endpointId: east.endpointId, closedAt: null }]);
  day.kill();
  await day.start();
  await day.clock.advance(HOUR);
  expect(await faults()).toHaveLength(1);
  day.kill();
});

it('a fault of an endpoint that is taken out of use is over', async () => {
  const { day, store, faults } = await commune('08:00');
  const [east] = day.villages;
  if (!east) throw new Error('no villages');
  east.powerOff();
  await day.clock.advanceTo(at('09:00'));
  expect(await faults()).toMatchObject([{ closedAt: null }]);
  await store.db
    .updateTable('endpoints')
    .set({ retired_at: day.clock.wallMs() })
    .where('id', '=', east.endpointId)
    .execute();
  await day.clock.advanceTo(at('09:05'));
  expect(await faults()).toMatchObject([{ closedBecause: 'retired' }]);
  day.kill();
});
