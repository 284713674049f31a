import { newId, newSecret, notFound, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { dropDevicesOf, isKnownDevice, keepDevice } from './device-store.ts';
import type { MadeKey, MakeOptions, ProveOptions } from './passkeys.ts';
import { isPassword, NOBODY_PHC, passwordPhc, type SlowHash } from './password-hash.ts';
import { mustBeGoodPassword } from './password-rules.ts';
import {
  type Account,
  addAccount,
  findAccount,
  findAccountById,
  sameName,
  setPassword,
  useLink,
  useOwnLink,
} from './people-store.ts';
import { ALL_RIGHTS, FIRST_RIGHTS, type Right } from './rights.ts';
import { writeRights } from './rights-store.ts';
import { type Given, SecondFactors } from './second-factors.ts';
import type { Stage } from './session-store.ts';
import { type Caller, type Found, hashOf, LINK_OWNER, NO_CALLER, Sessions } from './sessions.ts';
import type { SignInRules } from './sign-in-rules.ts';
import type { Proof } from './strength.ts';
import { type Attempt, sourceOf } from './throttle.ts';
import { ThrottleBook } from './throttle-book.ts';

/** Who is signed in. An account of null is the holder of a one-time link of the demo. */
export interface Visitor extends Proof {
  readonly owner: string;
  readonly name: string | null;
  /** The API key that a program came with: it does what the owner may, and no more than the key says. */
  readonly key?: { readonly id: string; readonly name: string; readonly rights: readonly Right[] };
}

/** Somebody came in, or half in: the token of the session, and a fresh one for the device once it is known. */
export interface Entered {
  readonly session: string;
  readonly device: string | null;
  readonly visitor: Visitor;
  readonly stage: Stage;
}

/** A second factor was set up: the session goes on, with recovery codes where there were none. */
interface Enrolled {
  readonly entered: Entered;
  readonly recoveryCodes: readonly string[] | null;
}

function stepOf(given: Given): Attempt['step'] {
  if ('passkey' in given) return 'passkey';
  return 'code' in given ? 'code' : 'recovery';
}

const WEAK: Proof = { isStrong: false, isFresh: false };

/** The ways in, and the steps on them: links, names and passwords, second factors. Every try is counted. */
export class WaysIn {
  readonly factors: SecondFactors;
  readonly sessions: Sessions;
  readonly #world: World;
  readonly #store: Store;
  readonly #rules: SignInRules;
  readonly #slow: SlowHash;
  readonly throttle: ThrottleBook;

  constructor(world: World, store: Store, rules: SignInRules, slow: SlowHash) {
    this.#world = world;
    this.#store = store;
    this.#rules = rules;
    this.#slow = slow;
    this.throttle = new ThrottleBook(world.clock);
    this.factors = new SecondFactors(world, store, slow);
    this.sessions = new Sessions(world, store, rules);
  }

  /** Uses up the link of an account: sets its password, ends its older sessions and opens a new one. */
  async acceptInvite(token: string, password: string, caller: Caller = NO_CALLER): Promise<Entered> {
    const wasRight = this.#try('link', '', caller, null);
    mustBeGoodPassword(password, this.#rules, '');
    const phc = await passwordPhc(this.#slow, password, this.#world.random.bytes(16));
    const account = await this.#store.transact(async (tx) => {
      const now = this.#world.clock.wallMs();
      const own = await useOwnLink(tx, hashOf(token), now);
      if (!own) throw new StationError('AUTH_LINK_USED');
      mustBeGoodPassword(password, this.#rules, own.name);
      await setPassword(tx, own.accountId, phc, now);
      await this.sessions.endAll(tx, own.accountId);
      await dropDevicesOf(tx, own.accountId, null);
      return own;
    });
    wasRight();
    return this.#enter(account.accountId, account.name, caller);
  }

  /** Uses up the set-up link and creates the first account; answers its session token. */
  async setUp(
    token: string,
    name: string,
    password: string,
    { approvesOwn = false }: { readonly approvesOwn?: boolean } = {},
    caller: Caller = NO_CALLER,
  ): Promise<Entered> {
    const wasRight = this.#try('link', '', caller, null);
    mustBeGoodPassword(password, this.#rules, sameName(name));
    const phc = await passwordPhc(this.#slow, password, this.#world.random.bytes(16));
    const { clock, random } = this.#world;
    const id = newId('account', clock, random);
    await this.#useLink(token, 'set_up', async (tx) => {
      await addAccount(tx, { id, name: sameName(name), passwordPhc: phc, createdAt: clock.wallMs() });
      await writeRights(tx, id, approvesOwn ? ALL_RIGHTS : FIRST_RIGHTS, null, clock.wallMs());
    });
    wasRight();
    return this.#enter(id, sameName(name), caller);
  }

  /** Trades a one-time sign-in link for a session. */
  async signInByLink(token: string, caller: Caller = NO_CALLER): Promise<Entered> {
    const wasRight = this.#try('link', '', caller, null);
    await this.#useLink(token, 'sign_in', async () => undefined);
    wasRight();
    const session = await this.sessions.open(null, { stage: 'in', isStrong: true }, caller);
    const visitor: Visitor = { owner: LINK_OWNER, name: null, isStrong: true, isFresh: true };
    return { session, device: null, visitor, stage: 'in' };
  }

  /** Throws AUTH_WRONG, in the same time whether the name exists or not, or RATE_LIMITED. */
  async signIn(typedName: string, password: string, caller: Caller = NO_CALLER): Promise<Entered> {
    const name = sameName(typedName);
    const account = await findAccount(this.#store.db, name);
    const device = await this.#knownDevice(account?.id ?? '', caller);
    const wasRight = this.#try('password', name, caller, device);
    const isRight = await isPassword(this.#slow, password, account?.passwordPhc || NOBODY_PHC);
    if (!account || !isRight || account.closedAt !== null) {
      this.#world.logger.warn('sign-in refused', { account: account?.id ?? null, address: caller.address });
      throw new StationError('AUTH_WRONG');
    }
    wasRight();
    return this.#enter(account.id, account.name, caller);
  }

  /**
   * The second step: a code of the app, one from paper, or a passkey. Also lets somebody who is inside prove it once more.
   * The session goes on under a fresh token. Throws AUTH_REQUIRED, FACTOR_WRONG, PASSKEY_WRONG or RATE_LIMITED.
   */
  async proveFactor(session: string, given: Given, caller: Caller = NO_CALLER): Promise<Entered> {
    const found = await this.#mustFind(session);
    const { id, name } = await this.#accountOf(found);
    const step = stepOf(given);
    const wasRight = this.#try(step, id, caller, await this.#knownDevice(id, caller));
    if (!(await this.factors.isRight(id, found.id, given))) {
      this.#world.logger.warn('second factor refused', { account: id, address: caller.address, step });
      throw new StationError(step === 'passkey' ? 'PASSKEY_WRONG' : 'FACTOR_WRONG');
    }
    wasRight();
    if (step === 'recovery')
      this.#world.logger.warn('RECOVERY CODE USED', { account: id, name, address: caller.address });
    return this.#prove(found, caller);
  }

  /** What a browser must know to prove it by a passkey. Throws PASSKEY_PLACE or PASSKEY_ELSEWHERE. */
  async askPasskey(session: string, origin: string): Promise<ProveOptions> {
    const found = await this.#mustFind(session);
    return this.factors.passkeys.askToProve((await this.#accountOf(found)).id, found.id, origin);
  }

  /** What a browser must know to make a passkey. Throws PASSKEY_PLACE, and what mustMaySetFactors throws. */
  async beginPasskey(session: string, origin: string): Promise<MakeOptions & { readonly userName: string }> {
    const found = await this.mustMaySetFactors(session);
    const { id, name } = await this.#accountOf(found);
    return { ...(await this.factors.passkeys.askToMake(id, found.id, origin)), userName: name };
  }

  /** Takes a passkey into use; the session is strong from then on. Throws PASSKEY_REFUSED. */
  async addPasskey(session: string, made: MadeKey, caller: Caller = NO_CALLER): Promise<Enrolled> {
    const found = await this.mustMaySetFactors(session);
    const { id } = await this.#accountOf(found);
    await this.factors.passkeys.add(id, found.id, made);
    this.#world.logger.info('second factor set up', { account: id, kind: 'passkey' });
    return { recoveryCodes: await this.factors.recoveryIfNone(id), entered: await this.#prove(found, caller) };
  }

  /** Takes an authenticator app into use by its first code; the session is strong from then on. */
  async confirmTotp(session: string, code: string, caller: Caller = NO_CALLER): Promise<Enrolled> {
    const found = await this.mustMaySetFactors(session);
    const { id } = await this.#accountOf(found);
    const wasRight = this.#try('code', id, caller, await this.#knownDevice(id, caller));
    const recoveryCodes = await this.factors.confirmTotp(id, code);
    wasRight();
    this.#world.logger.info('second factor set up', { account: id, kind: 'totp' });
    return { entered: await this.#prove(found, caller), recoveryCodes };
  }

  /**
   * The account of a session that may change how it is proved: who has a second factor must have proved it just now, who
   * has none the password. Throws ACCOUNT_NEEDED, SECOND_FACTOR_NEEDED or SIGN_IN_AGAIN.
   */
  async mustMaySetFactors(session: string): Promise<Found> {
    const found = await this.#mustFind(session);
    if (found.stage !== 'in') throw new StationError('AUTH_REQUIRED');
    const { id } = await this.#accountOf(found);
    const hasFactor = (await this.factors.kinds(id)).length > 0;
    if (hasFactor && !this.sessions.proofOf(found).isFresh) throw new StationError('SECOND_FACTOR_NEEDED');
    if (!hasFactor && !this.sessions.isJustProved(found)) throw new StationError('SIGN_IN_AGAIN');
    return found;
  }

  /** Changes one's own password; every other session of the account ends, and other devices are strangers again. */
  async changePassword(session: string, old: string, fresh: string, caller: Caller = NO_CALLER): Promise<Entered> {
    const found = await this.#mustFind(session);
    if (found.stage === 'factor') throw new StationError('AUTH_REQUIRED');
    const account = await this.#accountOf(found);
    const wasRight = this.#try('password', account.name, caller, await this.#knownDevice(account.id, caller));
    if (!(await isPassword(this.#slow, old, account.passwordPhc || NOBODY_PHC)))
      throw new StationError('PASSWORD_WRONG');
    wasRight();
    mustBeGoodPassword(fresh, this.#rules, account.name);
    if (old.normalize('NFC') === fresh.normalize('NFC')) throw new StationError('PASSWORD_SAME');
    const phc = await passwordPhc(this.#slow, fresh, this.#world.random.bytes(16));
    await this.#store.transact(async (tx) => {
      await setPassword(tx, account.id, phc, this.#world.clock.wallMs());
      await this.sessions.endAll(tx, account.id, found.id);
      await dropDevicesOf(tx, account.id, caller.device === null ? null : hashOf(caller.device));
    });
    this.#world.logger.info('password changed', { account: account.id });
    return this.#go(found, { stage: 'in', isStrong: false }, caller);
  }

  /** Counts a try; what comes back is called when it was right. */
  #try(step: Attempt['step'], account: string, { address }: Caller, device: string | null): () => void {
    try {
      return this.throttle.begin({ step, account, source: sourceOf(address), device });
    } catch (error) {
      this.#world.logger.info('sign-in must wait', { step, address });
      throw error;
    }
  }

  /** The device of a request, when this account signed in on it before. Asks the same for accounts that are not there. */
  async #knownDevice(accountId: string, { device }: Caller): Promise<string | null> {
    if (device === null) return null;
    const hash = hashOf(device);
    return (await isKnownDevice(this.#store.db, hash, accountId)) ? hash : null;
  }

  /** The password was right: what is still asked? */
  async #enter(accountId: string, name: string, caller: Caller): Promise<Entered> {
    const asksFactor = (await this.factors.kinds(accountId)).length > 0;
    const stage = asksFactor ? 'factor' : await this.#stageOf(accountId);
    const session = await this.sessions.open(accountId, { stage, isStrong: false }, caller);
    const device = asksFactor ? null : await this.#keepDevice(accountId, caller);
    return { session, device, visitor: { owner: accountId, name, ...WEAK }, stage };
  }

  /** A second factor was right. */
  async #prove(found: Found, caller: Caller): Promise<Entered> {
    return this.#go(found, { stage: await this.#stageOf(found.accountId ?? ''), isStrong: true }, caller);
  }

  async #go(found: Found, step: { stage: Stage; isStrong: boolean }, caller: Caller): Promise<Entered> {
    const session = await this.sessions.advance(found, step);
    if (session === null) throw new StationError('AUTH_REQUIRED');
    const owner = found.accountId ?? LINK_OWNER;
    const proof = step.isStrong ? { isStrong: true, isFresh: true } : this.sessions.proofOf(found);
    const device = await this.#keepDevice(owner, caller);
    return { session, device, visitor: { owner, name: found.name, ...proof }, stage: step.stage };
  }

  async #stageOf(accountId: string): Promise<Stage> {
    const { passwordMaxAgeMs } = this.#rules;
    if (passwordMaxAgeMs === null) return 'in';
    const account = await findAccountById(this.#store.db, accountId);
    const isOld = (account?.passwordSetAt ?? 0) + passwordMaxAgeMs <= this.#world.clock.wallMs();
    return isOld ? 'password' : 'in';
  }

  async #keepDevice(accountId: string, { device }: Caller): Promise<string> {
    const token = newSecret(this.#world.random);
    const now = this.#world.clock.wallMs();
    const before = device === null ? null : hashOf(device);
    await this.#store.transact((tx) => keepDevice(tx, { before, tokenSha256: hashOf(token), accountId, now }));
    return token;
  }

  async #mustFind(session: string): Promise<Found> {
    const found = await this.sessions.find(session);
    if (!found) throw new StationError('AUTH_REQUIRED');
    return found;
  }

  async #accountOf({ accountId }: Found): Promise<Account> {
    if (accountId === null) throw new StationError('ACCOUNT_NEEDED');
    const account = await findAccountById(this.#store.db, accountId);
    if (!account) throw notFound('account');
    return account;
  }

  async #useLink(
    token: string,
    purpose: 'set_up' | 'sign_in',
    also: (tx: Executor) => Promise<unknown>,
  ): Promise<void> {
    const now = this.#world.clock.wallMs();
    await this.#store.transact(async (tx) => {
      if (!(await useLink(tx, hashOf(token), purpose, now))) throw new StationError('AUTH_LINK_USED');
      await also(tx);
    });
  }
}
