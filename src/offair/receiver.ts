import type { ChildProcess, Clock, FetchAnswer, World } from '#kernel';
import { startDecoder } from './decode.ts';
import { Envelope } from './envelope.ts';
import type { OffAirPorts } from './ports.ts';
import type { Problem } from './words.ts';

/** Up to the first line of an answer, and between two pieces of sound. */
const ANSWER_MS = 10_000;
const STALL_MS = 10_000;
/** A connection that broke is tried again so much later, twice as late each time, up to the most. */
const AGAIN_MS = 1000;
const MOST_AGAIN_MS = 30_000;
/** A receiver sends as fast as it hears; what is sent faster (a file) is read no further ahead than this. */
const AHEAD_MS = 120_000;
/** So much went in and no sound came out: that is no sound. */
const BARREN_BYTES = 512 * 1024;
const FLUSH_MS = 1500;
/** What was heard in shorter connections proves nothing. */
const WORTH_MS = 3000;
/** A receiver that breaks more often than this is not one; what it gave so far counts. */
const MOST_CONNECTIONS = 100;

/** What one connection to the receiver gave. */
export interface Recorded {
  readonly envelope: Envelope;
  /** When the first byte of it came, epoch ms. Where a sound stands in the stream tells when it was heard, not when it came. */
  readonly beganAt: number;
}

export interface ReceiverParts {
  readonly world: World;
  readonly ffmpegPath: string;
  readonly ports: Pick<OffAirPorts, 'fetch' | 'mayReach'>;
  readonly url: URL;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Listens to one receiver until it is stopped, connecting again and again. Never throws for what the receiver does. */
export class Receiver {
  /** Connections that gave bytes, in order. */
  readonly recorded: Recorded[] = [];
  /** Over, with no connection and no child. */
  readonly over: Promise<void>;
  /** What went wrong last, with its values; null: nothing. */
  trouble: { readonly problem: Problem; readonly status?: number } | null = null;
  readonly #parts: ReceiverParts;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.over = this.#live();
  }

  /** True when sound up to that instant has been heard. */
  hasHeardUntil(at: number): boolean {
    return this.recorded.some(({ beganAt, envelope }) => beganAt + envelope.durationMs >= at);
  }

  /** Connections worth comparing. */
  worth(): Recorded[] {
    return this.recorded.filter(({ envelope }) => envelope.durationMs >= WORTH_MS);
  }

  async #live(): Promise<void> {
    const { world, signal } = this.#parts;
    let waitMs = AGAIN_MS;
    while (!signal.aborted && this.recorded.length < MOST_CONNECTIONS) {
      const before = this.worth().length;
      await this.#connect();
      if (this.trouble?.problem === 'address') return;
      waitMs = this.worth().length > before ? AGAIN_MS : Math.min(MOST_AGAIN_MS, waitMs * 2);
      await world.clock.sleep(waitMs, signal);
    }
  }

  async #connect(): Promise<void> {
    const { ports, url, world, signal } = this.#parts;
    const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    const life = new AbortController();
    const onAbort = () => life.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const headers = { 'user-agent': 'LoaXa off air', accept: '*/*', 'icy-metadata': '0' };
      const mayReach = (address: string) => ports.mayReach(address, port);
      const asked = ports.fetch({ url, headers, mayReach, signal: life.signal });
      const answer = await within(world.clock, ANSWER_MS, asked);
      if (signal.aborted) return;
      if (answer === 'late') this.trouble = { problem: 'unreachable' };
      else if ('failed' in answer)
        this.trouble = { problem: answer.failed === 'refused_address' ? 'address' : 'unreachable' };
      else if (answer.status !== 200) this.trouble = { problem: 'status', status: answer.status };
      else await this.#hear(answer);
    } catch (error) {
      this.trouble = { problem: 'unreachable' };
      world.logger.warn('off air: a connection failed', { host: url.host, error: String(error) });
    } finally {
      signal.removeEventListener('abort', onAbort);
      life.abort();
    }
  }

  async #hear(answer: Extract<FetchAnswer, { status: number }>): Promise<void> {
    const { world, ffmpegPath, signal } = this.#parts;
    const { clock, processes } = world;
    const envelope = new Envelope();
    let isBegun = false;
    let child: ChildProcess | null = null;
    let bytes = 0;
    let beganMonoMs = 0;
    const chunks = answer.body[Symbol.asyncIterator]();
    const stopped = new Promise<'stopped'>((resolve) => {
      signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    try {
      this.trouble = { problem: 'nothing' };
      for (;;) {
        const chunk = await Promise.race([within(clock, STALL_MS, chunks.next()), stopped]);
        if (typeof chunk === 'string' || chunk.done || signal.aborted) break;
        if (chunk.value.length === 0) continue;
        if (!isBegun) {
          isBegun = true;
          this.recorded.push({ envelope, beganAt: clock.wallMs() });
          beganMonoMs = clock.monoMs();
          child = startDecoder({ processes, ffmpegPath, onPcm: (samples) => envelope.push(samples) });
        }
        bytes += chunk.value.length;
        if ((await this.#give(child, chunk.value)) !== true) break;
        if (envelope.frames === 0 && bytes > BARREN_BYTES) break;
        await this.#hold(() => envelope.durationMs - (clock.monoMs() - beganMonoMs));
      }
    } catch {
      // It broke: what came before counts, and it is tried again.
    } finally {
      answer.close();
      await this.#finish(child);
    }
    if (bytes > 0) this.trouble = { problem: envelope.frames === 0 ? 'undecodable' : 'gaps' };
  }

  /** Answers true when the decoder took it. */
  async #give(child: ChildProcess | null, bytes: Uint8Array): Promise<boolean> {
    if (child === null) return false;
    const written = child.write(bytes).then(
      () => true,
      () => false,
    );
    return (await within(this.#parts.world.clock, STALL_MS, written)) === true;
  }

  async #hold(aheadMs: () => number): Promise<void> {
    const { world, signal } = this.#parts;
    while (!signal.aborted && aheadMs() > AHEAD_MS) await world.clock.sleep(1000, signal);
  }

  /** Lets the decoder say what it still has, and waits until it is gone. */
  async #finish(child: ChildProcess | null): Promise<void> {
    if (!child) return;
    child.endInput();
    if ((await within(this.#parts.world.clock, FLUSH_MS, child.ended)) === 'late') child.kill();
    await child.ended;
  }
}

/** What `work` gives, or "late" after so many milliseconds; it then goes on unheard. */
async function within<Result>(clock: Clock, ms: number, work: Promise<Result>): Promise<Result | 'late'> {
  const over = new AbortController();
  try {
    const late = clock.sleep(ms, over.signal).then((): 'late' => 'late');
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}
