import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const EVERY_MS = 3000;

/** Something of the station that is shown and kept fresh. What was heard last stays until something newer comes. */
export interface Feed<Data> {
  readonly data: ReadonlySignal<Data | null>;
  /** Asks now. Never throws: a silent station is told by `lostSince`. */
  refresh(): Promise<void>;
  forget(): void;
}

export function feed<Data>(ask: () => Promise<Data>): Feed<Data> {
  const data = signal<Data | null>(null);
  let asked = 0;
  let shown = 0;
  return {
    data,
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

/** Keeps a feed fresh while it is looked at. */
export function useFresh(live: Feed<unknown>, looking: boolean, everyMs = EVERY_MS): void {
  useEffect(() => {
    if (!looking) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const turn = async () => {
      if (document.visibilityState === 'visible') await live.refresh();
      if (!over) timer = setTimeout(turn, everyMs);
    };
    const wake = () => {
      if (document.visibilityState === 'visible') void live.refresh();
    };
    document.addEventListener('visibilitychange', wake);
    void turn();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [live, looking, everyMs]);
}
