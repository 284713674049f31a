import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStationError, type World } from '#kernel';
import { Doorkeeper } from '#people';
import { openStore, type Store } from '#store';
import { DUTY, DUTY_SOURCE, FLOODS, personNamed, TRIES } from '../../bad/sign-in-floods.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const PASSWORD = 'mưa nắng là việc của trời';

let clock: VirtualClock;
let store: Store;
let door: Doorkeeper;
/** How often the slow function was asked. */
let slowly = 0;

beforeEach(async () => {
  clock = new VirtualClock();
  store = openStore(':memory:');
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const processes: World['processes'] = {
    start() {
      throw new Error('nothing is started at the door');
    },
  };
  const world: World = { clock, random: new SeededRandom(1), files: new MemoryFiles(), processes, logger };
  door = new Doorkeeper(world, store, undefined, undefined, async (secret) => {
    slowly += 1;
    return Buffer.from(secret.padEnd(32));
  });
});
afterEach(() => store.close());

async function addPeople(): Promise<void> {
  const row = { password_phc: '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA', created_at: 1, password_set_at: 1 };
  const rows = Array.from({ length: TRIES }, (_, at) => ({ ...row, id: `acc_${at}`, name: personNamed(at) }));
  await store.transact(async (tx) => {
    for (let at = 0; at < rows.length; at += 1000) {
      await tx
        .insertInto('accounts')
        .values(rows.slice(at, at + 1000))
        .execute();
    }
  });
}

const codeOf = (error: unknown) => (isStationError(error) ? error.code : String(error));

test.each(FLOODS)('$attack: nobody gets in, and the duty computer never waits', async (flood) => {
  await addPeople();
  const caller = (address: string, device: string | null = null) => ({ address, agent: '', device });
  const { device } = await door.setUp(await door.newLink('set_up'), DUTY, PASSWORD, {}, caller(DUTY_SOURCE));
  let known = device;
  const seen = { AUTH_WRONG: 0, RATE_LIMITED: 0 };
  let looked = 0;
  const pending: Promise<unknown>[] = [];
  for (let turn = 0; turn < TRIES; turn += 1) {
    const before = slowly;
    const trying = door
      .signIn(flood.name(turn), flood.password(turn), caller(flood.source(turn)))
      .then(() => expect.fail('somebody got in'))
      .catch((error: unknown) => {
        seen[codeOf(error) as keyof typeof seen] += 1;
      });
    if (flood.everyMs === 0) pending.push(trying);
    else {
      await trying;
      await clock.advance(flood.everyMs);
      looked += slowly - before;
    }
    if (flood.everyMs > 0 && turn % 100 === 99) {
      const duty = await door.signIn(DUTY, PASSWORD, caller(DUTY_SOURCE, known));
      known = duty.device;
    }
  }
  await Promise.all(pending);
  expect(seen.AUTH_WRONG + seen.RATE_LIMITED).toBe(TRIES);
  // Each that was looked at cost the slow function once, and no other did.
  if (flood.everyMs > 0) expect(looked).toBe(seen.AUTH_WRONG);
  expect(seen.AUTH_WRONG).toBeGreaterThan(0);
  expect(seen.AUTH_WRONG).toBeLessThanOrEqual(flood.lookedAtMost);
  expect(door.throttle.size).toBeLessThanOrEqual(20_000);
  // The duty computer, in the middle of it.
  expect((await door.signIn(DUTY, PASSWORD, caller(DUTY_SOURCE, known))).visitor.name).toBe(DUTY);
  // And the same person on a computer that nobody knows, at another address or that of the flood.
  const strange = flood.source(0) === DUTY_SOURCE ? DUTY_SOURCE : '10.0.0.77';
  await clock.advance(flood.strangerWaitsMostMs);
  expect((await door.signIn(DUTY, PASSWORD, caller(strange))).visitor.name).toBe(DUTY);
});

test('a name that nobody has costs as much as one that somebody has, and is answered by the same words', async () => {
  await door.setUp(await door.newLink('set_up'), 'Lan', PASSWORD);
  const added = (name: string) => store.transact((tx) => door.addPerson(tx, { name, rights: [] }, 'link'));
  await added('Chưa đặt mật khẩu');
  const closed = await added('Đã đóng');
  await door.acceptInvite(closed.token, PASSWORD);
  await store.transact((tx) => door.setClosed(tx, closed.id, true));
  const rows: Array<[string, string]> = [
    ['Lan', 'không phải mật khẩu này'],
    ['Không có ai', 'không phải mật khẩu này'],
    ['Chưa đặt mật khẩu', 'không phải mật khẩu này'],
    ['Chưa đặt mật khẩu', ''],
    ['Đã đóng', PASSWORD],
    ['', ''],
  ];
  for (const [name, password] of rows) {
    const before = slowly;
    const error = await door.signIn(name, password).catch((one: unknown) => one);
    expect({ name, slowly: slowly - before, code: codeOf(error) }).toEqual({ name, slowly: 1, code: 'AUTH_WRONG' });
  }
});
