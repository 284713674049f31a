import { newId, newSecret, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { coveredBy } from './api-key.ts';
import { dropDevicesOf } from './device-store.ts';
import { dropFactors } from './factor-store.ts';
import { argon2id, type SlowHash } from './password-hash.ts';
import {
  addAccount,
  findAccount,
  findAccountById,
  hasAccount,
  removeAccount,
  replaceLink,
  sameName,
  setClosedAt,
} from './people-store.ts';
import { ALL_RIGHTS, type GrantAsked, type Right, type Verb } from './rights.ts';
import { listPeople, type Person, rightsOf, writeRights } from './rights-store.ts';
import type { FactorKind } from './second-factors.ts';
import type { Stage } from './session-store.ts';
import { hashOf, LINK_OWNER } from './sessions.ts';
import { SIGN_IN_RULES, type SignInRules } from './sign-in-rules.ts';
import { isStrongVerb } from './strength.ts';
import { type Visitor, WaysIn } from './ways-in.ts';

/** What a session is worth now, for whoever holds it. */
export interface Standing {
  /** Whose session it is. */
  readonly owner: string;
  readonly name: string | null;
  readonly stage: Stage;
  readonly rights: readonly Right[];
  /** By what a second step can be taken; nothing is set up yet when empty. */
  readonly factors: readonly FactorKind[];
  /** Hosts at which a passkey of this account works. */
  readonly passkeyHosts: readonly string[];
  readonly strongUntil: number | null;
  readonly freshUntil: number | null;
  /** Holds rights that do not count without a second factor, and has none. */
  readonly mustEnrol: boolean;
  /** False for the holder of a printed link, who has nothing to set up. */
  readonly hasAccount: boolean;
}

/** Area → the one above it. */
export type Parents = () => Promise<ReadonlyMap<string, string | null>>;

const LINK_MS = 24 * 3600_000;

/** Lets people in, and knows who they are and what they may do. Keeps only hashes of what opens the door. */
export class Doorkeeper extends WaysIn {
  readonly #world: World;
  readonly #store: Store;
  readonly #parents: Parents;

  /** `parents`: area → the one above it, as they are now. Without it, a right counts in its own area only. */
  constructor(
    world: World,
    store: Store,
    parents: Parents = async () => new Map(),
    rules: SignInRules = SIGN_IN_RULES,
    slow: SlowHash = argon2id,
  ) {
    super(world, store, rules, slow);
    this.#world = world;
    this.#store = store;
    this.#parents = parents;
  }

  /** True until the first account exists. */
  async isNew(): Promise<boolean> {
    return !(await hasAccount(this.#store.db));
  }

  /** A link token that works once within a day. Links of the same purpose made before die. */
  async newLink(purpose: 'set_up' | 'sign_in'): Promise<string> {
    const token = newSecret(this.#world.random);
    const expiresAt = this.#world.clock.wallMs() + LINK_MS;
    const link = { tokenSha256: hashOf(token), purpose, expiresAt, accountId: null };
    await this.#store.transact((tx) => replaceLink(tx, link));
    return token;
  }

  /** What a visitor may do at this moment. */
  async rightsOf(visitor: Pick<Visitor, 'owner' | 'key'>): Promise<readonly Right[]> {
    const held = await this.#heldBy(visitor.owner);
    return visitor.key ? coveredBy(visitor.key.rights, held, await this.#parents()) : held;
  }

  people(): Promise<Person[]> {
    return listPeople(this.#store.db);
  }

  /**
   * A new account with its rights, and the one-time link by which its owner chooses a password within a day. In the
   * caller's transaction. Throws NAME_TAKEN.
   */
  async addPerson(
    tx: Executor,
    asked: { readonly name: string; readonly rights: readonly GrantAsked[] },
    grantedBy: string,
  ): Promise<{ id: string; token: string }> {
    const { clock, random } = this.#world;
    const name = sameName(asked.name);
    if (await findAccount(tx, name)) throw new StationError('NAME_TAKEN', { name });
    const id = newId('account', clock, random);
    await addAccount(tx, { id, name, passwordPhc: '', createdAt: clock.wallMs() });
    await writeRights(tx, id, asked.rights, grantedBy, clock.wallMs());
    return { id, token: await this.invite(tx, id) };
  }

  /** A fresh one-time link for an account: its owner chooses a (new) password. */
  async invite(tx: Executor, accountId: string): Promise<string> {
    const token = newSecret(this.#world.random);
    const expiresAt = this.#world.clock.wallMs() + LINK_MS;
    await replaceLink(tx, { tokenSha256: hashOf(token), purpose: 'sign_in', expiresAt, accountId });
    return token;
  }

  /**
   * Takes an account out of use: its rights, sessions and links are gone, and nobody signs in by its name, which is free
   * again. What it did stays under the name that it had then.
   */
  async removePerson(tx: Executor, accountId: string): Promise<void> {
    await writeRights(tx, accountId, [], null, this.#world.clock.wallMs());
    await removeAccount(tx, accountId, this.#world.clock.wallMs());
    await this.resetFactors(tx, accountId);
  }

  /** From the next request on the account may do this and nothing else. */
  async setRights(tx: Executor, accountId: string, rights: readonly GrantAsked[], grantedBy: string): Promise<void> {
    await writeRights(tx, accountId, rights, grantedBy, this.#world.clock.wallMs());
  }

  /** Closes an account and ends its sessions, or opens it again: its password and its rights are what they were. */
  async setClosed(tx: Executor, accountId: string, isClosed: boolean): Promise<void> {
    await setClosedAt(tx, accountId, isClosed ? this.#world.clock.wallMs() : null);
    if (isClosed) await this.sessions.endAll(tx, accountId);
  }

  /** Forgets every second factor of somebody who lost them all, and ends the sessions. A new one is set up at sign-in. */
  async resetFactors(tx: Executor, accountId: string): Promise<void> {
    await dropFactors(tx, accountId);
    await dropDevicesOf(tx, accountId, null);
    await this.sessions.endAll(tx, accountId);
  }

  /**
   * Who holds this session token; null when nobody does any more. `idleMs`: how long nobody touched the screen.
   * `isHalfEnough`: also who has given the password and must still take the second step.
   */
  async visitorOf(session: string, idleMs = 0, isHalfEnough = false): Promise<Visitor | null> {
    const found = await this.sessions.find(session);
    if (!found || (found.stage !== 'in' && !isHalfEnough)) return null;
    await this.sessions.note(found, idleMs);
    return { owner: found.accountId ?? LINK_OWNER, name: found.name, ...this.sessions.proofOf(found) };
  }

  /** What whoever holds this session may do somewhere; null when it is over. No sign that a person is there. */
  async verbsOf(session: string): Promise<ReadonlySet<Verb> | null> {
    const found = await this.sessions.find(session);
    if (found?.stage !== 'in') return null;
    const rights = await this.rightsOf({ owner: found.accountId ?? LINK_OWNER });
    return new Set(rights.map(({ verb }) => verb));
  }

  /** What a session is worth, also when it is only half open. */
  async standing(session: string): Promise<Standing | null> {
    const found = await this.sessions.find(session);
    if (!found) return null;
    const { accountId, name, stage } = found;
    const ends = this.sessions.proofEnds(found);
    if (accountId === null) {
      const own = { factors: [], passkeyHosts: [], mustEnrol: false, hasAccount: false };
      return { owner: LINK_OWNER, name, stage, rights: ALL_RIGHTS, ...own, ...ends };
    }
    const factors = await this.factors.kinds(accountId);
    const rights = stage === 'in' ? await this.rightsOf({ owner: accountId }) : [];
    const mustEnrol = factors.length === 0 && rights.some(({ verb }) => isStrongVerb(verb));
    const passkeyHosts = [...new Set((await this.factors.passkeys.of(accountId)).map(({ rpId }) => rpId))];
    return { owner: accountId, name, stage, rights, factors, passkeyHosts, ...ends, mustEnrol, hasAccount: true };
  }

  async signOut(session: string): Promise<void> {
    await this.sessions.end(session);
  }

  /** Whose account is closed holds nothing, whatever was granted. */
  async #heldBy(owner: string): Promise<readonly Right[]> {
    if (owner === LINK_OWNER) return ALL_RIGHTS;
    const account = await findAccountById(this.#store.db, owner);
    if (account === null || account.closedAt !== null) return [];
    return rightsOf(this.#store.db, owner, this.#world.clock.wallMs());
  }
}
