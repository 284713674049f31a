import { createHash, timingSafeEqual } from 'node:crypto';
import type { SourceFormat } from '#feed';
import { newId, newSecret, notFound, StationError, type World } from '#kernel';
import type { Visitor } from '#people';
import type { Store } from '#store';
import { findMount, insertMount, type Mount, mountsOf, writeRevoked } from './live-store.ts';

/** A person who came by a one-time link has no account, and nothing can be kept for them. */
export const LINK_OWNER = 'link';
const SECRET_BITS = 128;
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

  async add(visitor: Visitor, name: string): Promise<{ mount: Mount; password: string }> {
    if (visitor.owner === LINK_OWNER) throw new StationError('LIVE_ACCOUNT_NEEDED');
    const { clock, random } = this.#world;
    const password = newSecret(random, SECRET_BITS);
    const mount: Mount = {
      id: newId('mount', clock, random),
      accountId: visitor.owner,
      name,
      secretSha256: hashOf(password).toString('hex'),
      createdAt: clock.wallMs(),
      revokedAt: null,
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

  /** The mount that this password opens; throws LIVE_MOUNT_WRONG without saying what was wrong. */
  async enter(id: string, password: string): Promise<Mount> {
    const mount = await findMount(this.#store.db, id);
    const isRight = timingSafeEqual(hashOf(password), Buffer.from(mount?.secretSha256 ?? '0'.repeat(64), 'hex'));
    if (!mount || !isRight) throw new StationError('LIVE_MOUNT_WRONG');
    return mount;
  }
}
