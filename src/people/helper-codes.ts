import { createHash } from 'node:crypto';
import { newClaimCode, newId, newSecret, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import {
  dropHelperCodes,
  dropHelperSession,
  findHelper,
  findHelperCode,
  insertHelperCode,
  insertHelperSession,
} from './helper-code-store.ts';
import { rightsOf } from './rights-store.ts';
import type { Visitor } from './ways-in.ts';

/** What the phone of a village helper keeps begins so. */
const HELPER_PREFIX = 'thon_';
const DAY_MS = 86_400_000;
const SESSION_MS = 30 * DAY_MS;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
/** As it is typed: with or without hyphens and blanks, in small letters or capitals. */
const plainCode = (typed: string) => typed.toLowerCase().replaceAll(/[\s-]/g, '');

/** Personal codes of village helpers. A code opens the helper's page and nothing else; only its hash is kept. */
export class HelperCodes {
  readonly #world: World;
  readonly #store: Store;

  constructor(world: World, store: Store) {
    this.#world = world;
    this.#store = store;
  }

  /** A code of sixteen signs without look-alikes; the older ones of this person die. Shown this once. */
  async make(tx: Executor, accountId: string, days: number): Promise<{ code: string; expiresAt: number }> {
    const { clock, random } = this.#world;
    const now = clock.wallMs();
    await this.revoke(tx, accountId);
    const code = `${newClaimCode(random)}-${newClaimCode(random)}`;
    const expiresAt = now + days * DAY_MS;
    const id = newId('key', clock, random);
    await insertHelperCode(tx, { id, accountId, codeSha256: hashOf(plainCode(code)), createdAt: now, expiresAt });
    return { code, expiresAt };
  }

  /** The code and every phone that came in by it are out at once. */
  async revoke(tx: Executor, accountId: string): Promise<void> {
    await dropHelperCodes(tx, accountId);
  }

  /** Trades a code for what the phone keeps. Throws HELPER_CODE_WRONG. */
  async signIn(typed: string): Promise<string> {
    const { clock, random } = this.#world;
    const now = clock.wallMs();
    const { db } = this.#store;
    const found = await findHelperCode(db, hashOf(plainCode(typed)), now);
    if (!found) throw new StationError('HELPER_CODE_WRONG');
    const token = `${HELPER_PREFIX}${newSecret(random)}`;
    const expiresAt = Math.min(now + SESSION_MS, found.expiresAt);
    await insertHelperSession(db, { tokenSha256: hashOf(token), codeId: found.id, expiresAt }, now);
    return token;
  }

  isHelpers(token: string): boolean {
    return token.startsWith(HELPER_PREFIX);
  }

  /** Who holds such a phone: the account, with what it may confirm and nothing else. Null: nobody any more. */
  async visitorOf(token: string): Promise<Visitor | null> {
    const now = this.#world.clock.wallMs();
    const { db } = this.#store;
    const found = await findHelper(db, hashOf(token), now);
    if (!found) return null;
    const rights = (await rightsOf(db, found.owner, now)).filter(({ verb }) => verb === 'confirm');
    return {
      owner: found.owner,
      name: found.name,
      isStrong: false,
      isFresh: false,
      key: { id: found.codeId, name: 'village helper', rights },
    };
  }

  async signOut(token: string): Promise<void> {
    await dropHelperSession(this.#store.db, hashOf(token));
  }
}
