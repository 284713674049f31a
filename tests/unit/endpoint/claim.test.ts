import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  changeEndpoint,
  claimEndpoint,
  findEndpoint,
  registerEndpoint,
  renewClaimCode,
  retireEndpoint,
} from '#endpoint';
import { openStore, type Store } from '#store';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const DAY_MS = 24 * 3600_000;
const asked = { name: 'Loa nhà văn hóa', areaId: null, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
const refused = expect.objectContaining({ code: 'CLAIM_WRONG' });

let store: Store;
let clock: VirtualClock;
let make: { clock: VirtualClock; random: SeededRandom };

beforeEach(() => {
  store = openStore(':memory:');
  clock = new VirtualClock();
  make = { clock, random: new SeededRandom(3) };
});
afterEach(() => store.close());

const register = async () => {
  const { endpoint, claimCode } = await registerEndpoint(store.db, make, asked);
  return { id: endpoint.id, code: claimCode ?? '' };
};
const claim = (code: string, key: string) => claimEndpoint(store.db, clock, code, key);

test('a code opens the door for one speaker, and for no other after it', async () => {
  const { id, code } = await register();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await claim(code, 'key-a')).toBe(id);
  await expect(claim(code, 'key-b')).rejects.toEqual(refused);
  expect((await findEndpoint(store.db, id))?.publicKey).toBe('key-a');
});

test('a speaker whose answer was lost on a poor line may ask again with the same key, even days later', async () => {
  const { id, code } = await register();
  await claim(code, 'key-a');
  await clock.advance(2 * DAY_MS);
  expect(await claim(code, 'key-a')).toBe(id);
  await expect(claim(code, 'key-b')).rejects.toEqual(refused);
});

test('a code is typed as people type: small letters, without the dash, with a space behind', async () => {
  const { id, code } = await register();
  expect(await claim(` ${code.toLowerCase().replace('-', '')} `, 'key-a')).toBe(id);
});

test('a code that is a day old, made up, or of a retired endpoint opens nothing', async () => {
  const { id, code } = await register();
  await expect(claim('AAAA-AAAA', 'key-a')).rejects.toEqual(refused);
  await clock.advance(DAY_MS);
  await expect(claim(code, 'key-a')).rejects.toEqual(refused);
  const fresh = await renewClaimCode(store.db, make, id);
  await retireEndpoint(store.db, clock, id);
  await expect(claim(fresh, 'key-a')).rejects.toEqual(refused);
  expect(await findEndpoint(store.db, id)).toMatchObject({ publicKey: null, streamKey: null });
});

test('a new code makes the old one useless, and the old speaker stays trusted until the new one claims', async () => {
  const { id, code } = await register();
  await claim(code, 'key-a');
  const fresh = await renewClaimCode(store.db, make, id);
  await expect(claim(code, 'key-a')).rejects.toEqual(refused);
  expect((await findEndpoint(store.db, id))?.publicKey).toBe('key-a');
  expect(await claim(fresh, 'key-b')).toBe(id);
  expect((await findEndpoint(store.db, id))?.publicKey).toBe('key-b');
});

test('of two speakers that show the same code at once, one is taken', async () => {
  const { code } = await register();
  const both = await Promise.allSettled([claim(code, 'key-a'), claim(code, 'key-b')]);
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a stream endpoint has a key in its address and no code; what is retired is not changed any more', async () => {
  const { endpoint, claimCode } = await registerEndpoint(store.db, make, { ...asked, protocol: 'http' });
  expect(claimCode).toBe(null);
  expect(endpoint.streamKey).toMatch(/^[\w-]{22}$/);
  const { protocol: _, ...change } = asked;
  await expect(renewClaimCode(store.db, make, endpoint.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await retireEndpoint(store.db, clock, endpoint.id);
  await expect(retireEndpoint(store.db, clock, endpoint.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(changeEndpoint(store.db, endpoint.id, change)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
