import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '#kernel';
import { ALL_RIGHTS, ALL_VERBS, Doorkeeper, inForce, mayDo, type Right } from '#people';
import { addArea } from '#place';
import { openStore, type Store } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** tinh > xa > thon, khac beside thon. */
const parents = new Map<string, string | null>([
  ['tinh', null],
  ['xa', 'tinh'],
  ['thon', 'xa'],
  ['khac', 'xa'],
]);
const operate = (areaId: string | null): Right => ({ verb: 'operate', areaId });

describe('who may', () => {
  test.each([
    ['own area', [operate('thon')], ['thon'], true],
    ['an area above', [operate('xa')], ['thon'], true],
    ['two above', [operate('tinh')], ['thon'], true],
    ['an area below', [operate('thon')], ['xa'], false],
    ['the area beside', [operate('khac')], ['thon'], false],
    ['one of two areas', [operate('thon')], ['thon', 'khac'], false],
    ['both of two areas', [operate('thon'), operate('khac')], ['thon', 'khac'], true],
    ['the whole station', [operate(null)], ['thon'], true],
    ['the whole station, in no area', [operate(null)], [null], true],
    ['an area, in no area', [operate('tinh')], [null], false],
    ['an area, partly in no area', [operate('tinh')], ['thon', null], false],
    ['another verb', [{ verb: 'gate', areaId: null }], ['thon'], false],
    ['nothing', [], ['thon'], false],
    ['somewhere, touching nothing', [operate('thon')], [], true],
    ['nowhere, touching nothing', [], [], false],
    ['an area that nobody knows', [operate('xa')], ['gone'], false],
  ] as const)('%s', (_what, rights, areaIds, may) => {
    expect(mayDo(rights, 'operate', areaIds, parents)).toBe(may);
  });

  test('a ring of areas, which no change may make, does not hang the question', () => {
    const ring = new Map([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(mayDo([operate('c')], 'operate', ['a'], ring)).toBe(false);
  });
});

describe('a right counts from its beginning up to its end', () => {
  test.each([
    ['open on both sides', null, null, true],
    ['begins this instant', 1000, null, true],
    ['begins in a moment', 1001, null, false],
    ['ends this instant', null, 1000, false],
    ['ends in a moment', null, 1001, true],
    ['is over', 10, 20, false],
    ['runs', 10, 2000, true],
  ])('%s', (_what, fromAt, toAt, counts) => {
    const grant = { verb: 'operate', areaId: 'thon', fromAt, toAt } as const;
    expect(inForce([grant], 1000)).toEqual(counts ? [operate('thon')] : []);
  });

  test('of two spans of one right it is held once', () => {
    const grant = { verb: 'operate', areaId: 'thon', fromAt: null } as const;
    const spans = [
      { ...grant, toAt: 2000 },
      { ...grant, toAt: null },
    ];
    expect(inForce(spans, 1000)).toEqual([operate('thon')]);
  });
});

describe('people', () => {
  const PASSWORD = 'mưa nắng là việc của trời';
  let clock: VirtualClock;
  let store: Store;
  let door: Doorkeeper;
  let world: World;

  beforeEach(() => {
    clock = new VirtualClock();
    store = openStore(':memory:');
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const processes: World['processes'] = {
      start() {
        throw new Error('nothing is started at the door');
      },
    };
    world = { clock, random: new SeededRandom(1), files: new MemoryFiles(), processes, logger };
    door = new Doorkeeper(world, store);
  });
  afterEach(() => store.close());

  test('the first account and the holder of the administrator’s link may do everything, and approve its own only if asked for', async () => {
    const { visitor } = await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD);
    const verbs = async (who: typeof visitor) => (await door.rightsOf(who)).map((right) => right.verb).sort();
    expect(await verbs(visitor)).toEqual(ALL_VERBS.filter((verb) => verb !== 'approve_own').sort());
    const alone = await door.setUp(await door.newLink('set_up'), 'Nam', PASSWORD, { approvesOwn: true });
    expect(await verbs(alone.visitor)).toEqual([...ALL_VERBS].sort());
    const link = await door.signInByLink(await door.newLink('sign_in'));
    expect(await door.rightsOf(link.visitor)).toEqual(ALL_RIGHTS);
  });

  test('a person gets an account, chooses a password by a link that works once, and may do what was granted', async () => {
    const area = await addArea(store.db, world, {
      ...{ parentId: null, kind: 'thôn', name: 'Thôn Đông', validFrom: null, validTo: null },
    });
    const rights = [operate(area.id), operate(area.id)];
    const { id, token } = await store.transact((tx) => door.addPerson(tx, { name: 'Nam', rights }, 'link'));
    await expect(door.signIn('Nam', '')).rejects.toMatchObject({ code: 'AUTH_WRONG' });
    await expect(door.signInByLink(token)).rejects.toMatchObject({ code: 'AUTH_LINK_USED' });
    await expect(door.acceptInvite(token, 'ngắn')).rejects.toMatchObject({ code: 'AUTH_WEAK_PASSWORD' });
    const { visitor } = await door.acceptInvite(token, PASSWORD);
    expect(visitor).toEqual({ owner: id, name: 'Nam', isStrong: false, isFresh: false });
    expect(await door.rightsOf(visitor)).toEqual([operate(area.id)]);
    await expect(door.acceptInvite(token, PASSWORD)).rejects.toMatchObject({ code: 'AUTH_LINK_USED' });
    expect((await door.signIn('Nam', PASSWORD)).visitor).toEqual(visitor);
    expect(await door.people()).toMatchObject([{ name: 'Nam', hasPassword: true, rights: [operate(area.id)] }]);
  });

  test('a right that is taken away is gone at the next question', async () => {
    const { visitor } = await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD);
    await store.transact((tx) => door.setRights(tx, visitor.owner, [], 'link'));
    expect(await door.rightsOf(visitor)).toEqual([]);
  });

  test('a right is asked at the moment of use: not before its beginning, nor after its end', async () => {
    const now = clock.wallMs();
    const rights = [{ ...operate(null), fromAt: now + 1000, toAt: now + 3000 }];
    const { id } = await store.transact((tx) => door.addPerson(tx, { name: 'Nam', rights }, 'link'));
    const held = async () => (await door.rightsOf({ owner: id })).length;
    expect(await held()).toBe(0);
    await clock.advance(1000);
    expect(await held()).toBe(1);
    await clock.advance(2000);
    expect(await held()).toBe(0);
  });

  test('who granted what and when stays with what was kept', async () => {
    const { visitor } = await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD);
    const span = { fromAt: null, toAt: null };
    const asked = { name: 'Nam', rights: [operate(null)] };
    const { id } = await store.transact((tx) => door.addPerson(tx, asked, visitor.owner));
    const first = clock.wallMs();
    await clock.advance(5000);
    const gate: Right = { verb: 'gate', areaId: null };
    await store.transact((tx) => door.setRights(tx, id, [operate(null), gate], 'link'));
    const person = (await door.people()).find((one) => one.id === id);
    expect(person?.rights).toEqual([
      { ...gate, ...span, grantedBy: null, grantedAt: first + 5000 },
      { ...operate(null), ...span, grantedBy: 'Lan', grantedAt: first },
    ]);
  });

  test('the link of one person is not touched by that of another, nor by the administrator’s', async () => {
    const add = (name: string) => store.transact((tx) => door.addPerson(tx, { name, rights: [] }, 'link'));
    const [nam, hoa] = [await add('Nam'), await add('Hoa')];
    await door.newLink('sign_in');
    expect((await door.acceptInvite(nam.token, PASSWORD)).visitor.name).toBe('Nam');
    const fresh = await store.transact((tx) => door.invite(tx, hoa.id));
    await expect(door.acceptInvite(hoa.token, PASSWORD)).rejects.toMatchObject({ code: 'AUTH_LINK_USED' });
    expect((await door.acceptInvite(fresh, PASSWORD)).visitor.name).toBe('Hoa');
  });

  test('who forgot the password gets a link; a new password ends the older sessions', async () => {
    const { id, token } = await store.transact((tx) => door.addPerson(tx, { name: 'Nam', rights: [] }, 'link'));
    const old = await door.acceptInvite(token, PASSWORD);
    const again = await store.transact((tx) => door.invite(tx, id));
    const fresh = await door.acceptInvite(again, `${PASSWORD} và của người`);
    expect(await door.visitorOf(old.session)).toBe(null);
    expect(await door.visitorOf(fresh.session)).toEqual(fresh.visitor);
    await expect(door.signIn('Nam', PASSWORD)).rejects.toMatchObject({ code: 'AUTH_WRONG' });
  });

  test('a name has one account, however its accents were typed', async () => {
    const add = (name: string) => store.transact((tx) => door.addPerson(tx, { name, rights: [] }, 'link'));
    await add('Hòa'.normalize('NFC'));
    await expect(add('Hòa'.normalize('NFD'))).rejects.toMatchObject({ code: 'NAME_TAKEN' });
  });
});
