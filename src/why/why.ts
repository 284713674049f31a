import type { World } from '#kernel';
import type { Store } from '#store';
import type { Decision, Known } from './ports.ts';
import { type FactTrace, traceOf } from './trace.ts';
import { insertTraces, type Noted, trimTraces } from './trace-store.ts';

const DAY_MS = 86_400_000;
/** So long is remembered why something sounded or did not. */
export const KEPT_MS = 90 * DAY_MS;
/** News wait so long for other news: each writing waits for the disk. */
const WRITE_AFTER_MS = 1000;
/** More than this is not held in memory; what is too much is lost, and said so. */
const MOST_TRACES = 5000;
const MOST_LINES = 200_000;
const TRIMMED_AT_ONCE = 2000;

/** Something that a person did or that happened, in the words in which it will be told. */
export type Fact = Omit<FactTrace, 'what' | 'at' | 'broadcastId'> & { readonly broadcastId?: string };

/** Takes down why the air went as it did. Never in the way of the air: noting returns at once. */
export interface Why {
  start(): void;
  /** Writes what is left and waits for it. */
  stop(): Promise<void>;
  note(decisions: readonly Decision[], known: Known): void;
  fact(endpointIds: readonly string[], fact: Fact): void;
}

/**
 * The notebook of decisions. Equal decisions about many endpoints share one row; what was noted within a second is
 * written together. A full disk costs traces, nothing else: the reserve is not touched for them.
 */
export function createWhy({ world, store }: { world: World; store: Store }): Why {
  const { clock, logger } = world;
  let unwritten = new Map<string, { trace: Noted['trace']; endpointIds: string[] }>();
  let lines = 0;
  let lost = 0;
  let trimmedAt = Number.NEGATIVE_INFINITY;
  let stopping = new AbortController();
  let writing: Promise<void> | null = null;

  function put(trace: Noted['trace'], endpointIds: readonly string[]): void {
    const key = JSON.stringify(trace);
    const same = unwritten.get(key);
    if ((!same && unwritten.size >= MOST_TRACES) || lines + endpointIds.length > MOST_LINES) {
      lost += 1;
      return;
    }
    lines += endpointIds.length;
    if (same) same.endpointIds.push(...endpointIds);
    else unwritten.set(key, { trace, endpointIds: [...endpointIds] });
    writing ??= keepWriting();
  }

  async function keepWriting(): Promise<void> {
    while (unwritten.size > 0) {
      await clock.sleep(WRITE_AFTER_MS, stopping.signal);
      const page = [...unwritten.values()];
      unwritten = new Map();
      lines = 0;
      await write(page);
    }
    writing = null;
  }

  async function write(page: readonly Noted[]): Promise<void> {
    const tooMany = lost;
    lost = 0;
    try {
      await store.db.transaction().execute((tx) => insertTraces(tx, page.map(onceEach)));
      if (tooMany > 0) logger.warn('too many decisions at once: some are not kept', { lost: tooMany });
      await trim();
    } catch (error) {
      logger.error('decisions not written', { lost: page.length + tooMany, error: String(error) });
    }
  }

  /** Once a day, in portions, so that nobody waits long for the database. */
  async function trim(): Promise<void> {
    const now = clock.wallMs();
    if (Math.abs(now - trimmedAt) < DAY_MS) return;
    trimmedAt = now;
    const portion = () => store.db.transaction().execute((tx) => trimTraces(tx, now - KEPT_MS, TRIMMED_AT_ONCE));
    while ((await portion()) === TRIMMED_AT_ONCE);
  }

  return {
    start() {
      stopping = new AbortController();
    },
    async stop() {
      stopping.abort();
      await writing;
    },
    note(decisions, known) {
      // Most endpoints of a round share their decision: they are told apart before anything is spelled out.
      for (const same of Map.groupBy(decisions, sameDecision).values()) {
        const [first] = same;
        if (first)
          put(
            traceOf(first, known),
            same.map((one) => one.endpointId),
          );
      }
    },
    fact(endpointIds, { broadcastId = null, ...fact }) {
      if (endpointIds.length > 0) put({ what: 'fact', at: clock.wallMs(), broadcastId, ...fact }, endpointIds);
    },
  };
}

function onceEach(noted: Noted): Noted {
  return { ...noted, endpointIds: [...new Set(noted.endpointIds)] };
}

function sameDecision({ at, onAir, start, isReturn, preempted, expired, hindered }: Decision): string {
  return JSON.stringify([at, onAir, start, isReturn, preempted, expired, [...hindered]]);
}
