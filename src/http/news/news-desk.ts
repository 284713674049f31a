import type { World } from '#kernel';
import type { NewsMessage, Topic } from '../contract.ts';
import { topicsOf } from './topics.ts';

/** A console that listens. */
export interface NewsLine {
  send(text: string): void;
  /** Ends it at once: a console that does not read is let go, and asks for everything when it comes back. */
  drop(): void;
  bufferedBytes(): number;
}

/** What is said in one breath: a broadcast to forty villages is one word. */
const GATHER_MS = 300;
/** A silent line is told the number so often: middle boxes keep it open, and a console sees that it lives. */
const BEAT_MS = 20_000;
/** Hundreds of words that nobody read. */
const MOST_BUFFERED_BYTES = 32 * 1024;
/** As many consoles as a province has communes on one station; the next one polls. */
const MOST_LINES = 500;

/** Tells consoles which parts of the station changed, and nothing else: they ask for what they show, by their rights. */
export class NewsDesk {
  readonly #world: Pick<World, 'clock' | 'random'>;
  readonly #lines = new Map<NewsLine, ReadonlySet<Topic>>();
  readonly #life: string;
  #waiting = new Set<Topic>();
  #number = 0;
  readonly #stopping = new AbortController();
  #beating: Promise<void> | null = null;

  constructor(world: Pick<World, 'clock' | 'random'>) {
    this.#world = world;
    this.#life = Buffer.from(world.random.bytes(9)).toString('base64url');
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#beating;
    for (const line of [...this.#lines.keys()]) line.drop();
    this.#lines.clear();
  }

  hasRoom(): boolean {
    return this.#lines.size < MOST_LINES;
  }

  /** Lets a console listen to these topics; gives back how it stops. The first word says where the count stands. */
  accept(line: NewsLine, heard: ReadonlySet<Topic>): () => void {
    this.#lines.set(line, heard);
    this.#beating ??= this.#beat();
    this.#send(line, { life: this.#life, number: this.#number, now: this.#world.clock.wallMs() });
    return () => this.#lines.delete(line);
  }

  /** What a console says: its own clock, to learn by the answer how far ours is ahead. Anything else ends the line. */
  asked(line: NewsLine, text: string): void {
    const at = /^\{"asked":(\d{1,13}(?:\.\d{1,6})?)\}$/.exec(text)?.[1];
    if (at === undefined) line.drop();
    else this.#send(line, { asked: Number(at), now: this.#world.clock.wallMs() });
  }

  written(tables: ReadonlySet<string>): void {
    this.touch(topicsOf(tables));
  }

  touch(topics: Iterable<Topic>): void {
    const isFirst = this.#waiting.size === 0;
    for (const topic of topics) this.#waiting.add(topic);
    if (!isFirst || this.#waiting.size === 0) return;
    // Who comes later sees by the number that something happened.
    if (this.#lines.size > 0) void this.#tellSoon();
    else this.#nextBatch();
  }

  async #tellSoon(): Promise<void> {
    await this.#world.clock.sleep(GATHER_MS, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    const topics = this.#nextBatch();
    for (const [line, heard] of this.#lines) {
      // Who may hear of none of it is told the number only: it misses nothing.
      this.#send(line, { number: this.#number, topics: [...topics].filter((topic) => heard.has(topic)) });
    }
  }

  #nextBatch(): ReadonlySet<Topic> {
    const topics = this.#waiting;
    this.#waiting = new Set();
    this.#number += 1;
    return topics;
  }

  async #beat(): Promise<void> {
    while (this.#lines.size > 0 && (await this.#world.clock.sleep(BEAT_MS, this.#stopping.signal))) {
      for (const line of this.#lines.keys()) this.#send(line, { number: this.#number, topics: [] });
    }
    this.#beating = null;
  }

  #send(line: NewsLine, message: NewsMessage): void {
    if (line.bufferedBytes() > MOST_BUFFERED_BYTES) {
      this.#lines.delete(line);
      line.drop();
    } else line.send(JSON.stringify(message));
  }
}
