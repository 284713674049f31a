import { expect, test } from 'vitest';
import { isStationError } from '#kernel';
import { isSigned } from '#link';
import { FOLDER, Village } from './village.ts';

test('a claim code is used once; a second start needs none', async () => {
  const village = new Village();
  await village.on();
  await village.agent?.stop();
  await village.on();
  await village.agent?.stop();
  await village.on({ claimCode: '' });
  expect(village.station.claims).toEqual(['GOOD-CODE']);
  expect(village.agent?.status()).toMatchObject({ endpointId: 'end_1', isLinked: true });
});

test('a refused code stops the start with a sentence for people', async () => {
  const village = new Village();
  await village.on({ claimCode: 'WRONG' });
  const error = await village.agent?.start().catch((thrown: unknown) => thrown);
  expect(isStationError(error, 'CLAIM_WRONG')).toBe(true);
});

test('a claim that nobody answers is tried until somebody does, always with the same key', async () => {
  const village = new Village();
  village.station.isReachable = false;
  await village.on();
  await village.clock.advance(20_000);
  const key = (await readIdentity(village)).publicKey;
  await village.kill(true);
  await village.on();
  village.station.isReachable = true;
  await village.clock.advance(60_000);
  expect(village.agent?.status()?.isLinked).toBe(true);
  expect((await readIdentity(village)).publicKey).toBe(key);
});

test('the hello is signed with the own key over the station’s question', async () => {
  const village = new Village();
  await village.on();
  const [hello] = village.station.hellos;
  const { publicKey } = await readIdentity(village);
  expect(isSigned(publicKey, 'hello', 'nonce 1', hello?.signature ?? '')).toBe(true);
  expect(isSigned(publicKey, 'hello', 'nonce 2', hello?.signature ?? '')).toBe(false);
});

async function readIdentity(village: Village): Promise<{ publicKey: string }> {
  const bytes = await village.files.read(`${FOLDER}/identity.json`);
  return JSON.parse(Buffer.from(bytes ?? []).toString()) as { publicKey: string };
}
