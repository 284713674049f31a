import { argon2, createHash, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { newId, newSecret, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { coveredBy } from './api-key.ts';
import {
  addAccount,
  addSession,
  closeAccount,
  dropSession,
  dropSessionsOf,
  findAccount,
  findSession,
  hasAccount,
  noteSession,
  replaceLink,
  setPassword,
  useLink,
  useOwnLink,
} from './people-store.ts';
import { FIRST_RIGHTS, type GrantAsked, type Right } from './rights.ts';
import { listPeople, type Person, rightsOf, writeRights } from './rights-store.ts';

/** Who is signed in. An account of null is the holder of a one-time link of the demo. */
export interface Visitor {
  readonly owner: string;
  readonly name: string | null;
  /** The API key that a program came with: it does what the owner may, and no more than the key says. */
  readonly key?: { readonly id: string; readonly name: string; readonly rights: readonly Right[] };
}

/** Area → the one above it. */
export type Parents = () => Promise<ReadonlyMap<string, string | null>>;

const SESSION_IDLE_MS = 12 * 3600_000;
const SESSION_MAX_MS = 7 * 24 * 3600_000;
const SEEN_WRITE_MS = 60_000;
const LINK_MS = 24 * 3600_000;
const LEAST_PASSWORD = 15;
/** OWASP's choice for argon2id: 19 MiB, two passes, one lane. */
const ARGON = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** The holder of a link that the administrator printed: whoever can do that can do everything. */
const LINK_OWNER = 'link';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const derive = promisify(argon2);
/** Keyboards write "Hòa" with the accent in its letter or behind it: the same name all the same. */
const sameName = (name: string) => name.normalize('NFC').trim();
const lettersOf = (password: string) => [...password.normalize('NFC')].length;

async function passwordPhc(password: string, salt: Uint8Array): Promise<string> {
  const tag = await derive('argon2id', { message: password.normalize('NFC'), nonce: salt, ...ARGON });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${ARGON.memory},t=${ARGON.passes},p=${ARGON.parallelism}$${text(salt)}$${text(tag)}`;
}

async function isPassword(password: string, phc: string): Promise<boolean> {
  const salt = Buffer.from(phc.split('$')[4] ?? '', 'base64');
  const [given, kept] = [Buffer.from(await passwordPhc(password, salt)), Buffer.from(phc)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** Lets people in: one-time links, passwords, sessions. Keeps only hashes of what opens the door. */
export class Doorkeeper {
  readonly #world: World;
  readonly #store: Store;
  readonly #parents: Parents;

  /** `parents`: area → the one above it, as they are now. Without it, a right counts in its own area only. */
  constructor(world: World, store: Store, parents: Parents = async () => new Map()) {
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
  async rightsOf(visitor: Visitor): Promise<readonly Right[]> {
    const held =
      visitor.owner === LINK_OWNER
        ? FIRST_RIGHTS
        : await rightsOf(this.#store.db, visitor.owner, this.#world.clock.wallMs());
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
    await closeAccount(tx, accountId, this.#world.clock.wallMs());
  }

  /** From the next request on the account may do this and nothing else. */
  async setRights(tx: Executor, accountId: string, rights: readonly GrantAsked[], grantedBy: string): Promise<void> {
    await writeRights(tx, accountId, rights, grantedBy, this.#world.clock.wallMs());
  }

  /** Uses up the link of an account: sets its password, ends its older sessions and opens a new one. */
  async acceptInvite(token: string, password: string): Promise<{ session: string; visitor: Visitor }> {
    if (lettersOf(password) < LEAST_PASSWORD) throw new StationError('AUTH_WEAK_PASSWORD', { least: LEAST_PASSWORD });
    const phc = await passwordPhc(password, this.#world.random.bytes(16));
    const { accountId, name } = await this.#store.transact(async (tx) => {
      const own = await useOwnLink(tx, hashOf(token), this.#world.clock.wallMs());
      if (!own) throw new StationError('AUTH_LINK_USED');
      await setPassword(tx, own.accountId, phc);
      await dropSessionsOf(tx, own.accountId);
      return own;
    });
    return { session: await this.#newSession(accountId), visitor: { owner: accountId, name } };
  }

  /** Uses up the set-up link and creates the first account; answers its session token. */
  async setUp(token: string, name: string, password: string): Promise<{ session: string; visitor: Visitor }> {
    if (lettersOf(password) < LEAST_PASSWORD) throw new StationError('AUTH_WEAK_PASSWORD', { least: LEAST_PASSWORD });
    const phc = await passwordPhc(password, this.#world.random.bytes(16));
    const { clock, random } = this.#world;
    const id = newId('account', clock, random);
    await this.#useLink(token, 'set_up', async (tx) => {
      await addAccount(tx, { id, name: sameName(name), passwordPhc: phc, createdAt: clock.wallMs() });
      await writeRights(tx, id, FIRST_RIGHTS, null, clock.wallMs());
    });
    return { session: await this.#newSession(id), visitor: { owner: id, name: sameName(name) } };
  }

  /** Trades a one-time sign-in link for a session. */
  async signInByLink(token: string): Promise<{ session: string; visitor: Visitor }> {
    await this.#useLink(token, 'sign_in', async () => undefined);
    return { session: await this.#newSession(null), visitor: { owner: LINK_OWNER, name: null } };
  }

  /** Throws AUTH_WRONG, in the same time whether the name exists or not. */
  async signIn(name: string, password: string): Promise<{ session: string; visitor: Visitor }> {
    const account = await findAccount(this.#store.db, sameName(name));
    const nobody = `$argon2id$v=19$m=${ARGON.memory},t=${ARGON.passes},p=1$AAAAAAAAAAAAAAAAAAAAAA$AA`;
    const isRight = await isPassword(password, account?.passwordPhc || nobody);
    if (!account || !isRight) throw new StationError('AUTH_WRONG');
    return { session: await this.#newSession(account.id), visitor: { owner: account.id, name: account.name } };
  }

  /** Who holds this session token; null when nobody does any more. */
  async visitorOf(session: string): Promise<Visitor | null> {
    const now = this.#world.clock.wallMs();
    const tokenSha256 = hashOf(session);
    const found = await findSession(this.#store.db, tokenSha256);
    if (!found || found.expiresAt <= now || found.seenAt + SESSION_IDLE_MS <= now) return null;
    if (now - found.seenAt > SEEN_WRITE_MS) {
      // On a full disk people stay signed in; only the idle time is counted from earlier.
      await noteSession(this.#store.db, tokenSha256, now).catch((error: unknown) =>
        this.#world.logger.warn('session not noted', { error: String(error) }),
      );
    }
    return { owner: found.accountId ?? LINK_OWNER, name: found.name };
  }

  async signOut(session: string): Promise<void> {
    await dropSession(this.#store.db, hashOf(session));
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

  async #newSession(accountId: string | null): Promise<string> {
    const token = newSecret(this.#world.random);
    const now = this.#world.clock.wallMs();
    const times = { createdAt: now, seenAt: now, expiresAt: now + SESSION_MAX_MS };
    await addSession(this.#store.db, { tokenSha256: hashOf(token), accountId, ...times });
    return token;
  }
}
