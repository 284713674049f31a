import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, writeFact } from '#store';
import { epochAbove, openEpoch, openLife } from '../../src/station-life.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const NOW = Date.UTC(2026, 10, 23);

test('an opened epoch is above all that was stored, heard, or can have been reached since', () => {
  const epochs = fc.nat({ max: 2 ** 41 });
  fc.assert(
    fc.property(epochs, epochs, fc.nat({ max: 10_000 }), (stored, heard, starts) => {
      const epoch = epochAbove(stored, heard, NOW);
      expect(epoch).toBeGreaterThan(stored);
      expect(epoch).toBeGreaterThan(heard);
      // The old machine went on from the backup, and started once a minute since.
      if (stored < 1000) expect(epoch).toBeGreaterThan(stored + starts);
    }),
  );
});

test('a fenced life signs nothing and counts nothing; opened, it is a life like any other', async () => {
  const store = openStore(':memory:');
  const first = await openLife(store);
  expect([first.epoch, first.signsOrders()?.epoch, first.fence]).toEqual([1, 1, null]);
  await writeFact(store.db, 'fence', JSON.stringify({ madeAt: 1, restoredAt: 2 }));
  for (let start = 0; start < 3; start++) {
    const fenced = await openLife(store);
    expect([fenced.epoch, fenced.publicKey, fenced.fence]).toEqual([1, first.publicKey, { madeAt: 1, restoredAt: 2 }]);
    expect(fenced.signsOrders()).toBe(null);
  }
  const opened = await openEpoch(store, new VirtualClock({ wallMs: NOW }));
  expect(opened).toEqual({ epoch: NOW / 1000 + 1, at: NOW });
  const next = await openLife(store);
  expect([next.epoch, next.fence, next.silentBefore]).toEqual([NOW / 1000 + 2, null, NOW]);
  await store.close();
});
