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

const refused = (code: string) => expect.objectContaining({ code });

test('a new station has no account until its set-up link is used, which works once', async () => {
  expect(await door.isNew()).toBe(true);
  const link = await door.newLink('set_up');
  const { session, visitor } = await door.setUp(link, 'Lan', PASSWORD);
  expect(await door.isNew()).toBe(false);
  expect(await door.visitorOf(session)).toEqual(visitor);
  await expect(door.setUp(link, 'Nam', PASSWORD)).rejects.toEqual(refused('AUTH_LINK_USED'));
});

test('a weak password neither opens an account nor uses the link up', async () => {
  const link = await door.newLink('set_up');
  await expect(door.setUp(link, 'Lan', 'ngắn')).rejects.toEqual(refused('AUTH_WEAK_PASSWORD'));
  expect((await door.setUp(link, 'Lan', PASSWORD)).visitor.name).toBe('Lan');
});

test('the newest link counts, for its own purpose, within a day', async () => {
  const older = await door.newLink('sign_in');
  const newer = await door.newLink('sign_in');
  await expect(door.signInByLink(older)).rejects.toEqual(refused('AUTH_LINK_USED'));
  await expect(door.setUp(newer, 'Lan', PASSWORD)).rejects.toEqual(refused('AUTH_LINK_USED'));
  await clock.advance(24 * HOUR_MS);
  await expect(door.signInByLink(newer)).rejects.toEqual(refused('AUTH_LINK_USED'));
});

test('name and password open the door however the password was typed in Unicode; anything else does not', async () => {
  await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD.normalize('NFC'));
  expect((await door.signIn('Lan', PASSWORD.normalize('NFD'))).visitor.name).toBe('Lan');
  await expect(door.signIn('Lan', `${PASSWORD}!`)).rejects.toEqual(refused('AUTH_WRONG'));
  await expect(door.signIn('Nam', PASSWORD)).rejects.toEqual(refused('AUTH_WRONG'));
});

test('a session ends by signing out, by twelve idle hours, and after a week however busy', async () => {
  const enter = async () => (await door.signInByLink(await door.newLink('sign_in'))).session;
  const left = await enter();
  await door.signOut(left);
  expect(await door.visitorOf(left)).toBe(null);
  const idle = await enter();
  await clock.advance(12 * HOUR_MS);
  expect(await door.visitorOf(idle)).toBe(null);
  const busy = await enter();
  for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
    await clock.advance(6 * HOUR_MS);
    expect((await door.visitorOf(busy))?.name, `after ${hours + 6} h`).toBe(null);
    expect(await door.visitorOf(busy)).not.toBe(null);
  }
  await clock.advance(6 * HOUR_MS);
  expect(await door.visitorOf(busy)).toBe(null);
});

test('what opens the door is nowhere in the database', async () => {
  const link = await door.newLink('set_up');
  const { session } = await door.setUp(link, 'Lan', PASSWORD);
  const tables = ['accounts', 'sessions', 'sign_in_links'] as const;
  const rows = await Promise.all(tables.map((table) => store.db.selectFrom(table).selectAll().execute()));
  for (const secret of [link, session, PASSWORD]) expect(JSON.stringify(rows)).not.toContain(secret);
});
