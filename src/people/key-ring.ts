import { createHash } from 'node:crypto';
import { newId, notFound, StationError, type World } from '#kernel';
import type { Store } from '#store';
import { type ApiKey, coveredBy, isApiKey, KEY_DAYS, keyState, neverInAKey, newApiKey, warningDue } from './api-key.ts';
import type { Doorkeeper, Parents } from './doorkeeper.ts';
import { insertKey, keyByHash, listKeys, noteKeyUsed, noteKeyWarned, revokeKey } from './key-store.ts';
import { type Right, VERBS } from './rights.ts';
import { isProvedFor } from './strength.ts';
import type { Visitor } from './ways-in.ts';

/** What somebody asks who wants a key. */
export interface KeyRequest {
  readonly name: string;
  readonly rights: readonly Right[];
  readonly days: number;
  /** The system that will send emergencies with it: named, or it cannot. */
  readonly emergencySystem: string | null;
}

interface Parts {
  readonly world: World;
  readonly store: Store;
  /** What somebody may do now. */
  readonly rightsOf: Doorkeeper['rightsOf'];
  readonly parents: Parents;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3600_000;
/** A link that the administrator printed has no account whose rights a key could borrow. */
const LINK_OWNER = 'link';
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** The keys by which programs come in: each borrows some of its maker's rights, for a while. Keeps only hashes. */
export class KeyRing {
  readonly #parts: Parts;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks every hour which keys end soon. */
  start(): void {
    this.#stopping = new AbortController();
    this.#loop = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Makes a key; it is shown here and never again. Throws KEY_ACCOUNT_NEEDED, KEY_VERB, KEY_EMERGENCY, KEY_BEYOND, SECOND_FACTOR_NEEDED. */
  async make(maker: Visitor, asked: KeyRequest): Promise<{ readonly key: ApiKey; readonly secret: string }> {
    const { world, store } = this.#parts;
    if (maker.owner === LINK_OWNER) throw new StationError('KEY_ACCOUNT_NEEDED');
    const never = neverInAKey(asked.rights);
    if (never !== null) throw new StationError('KEY_VERB', { what: VERBS[never] });
    // A key outlives the session: what needs a second factor is not given away without one.
    if (!asked.rights.every(({ verb }) => isProvedFor(maker, verb))) throw new StationError('SECOND_FACTOR_NEEDED');
    const sendsAlarms = asked.rights.some(({ verb }) => verb === 'emergency');
    if (sendsAlarms !== (asked.emergencySystem !== null)) throw new StationError('KEY_EMERGENCY');
    const held = await this.#parts.rightsOf(maker);
    const covered = coveredBy(asked.rights, held, await this.#parts.parents());
    const beyond = asked.rights.find((right) => !covered.includes(right));
    if (beyond) throw new StationError('KEY_BEYOND', { what: VERBS[beyond.verb] });
    const createdAt = world.clock.wallMs();
    const key: ApiKey = {
      id: newId('key', world.clock, world.random),
      accountId: maker.owner,
      accountName: maker.name ?? '',
      name: asked.name,
      rights: asked.rights,
      emergencySystem: asked.emergencySystem,
      createdAt,
      expiresAt: createdAt + Math.min(asked.days, KEY_DAYS.most) * DAY_MS,
      lastUsedAt: null,
      revokedAt: null,
      warnedDays: null,
    };
    const secret = newApiKey(world.random);
    await store.transact((tx) => insertKey(tx, key, hashOf(secret)));
    return { key, secret };
  }

  /** The keys of one person, or of everybody (null). */
  list(accountId: string | null): Promise<ApiKey[]> {
    return listKeys(this.#parts.store.db, accountId);
  }

  /** Ends a key: one of that person, or anybody's (null). Throws NOT_FOUND. */
  async revoke(id: string, accountId: string | null): Promise<void> {
    const { world, store } = this.#parts;
    const isDone = await store.transact((tx) => revokeKey(tx, id, accountId, world.clock.wallMs()));
    if (!isDone) throw notFound('key');
  }

  /**
   * Who comes with this key: its maker, with no more than its scope. Null when it is none, or does not open any more.
   * What the maker still holds is asked at each use, by whoever asks for the visitor's rights.
   */
  async visitorOf(secret: string): Promise<Visitor | null> {
    if (!isApiKey(secret)) return null;
    const { world, store } = this.#parts;
    const now = world.clock.wallMs();
    const key = await keyByHash(store.db, hashOf(secret));
    if (!key || !['good', 'ending'].includes(keyState(key, now))) return null;
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    if (key.lastUsedAt !== hour) {
      // On a full disk the key still opens.
      await noteKeyUsed(store.db, key.id, hour).catch((error: unknown) =>
        world.logger.warn('the use of a key was not noted', { keyId: key.id, error: String(error) }),
      );
    }
    const { id, name, rights } = key;
    // A program has no phone: what it may do without one is what its key says.
    const proof = { isStrong: true, isFresh: true };
    return { owner: key.accountId, name: key.accountName, key: { id, name, rights }, ...proof };
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { world } = this.#parts;
    do {
      await this.#warn().catch((error: unknown) =>
        world.logger.error('keys could not be looked at', { error: String(error) }),
      );
    } while (await world.clock.sleep(HOUR_MS, signal));
  }

  async #warn(): Promise<void> {
    const { world, store } = this.#parts;
    for (const key of await this.list(null)) {
      const days = warningDue(key, world.clock.wallMs());
      if (days === null) continue;
      const { id: keyId, name, accountName, expiresAt } = key;
      world.logger.warn('an API key ends soon', { keyId, name, accountName, days, expiresAt });
      await noteKeyWarned(store.db, keyId, days);
    }
  }
}
