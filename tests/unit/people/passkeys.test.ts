import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '#kernel';
import { Doorkeeper } from '#people';
import { openStore, type Store } from '#store';
import type { MadeKey } from '../../../src/people/passkeys.ts';
import type { Signed } from '../../../src/people/webauthn.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { PasskeyDevice } from '../../support/passkey-device.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ORIGIN = 'https://loa.xa.vn';
const PASSWORD = 'mưa nắng là việc của trời';
const MINUTE_MS = 60_000;

let clock: VirtualClock;
let store: Store;
let door: Doorkeeper;
/** What was written to the log of the machine. */
let told: string[];

beforeEach(() => {
  clock = new VirtualClock();
  store = openStore(':memory:');
  told = [];
  const tell = (_text: string, detail?: object) => void told.push(JSON.stringify(detail));
  const logger = { info: tell, warn: tell, error: tell };
  const processes: World['processes'] = {
    start() {
      throw new Error('nothing is started at the door');
    },
  };
  const world: World = { clock, random: new SeededRandom(1), files: new MemoryFiles(), processes, logger };
  // The slow function is not what is tried here.
  door = new Doorkeeper(world, store, undefined, undefined, async (secret) => Buffer.from(secret.padEnd(32)));
});
afterEach(() => store.close());

/** Somebody with an account, signed in by the password alone. */
async function person(name: string) {
  const { session, visitor } = await door.setUp(await door.newLink('set_up'), name, PASSWORD);
  return { session, id: visitor.owner };
}

/** Makes a key on a device; answers the session that it goes on as. */
async function enrol(session: string, device: PasskeyDevice) {
  const { challenge } = await door.beginPasskey(session, ORIGIN);
  return door.addPasskey(session, device.make({ challenge }));
}

const refused = (code: string) => expect.objectContaining({ code });

describe('a passkey', () => {
  let session: string;
  let device: PasskeyDevice;
  beforeEach(async () => {
    const lan = await person('Lan');
    device = new PasskeyDevice('lan', ORIGIN);
    session = (await enrol(lan.session, device)).entered.session;
  });
  const half = async () => (await door.signIn('Lan', PASSWORD)).session;

  test('makes the session strong, comes with codes on paper, and is asked for from then on', async () => {
    expect((await door.visitorOf(session))?.isStrong).toBe(true);
    const again = await door.signIn('Lan', PASSWORD);
    expect(again.stage).toBe('factor');
    expect(await door.visitorOf(again.session)).toBe(null);
    const standing = await door.standing(again.session);
    expect(standing).toMatchObject({ factors: ['passkey', 'recovery'], passkeyHosts: ['loa.xa.vn'], rights: [] });
    const { challenge, rpId, known } = await door.askPasskey(again.session, ORIGIN);
    expect({ rpId, known }).toEqual({
      rpId: 'loa.xa.vn',
      known: [{ credentialId: device.credentialId, transports: ['internal'] }],
    });
    const entered = await door.proveFactor(again.session, { passkey: device.sign({ challenge }) });
    expect(entered).toMatchObject({ stage: 'in', visitor: { isStrong: true, isFresh: true } });
    // The token from before the step is nobody's.
    expect(await door.visitorOf(again.session, 0, true)).toBe(null);
  });

  test('proves it once more in the middle, for a quarter of an hour', async () => {
    await clock.advance(16 * MINUTE_MS);
    expect((await door.visitorOf(session))?.isFresh).toBe(false);
    const { challenge } = await door.askPasskey(session, ORIGIN);
    const { visitor } = await door.proveFactor(session, { passkey: device.sign({ challenge }) });
    expect(visitor.isFresh).toBe(true);
  });

  /** What is done with an answer that was right a moment ago, or would be. */
  const ATTACKS: Record<string, (asked: { session: string; challenge: string }) => Promise<[string, Signed]>> = {
    'the same answer once more': async (asked) => {
      const answer = device.sign(asked);
      const { session: after } = await door.proveFactor(asked.session, { passkey: answer });
      return [after, answer];
    },
    'an answer with the challenge of an earlier question': async (asked) => {
      await door.askPasskey(asked.session, ORIGIN);
      return [asked.session, device.sign(asked)];
    },
    'an answer after five minutes': async (asked) => {
      const answer = device.sign(asked);
      await clock.advance(5 * MINUTE_MS);
      return [asked.session, answer];
    },
    'an answer after one that was wrong': async (asked) => {
      const wrong = device.sign({ ...asked, challenge: 'c2Fp' });
      await door.proveFactor(asked.session, { passkey: wrong }).catch(() => undefined);
      return [asked.session, device.sign(asked)];
    },
    'an answer in another session of the same account': async (asked) => {
      const other = await half();
      await door.askPasskey(other, ORIGIN);
      return [other, device.sign(asked)];
    },
    'an answer without a question': async ({ session: own }) => {
      await store.db.deleteFrom('passkey_challenges').execute();
      return [own, device.sign({ challenge: '' })];
    },
    'an answer that a false page asked for': async (asked) => [
      asked.session,
      device.sign({ ...asked, origin: 'https://loa-xa.example' }),
    ],
    'an answer for another host': async (asked) => [asked.session, device.sign({ ...asked, rpId: 'xa.vn' })],
    'a stick that was touched by whoever': async (asked) => [
      asked.session,
      device.sign({ ...asked, isVerified: false }),
    ],
    'a stick that nobody touched': async (asked) => [asked.session, device.sign({ ...asked, isPresent: false })],
    'a counter that stands still': async (asked) => {
      const { session: after } = await door.proveFactor(asked.session, { passkey: device.sign(asked) });
      const next = await door.askPasskey(after, ORIGIN);
      return [after, device.sign({ ...next, counter: 1 })];
    },
    'a counter that goes back': async (asked) => {
      device.counter = 41;
      const { session: after } = await door.proveFactor(asked.session, { passkey: device.sign(asked) });
      const next = await door.askPasskey(after, ORIGIN);
      return [after, device.sign({ ...next, counter: 7 })];
    },
    'a key that was removed': async (asked) => {
      const [key] = (await door.factors.of((await door.sessions.find(session))?.accountId ?? '')).passkeys;
      await door.factors.passkeys.drop(key?.accountId ?? '', key?.id ?? '');
      return [asked.session, device.sign(asked)];
    },
    'somebody else’s key': async (asked) => {
      const nam = await person('Nam');
      const other = new PasskeyDevice('nam', ORIGIN);
      await enrol(nam.session, other);
      return [asked.session, other.sign(asked)];
    },
    'one’s own key under the name of somebody else’s': async (asked) => {
      const thief = new PasskeyDevice('thief', ORIGIN);
      return [asked.session, { ...thief.sign(asked), credentialId: device.credentialId }];
    },
  };
  test.each(Object.keys(ATTACKS))('refused: %s', async (name) => {
    const own = await half();
    const { challenge } = await door.askPasskey(own, ORIGIN);
    const [at, passkey] = (await ATTACKS[name]?.({ session: own, challenge })) ?? ['', device.sign({ challenge })];
    const before = await door.sessions.find(at);
    await expect(door.proveFactor(at, { passkey })).rejects.toEqual(refused('PASSKEY_WRONG'));
    // Nothing was opened by it, and what went wrong stands in the log of the machine.
    expect(await door.sessions.find(at)).toEqual(before);
    expect(told.some((line) => line.includes('fault'))).toBe(true);
  });

  test('the question stands in the database as a hash, and goes with its session', async () => {
    const own = await half();
    const { challenge } = await door.askPasskey(own, ORIGIN);
    const rows = () => store.db.selectFrom('passkey_challenges').selectAll().execute();
    expect(await rows()).toHaveLength(1);
    expect(JSON.stringify(await rows())).not.toContain(challenge);
    await door.signOut(own);
    expect(await rows()).toEqual([]);
  });

  test('works on the page for which it was made, and elsewhere the station says where that is', async () => {
    const own = await half();
    await expect(door.askPasskey(own, 'https://khac.xa.vn')).rejects.toThrow('loa.xa.vn');
    await expect(door.askPasskey(own, 'https://khac.xa.vn')).rejects.toEqual(refused('PASSKEY_ELSEWHERE'));
    for (const origin of ['http://192.168.1.10:8080', 'https://10.0.0.5', 'http://loa.xa.vn']) {
      await expect(door.askPasskey(own, origin), origin).rejects.toEqual(refused('PASSKEY_PLACE'));
      await expect(door.beginPasskey(session, origin), origin).rejects.toEqual(refused('PASSKEY_PLACE'));
    }
  });

  test('wrong answers make the next one wait, and paper is another door', async () => {
    const caller = { address: '10.0.0.9', agent: '', device: null };
    const own = await half();
    const { challenge } = await door.askPasskey(own, ORIGIN);
    const wrong = { passkey: device.sign({ challenge: 'c2Fp' }) };
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(door.proveFactor(own, wrong, caller)).rejects.toEqual(refused('PASSKEY_WRONG'));
    }
    await expect(door.proveFactor(own, wrong, caller)).rejects.toEqual(refused('RATE_LIMITED'));
    const paper = { recoveryCode: 'AAAA-AAAA-AAAA' };
    await expect(door.proveFactor(own, paper, caller)).rejects.toEqual(refused('FACTOR_WRONG'));
    expect(challenge).not.toBe('c2Fp');
  });

  test('a second one, and an app beside it: each counts, and codes on paper are shown once', async () => {
    const other = new PasskeyDevice('stick', ORIGIN, 'rsa');
    const { entered, recoveryCodes } = await enrol(session, other);
    expect(recoveryCodes).toBe(null);
    const { key } = await door.factors.beginTotp(entered.visitor.owner, 'Lan', 'LoaXa');
    const app = new Authenticator(key);
    await door.confirmTotp(entered.session, app.code(clock.wallMs()));
    expect(await door.factors.kinds(entered.visitor.owner)).toEqual(['passkey', 'totp', 'recovery']);
    for (const one of [device, other]) {
      const own = await half();
      const { challenge } = await door.askPasskey(own, ORIGIN);
      expect((await door.proveFactor(own, { passkey: one.sign({ challenge }) })).stage).toBe('in');
    }
    expect((await door.proveFactor(await half(), { code: app.code(clock.wallMs()) })).stage).toBe('in');
  });

  test('once the last one is removed the account has no second step, like one whose app was removed', async () => {
    const { accountId } = (await door.sessions.find(session)) ?? {};
    const [key] = await door.factors.passkeys.of(accountId ?? '');
    await door.factors.passkeys.drop(accountId ?? '', key?.id ?? '');
    expect(await door.factors.kinds(accountId ?? '')).toEqual([]);
    const again = await door.signIn('Lan', PASSWORD);
    expect(again).toMatchObject({ stage: 'in', visitor: { isStrong: false } });
    expect(await door.standing(again.session)).toMatchObject({ mustEnrol: true });
  });

  test('whoever manages people resets it with everything else', async () => {
    const { accountId } = (await door.sessions.find(session)) ?? {};
    await store.transact((tx) => door.resetFactors(tx, accountId ?? ''));
    expect(await door.factors.passkeys.of(accountId ?? '')).toEqual([]);
    expect(await door.visitorOf(session)).toBe(null);
  });

  test('is named and removed by its owner only', async () => {
    const nam = await person('Nam');
    const { accountId } = (await door.sessions.find(session)) ?? {};
    const [key] = await door.factors.passkeys.of(accountId ?? '');
    await door.factors.passkeys.rename(accountId ?? '', key?.id ?? '', 'Máy trực');
    expect((await door.factors.passkeys.of(accountId ?? ''))[0]?.name).toBe('Máy trực');
    await expect(door.factors.passkeys.rename(nam.id, key?.id ?? '', 'x')).rejects.toEqual(refused('NOT_FOUND'));
    await expect(door.factors.passkeys.drop(nam.id, key?.id ?? '')).rejects.toEqual(refused('NOT_FOUND'));
  });
});

describe('making a passkey', () => {
  const made = async (session: string, device: PasskeyDevice, amiss: object = {}): Promise<MadeKey> => {
    const { challenge } = await door.beginPasskey(session, ORIGIN);
    return device.make({ challenge, ...amiss });
  };

  test.each([
    ['on a false page', { origin: 'https://loa-xa.example' }],
    ['for another host', { rpId: 'example' }],
    ['for another challenge', { challenge: 'c2Fp' }],
    ['on a device that did not know its owner', { isVerified: false }],
    ['on a device that nobody touched', { isPresent: false }],
    ['by the answer to another question', { type: 'webauthn.get' }],
  ])('refused: %s', async (_what, amiss) => {
    const { session, id } = await person('Lan');
    const key = await made(session, new PasskeyDevice('lan', ORIGIN), amiss);
    await expect(door.addPasskey(session, key)).rejects.toEqual(refused('PASSKEY_REFUSED'));
    expect(await door.factors.kinds(id)).toEqual([]);
  });

  test('works once, within five minutes, in the session that asked', async () => {
    const lan = await person('Lan');
    const device = new PasskeyDevice('lan', ORIGIN);
    const late = await made(lan.session, device);
    await clock.advance(5 * MINUTE_MS);
    await expect(door.addPasskey(lan.session, late)).rejects.toEqual(refused('PASSKEY_REFUSED'));
    const nam = await person('Nam');
    const stolen = await made(lan.session, device);
    await expect(door.addPasskey(nam.session, stolen)).rejects.toEqual(refused('PASSKEY_REFUSED'));
    const { entered } = await door.addPasskey(lan.session, stolen);
    await expect(door.addPasskey(entered.session, stolen)).rejects.toEqual(refused('PASSKEY_REFUSED'));
    // The same key is not taken for a second person.
    const same = await made(nam.session, device);
    await expect(door.addPasskey(nam.session, same)).rejects.toEqual(refused('PASSKEY_REFUSED'));
  });

  test('wants the password just now; and whoever has a second step proves that first', async () => {
    const { session } = await person('Lan');
    await clock.advance(16 * MINUTE_MS);
    await expect(door.beginPasskey(session, ORIGIN)).rejects.toEqual(refused('SIGN_IN_AGAIN'));
    const again = await door.signIn('Lan', PASSWORD);
    const { entered } = await enrol(again.session, new PasskeyDevice('lan', ORIGIN));
    await clock.advance(16 * MINUTE_MS);
    await expect(door.beginPasskey(entered.session, ORIGIN)).rejects.toEqual(refused('SECOND_FACTOR_NEEDED'));
  });
});
