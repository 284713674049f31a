/** What a console knows of what it was told. Pure. */
import type { NewsMessage, Topic } from '../../http/contract.ts';

/** How far the count of the station's news stood, and in which life of the station. */
export interface Known {
  readonly life: string;
  readonly number: number;
}

/** What must be asked for now: nothing, some topics, or everything, because something was missed. */
export type Stale = 'nothing' | 'all' | readonly Topic[];

/** Takes in one message. Whoever hears the same number again after a cut has missed nothing. */
export function takeNews(
  known: Known | null,
  message: NewsMessage,
): { readonly known: Known | null; readonly stale: Stale } {
  if ('asked' in message) return { known, stale: 'nothing' };
  const { number } = message;
  if ('life' in message) {
    const isSame = known?.life === message.life && known.number === number;
    return { known: { life: message.life, number }, stale: isSame ? 'nothing' : 'all' };
  }
  if (known === null) return { known, stale: 'all' };
  const next = { ...known, number };
  if (number === known.number) return { known, stale: 'nothing' };
  if (number !== known.number + 1) return { known: next, stale: 'all' };
  return { known: next, stale: message.topics.length === 0 ? 'nothing' : message.topics };
}

/** Reads a line of the wire; null: not ours. */
export function readNews(text: unknown): NewsMessage | null {
  try {
    const message: unknown = JSON.parse(String(text));
    return typeof message === 'object' && message !== null && ('number' in message || 'asked' in message)
      ? (message as NewsMessage)
      : null;
  } catch {
    return null;
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** How long to wait before the line is tried again; spread, so that a station that comes back is not met by all at once. */
export function waitBefore(tries: number, chance: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 10), LONGEST_WAIT_MS) * (0.5 + chance / 2);
}
