import type { Topic } from '../../http/contract.ts';

const hearers = new Set<(topics: readonly Topic[] | null) => void>();
let isTold = false;

/** True while the station says by itself what changed. */
export const isToldNews = (): boolean => isTold;

export function setTold(now: boolean): void {
  isTold = now;
}

/** Hears of topics that changed; null: everything may have. Gives back how to stop. */
export function hearNews(hear: (topics: readonly Topic[] | null) => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

export function tellNews(topics: readonly Topic[] | null): void {
  for (const hear of hearers) hear(topics);
}
