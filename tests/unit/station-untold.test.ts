import { expect, test } from 'vitest';
import { pageOfEntries } from '#audit';
import { leaveUntold, tellUntold } from '../../src/station-untold.ts';
import { Commune } from '../support/commune.ts';

test('a station that was restored and whose epoch was opened while it stood still tells both, once, when it starts', async () => {
  const day = new Commune({ wallMs: Date.UTC(2026, 10, 23, 1) });
  const detail = { copy: 'sao-luu-2026-11-22-021000.tar', restoredAt: 1 };
  await day.store.transact((tx) => leaveUntold(tx, { what: 'restoreStation', detail }));
  await day.store.transact((tx) => leaveUntold(tx, { what: 'openEpoch', detail: { epoch: 9 } }));
  const { house } = await day.start();
  const told = async () => {
    await house.audit.flush();
    const page = await pageOfEntries(house.store.db, { refused: false }, { limit: 100 });
    return page
      .map(({ body }) => JSON.parse(body))
      .filter(({ what }) => ['restoreStation', 'openEpoch'].includes(what));
  };
  expect(await told()).toMatchObject([{ what: 'openEpoch' }, { what: 'restoreStation', detail }]);
  await tellUntold(house.store, house.audit);
  expect(await told()).toHaveLength(2);
});

test('what the log does not take is told again at the next start', async () => {
  const day = new Commune({ wallMs: Date.UTC(2026, 10, 23, 1) });
  await day.store.transact((tx) => leaveUntold(tx, { what: 'restoreStation', detail: {} }));
  const heard: string[] = [];
  const log = (takes: boolean) => ({
    async record({ what }: { what: string }) {
      heard.push(what);
      return takes;
    },
  });
  for (const takes of [false, true, true]) await tellUntold(day.store, log(takes));
  expect(heard).toEqual(['restoreStation', 'restoreStation']);
});
