import { expect, it } from 'vitest';
import { gateAt } from '#gate';
import { instantOf } from '#kernel';
import { sampleTransmitter } from '../../../src/demo/transmitter.ts';
import { sampleCommune } from '../../../src/demo/village.ts';
import { Commune } from '../../support/commune.ts';

it('nobody sleeps in the sample commune: what stands in by FM may sound at night too', async () => {
  const night = instantOf('2026-11-23', '23:20', 'Asia/Ho_Chi_Minh') ?? 0;
  const day = new Commune({ wallMs: night });
  const { house } = await day.start();
  const { villages } = await sampleCommune(house);
  const [village] = villages;
  if (!village) throw new Error('the sample commune has no village');
  await sampleTransmitter(house, village);
  const { listEndpoints } = await import('#endpoint');
  const receiver = (await listEndpoints(house.store.db)).find((one) => one.name === `Cụm thu FM ${village.name}`);
  const { isOpen } = gateAt(house.gates.of(receiver?.id ?? ''), { level: 'scheduled', kind: 'bulletin' }, night);
  expect(isOpen).toBe(true);
});
