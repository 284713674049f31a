import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Topic } from '../../http/contract.ts';
import { hearNews, isToldNews } from './told.ts';

const EVERY_MS = 3000;

/** Something of the station that is shown and kept fresh. What was heard last stays until something newer comes. */
export interface Feed<Data> {
  readonly data: ReadonlySignal<Data | null>;
  /** The same, for whoever keeps what was known last. */
  readonly prime: Signal<unknown>;
  /** What the station calls it when it says that it changed; empty: it does not, and the feed is asked for every so often. */
  readonly topics: readonly Topic[];
  /** Asks now. Never throws: a silent station is told by `lostSince`. */
  refresh(): Promise<void>;
  forget(): void;
}

export function feed<Data>(ask: () => Promise<Data>, ...topics: readonly Topic[]): Feed<Data> {
  const data = signal<Data | null>(null);
  let asked = 0;
  let shown = 0;
  return {
    data,
    prime: data as Signal<unknown>,
    topics,
    async refresh() {
      const turn = ++asked;
      try {
        const fresh = await ask();
        // An answer that was overtaken by a later one is old news.
        if (turn < shown) return;
        shown = turn;
        data.value = fresh;
      } catch {
        // The client has noted the silence.
      }
    },
    forget() {
      shown = ++asked;
      data.value = null;
    },
  };
}

/** So seldom a list is asked for that the station tells of by itself: what only time changes is seen by then. */
const TOLD_MS = 30_000;
/** However fast the news come, a list is asked for no oftener than before there were any. */
const LEAST_MS = 3000;

/** Keeps a feed fresh while it is looked at: when the station says that it changed, else every so often. */
export function useFresh(live: Feed<unknown>, looking: boolean, everyMs = EVERY_MS): void {
  useEffect(() => {
    if (!looking) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let isBusy = false;
    let isWanted = false;
    let askedAt = Number.NEGATIVE_INFINITY;
    const plan = () => {
      clearTimeout(timer);
      const restMs = isToldNews() && live.topics.length > 0 ? TOLD_MS : everyMs;
      const leastMs = Math.max(0, askedAt + Math.min(everyMs, LEAST_MS) - performance.now());
      // What nobody sees is not asked for; who comes back asks at once.
      const isSeen = document.visibilityState === 'visible';
      if (!isOver) timer = setTimeout(turn, isWanted && isSeen ? leastMs : restMs);
    };
    const turn = async () => {
      clearTimeout(timer);
      if (isBusy) return;
      if (document.visibilityState === 'visible') {
        [isBusy, isWanted, askedAt] = [true, false, performance.now()];
        await live.refresh();
        isBusy = false;
      }
      plan();
    };
    const wake = () => {
      if (document.visibilityState === 'visible') void turn();
    };
    const deaf = hearNews((topics) => {
      if (topics !== null && !topics.some((topic) => live.topics.includes(topic))) return;
      isWanted = true;
      if (!isBusy && document.visibilityState === 'visible') plan();
    });
    document.addEventListener('visibilitychange', wake);
    void turn();
    return () => {
      isOver = true;
      clearTimeout(timer);
      deaf();
      document.removeEventListener('visibilitychange', wake);
    };
  }, [live, looking, everyMs]);
}
