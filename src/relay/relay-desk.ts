import { Feed, type FeedBook, isOurMp3 } from '#feed';
import { type Bilingual, civilOf, type Fetch, type Values, type World } from '#kernel';
import type { Executor } from '#store';
import { type CheckDue, checksAt, type Need, needsAt, nextChangeAt, relaysIn } from './desk-plan.ts';
import { openDoor } from './door.ts';
import { tellFact } from './facts.ts';
import type { RelayFact, RelayPorts } from './ports.ts';
import type { Probe } from './probe-result.ts';
import { RelayRun, type RunState, type RunTurn } from './relay-run.ts';
import { mayRelay } from './relay-source.ts';
import { findRelays, type KeptRelay } from './relay-store.ts';
import { type Trouble, tellTrouble, trouble } from './words.ts';

/** So long after its capture a relayed sound is heard everywhere. */
const DELAY_MS = 5000;
/** A broadcast that was accepted without a word to us is found within this. */
const LONGEST_NAP_MS = 10_000;

export interface DeskParts {
  readonly world: World;
  readonly db: Executor;
  readonly ffmpegPath: string | null;
  readonly feeds: FeedBook;
  readonly fetch: Fetch;
  readonly ports: RelayPorts;
  readonly zone: string;
  readonly ownPorts: readonly number[];
  /** Tries a source and keeps what was found. */
  readonly check: (relay: KeptRelay) => Promise<Probe>;
}

interface OpenRelay {
  readonly relay: KeptRelay;
  readonly feed: Feed;
  readonly run: RelayRun;
  readonly hasFallback: boolean;
  broadcastIds: readonly string[];
}

/** Opens each source ahead of its programmes, tries it before, and closes it after. */
export class RelayDesk {
  readonly #parts: DeskParts;
  readonly #open = new Map<string, OpenRelay>();
  /** Checks done, and refusals told, of programmes that are still to come; each with its broadcast. */
  readonly #done = new Map<string, string>();
  readonly #checking = new Set<Promise<void>>();
  readonly #over = new AbortController();
  #nap = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#work = this.#keepTime();
  }

  /** Resolves when every source is closed. */
  async stop(): Promise<void> {
    this.#over.abort();
    this.wake();
    await this.#work;
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)));
    await Promise.all(this.#checking);
  }

  /** Something new is coming, or is not coming any more. */
  wake(): void {
    this.#nap.abort();
  }

  /** How an open source stands; null when it is not open. */
  stateOf(relayId: string): { readonly state: RunState; readonly trouble: Trouble | null } | null {
    const open = this.#open.get(relayId);
    return open ? { state: open.run.state, trouble: open.run.lastTrouble } : null;
  }

  /** A source was changed: if it is open it begins anew with what is said of it now. */
  async changed(relayId: string): Promise<void> {
    await this.#close(relayId);
    this.wake();
  }

  /** What may stand in is not what it was: a source that is open with another stand-in begins anew. */
  async fallbackChanged(): Promise<void> {
    for (const { relay, hasFallback } of [...this.#open.values()]) {
      if (relay.fallbackRecordingId === null || ((await this.#fallbackOf(relay)) !== null) === hasFallback) continue;
      await this.changed(relay.id);
    }
  }

  async #keepTime(): Promise<void> {
    const { clock, logger } = this.#parts.world;
    while (!this.#over.signal.aborted) {
      this.#nap = new AbortController();
      await this.#round().catch((error) => logger.error('the relay desk failed a round', { error: String(error) }));
      const now = clock.wallMs();
      const next = nextChangeAt(relaysIn(this.#parts.ports.upcoming()), now);
      if (this.#over.signal.aborted) return;
      await clock.sleep(Math.min(LONGEST_NAP_MS, (next ?? Number.POSITIVE_INFINITY) - now), this.#nap.signal);
    }
  }

  async #round(): Promise<void> {
    const now = this.#parts.world.clock.wallMs();
    const upcoming = relaysIn(this.#parts.ports.upcoming());
    const needs = needsAt(upcoming, now);
    for (const id of [...this.#open.keys()]) if (!needs.has(id)) await this.#close(id);
    const checks = checksAt(upcoming, now).filter((one) => !this.#done.has(one.key));
    const wanted = [...needs.keys(), ...checks.map((one) => one.relayId)];
    if (wanted.length > 0) {
      const relays = await findRelays(this.#parts.db, wanted);
      for (const [id, need] of needs) await this.#serve(relays.get(id), need, id);
      for (const check of checks) this.#check(relays.get(check.relayId), check);
    }
    const coming = new Set(upcoming.map((one) => one.broadcastId));
    for (const [key, broadcastId] of this.#done) if (!coming.has(broadcastId)) this.#done.delete(key);
  }

  async #serve(relay: KeptRelay | undefined, need: Need, id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open && relay && isSameSource(open.relay, relay)) {
      open.broadcastIds = need.broadcastIds;
      return;
    }
    await this.#close(id);
    if (!relay || this.#over.signal.aborted) return;
    const { world, ffmpegPath, feeds, fetch, ports, zone, ownPorts } = this.#parts;
    const { date } = civilOf(world.clock.wallMs(), zone);
    if (!mayRelay(relay, date)) return this.#noteOnce(relay, need.broadcastIds, 'outside_dates', { date });
    if (ffmpegPath === null) return this.#noteOnce(relay, need.broadcastIds, 'no_decoder');
    if (ports.isMourning(date)) this.#noteOnce(relay, need.broadcastIds, 'mourning');
    const fallback = await this.#fallbackOf(relay);
    if (this.#over.signal.aborted || this.#open.has(id)) return;
    const { clock, random, processes } = world;
    const feed = new Feed({ id, clock, delayMs: DELAY_MS });
    feeds.open(feed);
    const note = (fact: RelayFact['fact'], values: Values = {}) =>
      this.#note(relay, this.#open.get(id)?.broadcastIds ?? need.broadcastIds, fact, values, fallback !== null);
    note('opened');
    const run = new RelayRun({
      ...{ clock, random, processes, ffmpegPath, feed, fallback },
      door: openDoor(fetch, clock, { privateAllowed: relay.privateAllowed, ownPorts }),
      url: relay.url,
      silenceMs: relay.silenceMs,
      onTurn: (turn, why) => note(FACT_OF_TURN[turn], turnValues(relay, why)),
    });
    this.#open.set(id, { relay, feed, run, hasFallback: fallback !== null, broadcastIds: need.broadcastIds });
  }

  async #fallbackOf({ fallbackRecordingId: id }: KeptRelay): Promise<Uint8Array | null> {
    if (id === null) return null;
    const { logger } = this.#parts.world;
    const bytes = await this.#parts.ports.shelf.mp3(id).catch((error) => {
      logger.warn('a fallback recording cannot be read', { recordingId: id, error: String(error) });
      return null;
    });
    return bytes && isOurMp3(bytes) ? bytes : null;
  }

  async #close(id: string): Promise<void> {
    const open = this.#open.get(id);
    if (!open) return;
    this.#open.delete(id);
    // A later feed of that id is not ours to end.
    if (this.#parts.feeds.find(id) === open.feed) this.#parts.feeds.close(id);
    await open.run.stop();
    this.#note(open.relay, open.broadcastIds, 'closed');
  }

  #check(relay: KeptRelay | undefined, due: CheckDue): void {
    this.#done.set(due.key, due.broadcastId);
    if (!relay) return;
    const { date } = civilOf(this.#parts.world.clock.wallMs(), this.#parts.zone);
    if (!mayRelay(relay, date)) {
      this.#noteOnce(relay, [due.broadcastId], 'outside_dates', { date });
      return;
    }
    // What is on the air is being listened to already.
    if (this.#open.has(relay.id)) return;
    const work = this.#parts
      .check(relay)
      .then(({ isGood, text }) => {
        this.#note(relay, [due.broadcastId], isGood ? 'check_good' : 'check_bad', { result: text });
      })
      .catch((error) => this.#parts.world.logger.error('a relay check failed', { error: String(error) }))
      .finally(() => this.#checking.delete(work));
    this.#checking.add(work);
  }

  #noteOnce(relay: KeptRelay, broadcastIds: readonly string[], fact: RelayFact['fact'], values: Values = {}): void {
    const [broadcastId = ''] = broadcastIds;
    const key = `${relay.id} ${broadcastId} ${fact}`;
    if (this.#done.has(key)) return;
    this.#done.set(key, broadcastId);
    this.#note(relay, broadcastIds, fact, values);
  }

  #note(
    relay: KeptRelay,
    broadcastIds: readonly string[],
    fact: RelayFact['fact'],
    values: Values = {},
    hasFallback = false,
  ): void {
    const text = tellFact(fact, { name: relay.name, ...values }, hasFallback);
    this.#parts.ports.note({ fact, at: this.#parts.world.clock.wallMs(), relayId: relay.id, broadcastIds, text });
  }
}

/** True when nothing differs that matters while it is open. */
function isSameSource(a: KeptRelay, b: KeptRelay): boolean {
  const keys = ['url', 'silenceMs', 'fallbackRecordingId', 'privateAllowed'] as const;
  return keys.every((key) => a[key] === b[key]);
}

const FACT_OF_TURN = {
  silent: 'source_silent',
  lost: 'source_lost',
  back: 'source_back',
  connected: 'connected',
  disconnected: 'disconnected',
} as const satisfies Record<RunTurn, RelayFact['fact']>;

function turnValues(relay: KeptRelay, why: Trouble | null): { seconds: number; problem: Bilingual } {
  return { seconds: Math.round(relay.silenceMs / 1000), problem: tellTrouble(why ?? trouble('ended')) };
}
