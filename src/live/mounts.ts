import { createHash, timingSafeEqual } from 'node:crypto';
import type { SourceFormat } from '#feed';
import { newId, newSecret, notFound, StationError, type World } from '#kernel';
import type { Visitor } from '#people';
import type { Store } from '#store';
import { findMount, insertMount, type Mount, mountsOf, noteMountUsed, writeRevoked } from './live-store.ts';

/** A person who came by a one-time link has no account, and nothing can be kept for them. */
export const LINK_OWNER = 'link';
const SECRET_BITS = 128;
const DAY_MS = 86_400_000;
const HOUR_MS = 3600_000;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** What encoder programs say they send, and how ffmpeg calls it. */
const FORMATS: Readonly<Record<string, Exclude<SourceFormat['format'], 's16le'>>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
  'application/ogg': 'ogg',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/flac': 'flac',
};

/** The format behind a content type; throws LIVE_FORMAT. */
export function formatOf(contentType: string): SourceFormat {
  const format = FORMATS[contentType.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined) throw new StationError('LIVE_FORMAT', { format: contentType.slice(0, 100) || '-' });
  return { format };
}

/** The mounts: who may send sound where, with a password that is shown once and kept as a hash. */
export class MountBook {
  readonly #world: World;
  readonly #store: Store;

  constructor(world: World, store: Store) {
    this.#world = world;
    this.#store = store;
  }

  /** A place for one person's program, for so many days. Its password is shown here and never again. */
  async add(visitor: Visitor, name: string, days: number): Promise<{ mount: Mount; password: string }> {
    if (visitor.owner === LINK_OWNER) throw new StationError('LIVE_ACCOUNT_NEEDED');
    const { clock, random } = this.#world;
    const password = newSecret(random, SECRET_BITS);
    const createdAt = clock.wallMs();
    const mount: Mount = {
      id: newId('mount', clock, random),
      accountId: visitor.owner,
      name,
      secretSha256: hashOf(password).toString('hex'),
      createdAt,
      revokedAt: null,
      expiresAt: createdAt + days * DAY_MS,
      lastUsedAt: null,
    };
    await this.#store.transact((tx) => insertMount(tx, mount));
    return { mount, password };
  }

  list(visitor: Visitor): Promise<Mount[]> {
    return mountsOf(this.#store.db, visitor.owner);
  }

  /** One of the visitor's own mounts. */
  async own(visitor: Visitor, id: string): Promise<Mount> {
    const mount = await findMount(this.#store.db, id);
    if (mount?.accountId !== visitor.owner) throw notFound('mount');
    return mount;
  }

  async revoke(visitor: Visitor, id: string): Promise<void> {
    await this.own(visitor, id);
    await this.#store.transact((tx) => writeRevoked(tx, id, this.#world.clock.wallMs()));
  }

  /** True while a mount is neither revoked nor over. */
  async isOpen(id: string): Promise<boolean> {
    const mount = await findMount(this.#store.db, id);
    return mount !== null && this.#world.clock.wallMs() < mount.expiresAt;
  }

  /**
   * The mount that this password opens. Throws LIVE_MOUNT_WRONG without saying what was wrong, and LIVE_MOUNT_OVER to who
   * knows the password of one whose days are over.
   */
  async enter(id: string, password: string): Promise<Mount> {
    const mount = await findMount(this.#store.db, id);
    const isRight = timingSafeEqual(hashOf(password), Buffer.from(mount?.secretSha256 ?? '0'.repeat(64), 'hex'));
    if (!mount || !isRight) throw new StationError('LIVE_MOUNT_WRONG');
    const now = this.#world.clock.wallMs();
    if (mount.expiresAt <= now) throw new StationError('LIVE_MOUNT_OVER', { name: mount.name });
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    if (mount.lastUsedAt !== hour) {
      // On a full disk the voice still comes through.
      await noteMountUsed(this.#store.db, id, hour).catch((error: unknown) =>
        this.#world.logger.warn('the use of a mount was not noted', { id, error: String(error) }),
      );
    }
    return mount;
  }
}
