import { afterEach, beforeEach, expect, test } from 'vitest';
import type { World } from '#kernel';
import { Doorkeeper } from '#people';
import { openStore, type Store } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const HOUR_MS = 3600_000;
const PASSWORD = 'mưa nắng là việc của trời';

let clock: VirtualClock;
let store: Store;
let door: Doorkeeper;

beforeEach(() => {
  clock = new VirtualClock();
  store = openStore(':memory:');
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const processes: World['processes'] = {
    start() {
      throw new Error('nothing is started at the door');
    },
  };
  door = new Doorkeeper({ clock, random: new SeededRandom(1), files: new MemoryFiles(), processes, logger }, store);
});
afterEach(() => store.close());

test('sessions that are over do not pile up', async () => {
  for (let day = 0; day < 30; day += 1) {
    await door.signInByLink(await door.newLink('sign_in'));
    await clock.advance(24 * HOUR_MS);
  }
  const rows = await store.db.selectFrom('sessions').selectAll().execute();
  expect(rows.length).toBeLessThanOrEqual(7);
});

test('of two who use the set-up link at once, one becomes the first account', async () => {
  const link = await door.newLink('set_up');
  const both = await Promise.allSettled([door.setUp(link, 'Lan', PASSWORD), door.setUp(link, 'Nam', PASSWORD)]);
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await store.db.selectFrom('accounts').selectAll().execute()).toHaveLength(1);
  expect(await store.db.selectFrom('sessions').selectAll().execute()).toHaveLength(1);
});

test('a name typed with its accents behind the letters is the same name', async () => {
  await door.setUp(await door.newLink('set_up'), 'Hòa'.normalize('NFD'), PASSWORD);
  expect((await door.signIn('Hòa'.normalize('NFC'), PASSWORD)).visitor.name).toBe('Hòa'.normalize('NFC'));
});

test('a password does not become long by the way its accents are typed', async () => {
  const link = await door.newLink('set_up');
  const short = 'ắằẳẵặấầ'.normalize('NFD');
  expect(short.length).toBeGreaterThan(15);
  await expect(door.setUp(link, 'Lan', short)).rejects.toMatchObject({ code: 'AUTH_WEAK_PASSWORD' });
});

test('a wrong name takes the same work as a wrong password: neither says which it was', async () => {
  await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD);
  const told = async (name: string) => {
    const error = await door.signIn(name, 'một mật khẩu khác hẳn').catch((one: unknown) => one);
    return JSON.stringify(error);
  };
  expect(await told('Lan')).toBe(await told('Nobody'));
});

test('a token that was never given, and an empty one, is nobody’s', async () => {
  for (const token of ['', 'x', 'A'.repeat(43)]) expect(await door.visitorOf(token)).toBe(null);
});
