import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiKey, Doorkeeper, KeyRing, keyState, type Right, type Visitor } from '#people';
import { openStore, type Store } from '#store';
import { isApiKey, newApiKey, warningDue } from '../../../src/people/api-key.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3600_000;

test('a key says whether it was copied whole', () => {
  const key = newApiKey(new SeededRandom(7));
  expect(key).toMatch(/^loaxa_[0-9a-hjkmnp-tv-z]{47}$/);
  expect(isApiKey(key)).toBe(true);
  for (let at = 6; at < key.length; at += 1) {
    const other = key[at] === '0' ? '1' : '0';
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1)), `letter ${at}`).toBe(false);
  }
  for (const bad of ['', 'loaxa_', key.slice(1), key.slice(0, -1), `${key}0`, key.toUpperCase(), ` ${key}`]) {
    expect(isApiKey(bad)).toBe(false);
  }
  expect(newApiKey(new SeededRandom(8))).not.toBe(key);
});

describe('a key grows old', () => {
  const key = (leftDays: number, more: Partial<ApiKey> = {}) => ({
    expiresAt: leftDays * DAY_MS,
    revokedAt: null,
    warnedDays: null,
    ...more,
  });
  test.each([
    [31, {}, 'good', null],
    [30, {}, 'ending', 30],
    [30, { warnedDays: 30 }, 'ending', null],
    [8, { warnedDays: 30 }, 'ending', null],
    [7, { warnedDays: 30 }, 'ending', 7],
    [7, {}, 'ending', 7],
    [1, { warnedDays: 7 }, 'ending', null],
    [0, {}, 'over', null],
    [-1, {}, 'over', null],
    [20, { revokedAt: 0 }, 'revoked', null],
  ])('%s days before its end, %o: %s, warned %s', (leftDays, more, state, warned) => {
    expect(keyState(key(leftDays, more), 0)).toBe(state);
    expect(warningDue(key(leftDays, more), 0)).toBe(warned);
  });
});

describe('the ring of keys', () => {
  const clock = new VirtualClock({ wallMs: Date.UTC(2026, 10, 23, 1, 20) });
  const logged: Array<[string, unknown]> = [];
  const logger = { info() {}, warn: (fact: string, detail: unknown) => void logged.push([fact, detail]), error() {} };
  const processes = {
    start() {
      throw new Error('no process is started here');
    },
  };
  const world = { clock, random: new SeededRandom(1), files: new MemoryFiles(), processes, logger };
  const inTown: Right = { verb: 'operate', areaId: 'are_town' };
  const inVillage: Right = { verb: 'operate', areaId: 'are_village' };
  let store: Store;
  let door: Doorkeeper;
  let ring: KeyRing;
  let hoa: Visitor;

  beforeAll(async () => {
    store = openStore(':memory:');
    const parents = async () => new Map([['are_village', 'are_town']]);
    door = new Doorkeeper(world, store, parents);
    ring = new KeyRing({ world, store, parents, rightsOf: (visitor) => door.rightsOf(visitor) });
    for (const id of ['are_town', 'are_village', 'are_other']) {
      await store.db
        .insertInto('areas')
        .values({ id, parent_id: null, kind: 'xã', name: id, valid_from: null, valid_to: null, created_at: 0 })
        .execute();
    }
    const rights: Right[] = [inTown, { verb: 'read', areaId: null }, { verb: 'emergency', areaId: null }];
    const { id } = await store.transact((tx) => door.addPerson(tx, { name: 'Hoa', rights }, 'link'));
    hoa = { owner: id, name: 'Hoa', isStrong: true, isFresh: true };
  });
  afterAll(() => store.close());

  const asked = { name: 'Bảng tin tỉnh', rights: [inVillage] as readonly Right[], days: 90, emergencySystem: null };
  const make = (more: Partial<Parameters<KeyRing['make']>[1]> = {}) => ring.make(hoa, { ...asked, ...more });
  const codeOf = (trying: Promise<unknown>) =>
    trying.then(
      () => 'made',
      (error: { code?: string }) => error.code,
    );

  test('who comes with it does what its maker may, and no more than it says', async () => {
    const { key, secret } = await make();
    const visitor = await ring.visitorOf(secret);
    expect(visitor).toMatchObject({ owner: hoa.owner, name: 'Hoa', key: { id: key.id, name: 'Bảng tin tỉnh' } });
    expect(await door.rightsOf(visitor as Visitor)).toEqual([inVillage]);
    expect(JSON.stringify(await store.db.selectFrom('api_keys').selectAll().execute())).not.toContain(secret.slice(6));
    expect(await ring.visitorOf(newApiKey(new SeededRandom(99)))).toBeNull();
    expect(await ring.visitorOf('x')).toBeNull();
  });

  test('what its maker loses, it loses', async () => {
    const { secret } = await make();
    const visitor = (await ring.visitorOf(secret)) as Visitor;
    const before = await door.rightsOf(hoa);
    await store.transact((tx) => door.setRights(tx, hoa.owner, [{ verb: 'read', areaId: null }], 'link'));
    expect(await door.rightsOf(visitor)).toEqual([]);
    await store.transact((tx) => door.setRights(tx, hoa.owner, before, 'link'));
    expect(await door.rightsOf(visitor)).toEqual([inVillage]);
  });

  test('nobody puts into it what they do not hold, and nobody what is for people', async () => {
    expect(await codeOf(make({ rights: [{ verb: 'operate', areaId: 'are_other' }] }))).toBe('KEY_BEYOND');
    expect(await codeOf(make({ rights: [{ verb: 'operate', areaId: null }] }))).toBe('KEY_BEYOND');
    expect(await codeOf(make({ rights: [{ verb: 'gate', areaId: 'are_town' }] }))).toBe('KEY_BEYOND');
    for (const verb of ['people', 'maintain', 'approve_own', 'live'] as const) {
      expect(await codeOf(make({ rights: [inVillage, { verb, areaId: null }] }))).toBe('KEY_VERB');
    }
    expect(await codeOf(ring.make({ owner: 'link', name: null, isStrong: true, isFresh: true }, asked))).toBe(
      'KEY_ACCOUNT_NEEDED',
    );
  });

  test('a key that sends emergencies names who will', async () => {
    const rights: Right[] = [{ verb: 'emergency', areaId: null }];
    expect(await codeOf(make({ rights }))).toBe('KEY_EMERGENCY');
    expect(await codeOf(make({ emergencySystem: 'Tỉnh' }))).toBe('KEY_EMERGENCY');
    const weak = { ...hoa, isStrong: false, isFresh: false };
    const forProvince = { ...asked, rights, emergencySystem: 'Hệ thống của tỉnh' };
    expect(await codeOf(ring.make(weak, forProvince))).toBe('SECOND_FACTOR_NEEDED');
    expect((await make({ rights, emergencySystem: 'Hệ thống của tỉnh' })).key.emergencySystem).toBe(
      'Hệ thống của tỉnh',
    );
  });

  test('it ends with its days, or when it is taken back', async () => {
    const short = await make({ days: 1 });
    const other = await make();
    expect(await codeOf(ring.revoke(other.key.id, 'acc_somebody'))).toBe('NOT_FOUND');
    await ring.revoke(other.key.id, hoa.owner);
    expect(await ring.visitorOf(other.secret)).toBeNull();
    expect(await codeOf(ring.revoke(other.key.id, null))).toBe('NOT_FOUND');
    clock.jumpWall(DAY_MS - 1);
    expect(await ring.visitorOf(short.secret)).not.toBeNull();
    clock.jumpWall(1);
    expect(await ring.visitorOf(short.secret)).toBeNull();
  });

  test('when it was used last is known to the hour', async () => {
    const { key, secret } = await make();
    const lastUsed = async () => (await ring.list(hoa.owner)).find(({ id }) => id === key.id)?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await ring.visitorOf(secret);
    const hour = Math.floor(clock.wallMs() / HOUR_MS) * HOUR_MS;
    expect(await lastUsed()).toBe(hour);
    clock.jumpWall(hour + HOUR_MS + 5 - clock.wallMs());
    await ring.visitorOf(secret);
    expect(await lastUsed()).toBe(hour + HOUR_MS);
  });

  test('the log is told 30 and 7 days before the end, once each', async () => {
    const { key } = await make({ days: 31, name: 'Sắp hết' });
    const warned = () =>
      logged.flatMap(([fact, detail]) =>
        fact === 'an API key ends soon' && (detail as { keyId: string }).keyId === key.id
          ? [(detail as { days: number }).days]
          : [],
      );
    ring.start();
    for (let day = 0; day < 32; day += 1) {
      clock.jumpWall(DAY_MS - HOUR_MS);
      await clock.advance(HOUR_MS);
    }
    await ring.stop();
    expect(warned()).toEqual([30, 7]);
  });
});
