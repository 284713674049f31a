import { createHash } from 'node:crypto';
import { newId, newSecret, type World } from '#kernel';
import type { Executor, Store } from '#store';
import {
  addSession,
  advanceSession,
  dropSession,
  dropSessionById,
  dropSessionsOf,
  findSession,
  noteSession,
  type Session,
  type Stage,
  sessionsOf,
} from './session-store.ts';
import type { SignInRules } from './sign-in-rules.ts';
import type { Proof } from './strength.ts';

/** Where a request comes from. */
export interface Caller {
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
  /** The token in its device cookie. */
  readonly device: string | null;
}
export const NO_CALLER: Caller = { address: '', agent: '', device: null };

/** The holder of a link that the administrator printed: whoever can do that can do everything. */
export const LINK_OWNER = 'link';
/** Who has given the password has so long for the second step. */
const HALF_MS = 10 * 60_000;
const SEEN_WRITE_MS = 60_000;
const AGENT_LETTERS = 200;

export type Found = Session & { readonly name: string | null };

export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Doors that stay open for a while. Their tokens are made here and never kept. */
export class Sessions {
  readonly #world: World;
  readonly #store: Store;
  readonly #rules: SignInRules;

  constructor(world: World, store: Store, rules: SignInRules) {
    this.#world = world;
    this.#store = store;
    this.#rules = rules;
  }

  /** Opens a session under a token that nobody could know before. */
  async open(
    accountId: string | null,
    { stage, isStrong }: { stage: Stage; isStrong: boolean },
    { address, agent }: Caller,
  ): Promise<string> {
    const { clock, random } = this.#world;
    const [token, now] = [newSecret(random), clock.wallMs()];
    await addSession(this.#store.db, {
      tokenSha256: hashOf(token),
      id: newId('session', clock, random),
      accountId,
      stage,
      createdAt: now,
      seenAt: now,
      expiresAt: now + (stage === 'in' ? this.#rules.sessionMaxMs : HALF_MS),
      provedAt: now,
      strongAt: isStrong ? now : null,
      address,
      agent: agent.slice(0, AGENT_LETTERS),
    });
    return token;
  }

  /** The session of a token, whatever its stage; null when it is over. */
  async find(token: string): Promise<Found | null> {
    const now = this.#world.clock.wallMs();
    const found = await findSession(this.#store.db, hashOf(token));
    return found && found.expiresAt > now && found.seenAt + this.#rules.sessionIdleMs > now ? found : null;
  }

  /** Writes down that somebody was there `idleMs` ago. */
  async note(found: Found, idleMs: number): Promise<void> {
    const seenAt = this.#world.clock.wallMs() - Math.max(0, idleMs);
    if (seenAt - found.seenAt <= SEEN_WRITE_MS) return;
    // On a full disk people stay signed in; only the idle time is counted from earlier.
    await noteSession(this.#store.db, found.tokenSha256, seenAt).catch((error: unknown) =>
      this.#world.logger.warn('session not noted', { error: String(error) }),
    );
  }

  /** One step further, under a fresh token; the old one is worth nothing. Null: it was over meanwhile. */
  async advance(found: Found, { stage, isStrong }: { stage: Stage; isStrong: boolean }): Promise<string | null> {
    const { clock, random } = this.#world;
    const [token, now] = [newSecret(random), clock.wallMs()];
    const { name: _name, ...session } = found;
    const isEntering = found.stage !== 'in' && stage === 'in';
    const done = await advanceSession(this.#store.db, found.tokenSha256, {
      ...session,
      tokenSha256: hashOf(token),
      stage,
      seenAt: now,
      expiresAt: isEntering ? now + this.#rules.sessionMaxMs : found.expiresAt,
      provedAt: now,
      strongAt: isStrong ? now : found.strongAt,
    });
    return done ? token : null;
  }

  /** Until when a second factor that was proved in this session counts; null: it never was. */
  proofEnds({ accountId, strongAt, expiresAt }: Session): { strongUntil: number | null; freshUntil: number | null } {
    // Who printed the link has the machine; there is nothing more to prove.
    if (accountId === null) return { strongUntil: expiresAt, freshUntil: expiresAt };
    if (strongAt === null) return { strongUntil: null, freshUntil: null };
    const { strongMs, freshMs } = this.#rules;
    return { strongUntil: strongAt + strongMs, freshUntil: strongAt + Math.min(freshMs, strongMs) };
  }

  proofOf(session: Session): Proof {
    const now = this.#world.clock.wallMs();
    const { strongUntil, freshUntil } = this.proofEnds(session);
    return { isStrong: (strongUntil ?? 0) > now, isFresh: (freshUntil ?? 0) > now };
  }

  /** True when somebody gave all that was asked a few minutes ago. */
  isJustProved({ provedAt }: Session): boolean {
    return provedAt + this.#rules.freshMs > this.#world.clock.wallMs();
  }

  /** The open sessions of an account. */
  async of(accountId: string): Promise<Session[]> {
    const now = this.#world.clock.wallMs();
    const all = await sessionsOf(this.#store.db, accountId);
    return all.filter((one) => one.expiresAt > now && one.seenAt + this.#rules.sessionIdleMs > now);
  }

  end(token: string): Promise<void> {
    return dropSession(this.#store.db, hashOf(token));
  }

  endOne(accountId: string, id: string): Promise<boolean> {
    return dropSessionById(this.#store.db, accountId, id);
  }

  async endOthers(accountId: string, thisId: string): Promise<void> {
    await this.#store.transact((tx) => dropSessionsOf(tx, accountId, thisId));
  }

  /** Ends the sessions of an account, but for one: whoever holds another is out at the next request. */
  endAll(tx: Executor, accountId: string, butId: string | null = null): Promise<void> {
    return dropSessionsOf(tx, accountId, butId);
  }
}
