import { type Clock, newSecret, type Random, StationError } from '#kernel';

const LASTS_MS = 60_000;
const MOST_OPEN = 100;

interface Link {
  readonly copy: string;
  readonly owner: string;
  readonly untilMonoMs: number;
}

/** Links that open one copy for one person, once, within a minute: a copy holds the keys of the station. */
export class DownloadLinks {
  readonly #world: { readonly clock: Clock; readonly random: Random };
  readonly #open = new Map<string, Link>();

  constructor(world: { readonly clock: Clock; readonly random: Random }) {
    this.#world = world;
  }

  give(copy: string, owner: string): string {
    const { clock, random } = this.#world;
    const secret = newSecret(random, 128);
    this.#open.set(secret, { copy, owner, untilMonoMs: clock.monoMs() + LASTS_MS });
    for (const old of [...this.#open.keys()].slice(0, -MOST_OPEN)) this.#open.delete(old);
    return secret;
  }

  /** Throws BACKUP_LINK_OVER unless this link opens this copy for this person, now and never again. */
  take(secret: string, copy: string, owner: string): void {
    const link = this.#open.get(secret);
    this.#open.delete(secret);
    const isGood = link?.copy === copy && link.owner === owner && this.#world.clock.monoMs() <= link.untilMonoMs;
    if (!isGood) throw new StationError('BACKUP_LINK_OVER');
  }
}
