import type { Feed } from './feed.ts';

/** The feeds that are open, by id: whoever makes sound opens one, whoever carries it waits for it here. */
export class FeedBook {
  readonly #feeds = new Map<string, Feed>();
  readonly #waiting = new Map<string, Set<(feed: Feed) => void>>();

  /** Puts a feed where those who wait for its id find it. An earlier one of the same id is over. */
  open(feed: Feed): void {
    this.#feeds.get(feed.id)?.end();
    this.#feeds.set(feed.id, feed);
    for (const take of [...(this.#waiting.get(feed.id) ?? [])]) take(feed);
  }

  /** Ends a feed and forgets it. Those who hear it hear its end. */
  close(id: string): void {
    this.#feeds.get(id)?.end();
    this.#feeds.delete(id);
  }

  find(id: string): Feed | null {
    return this.#feeds.get(id) ?? null;
  }

  /** Gives the feed of that id now, and each later one of that id, until the given function is called. */
  await(id: string, take: (feed: Feed) => void): () => void {
    const takers = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, takers);
    takers.add(take);
    const feed = this.#feeds.get(id);
    if (feed) take(feed);
    return () => {
      takers.delete(take);
      if (takers.size === 0) this.#waiting.delete(id);
    };
  }
}
