import type { RunningOrder } from '#broadcast';
import { sleepUntilWall, type World } from '#kernel';
import { type Comparison, comparing } from './compare.ts';
import type { Envelope } from './envelope.ts';
import { LATEST_MS } from './lag.ts';
import type { OffAirPorts } from './ports.ts';
import { Receiver } from './receiver.ts';
import { canBeCompared, referenceOf } from './reference.ts';
import { shapeOf } from './shape.ts';
import { cannotTell, type Verdict } from './verdict.ts';
import type { Problem } from './words.ts';

/** The receiver is connected to so long before the start: a stream takes a moment to come. */
const EARLY_MS = 8000;
/** After the end it is looked so often whether all has come, and whether all has been recognised already. */
const WAIT_MS = 500;
const LOOK_MS = 3000;
/** A comparison lets others work after so long. */
const TURN_MS = 8;
/** Longer ones are compared once only, when the latest lag is over. */
const LONG_MS = 1800_000;
/** From the latest lag on: the answer comes within so long. */
const ANSWER_MS = 10_000;
/** Nobody has said that it is over, though its running order has been for so long: the receiver is given up. */
const FORGOTTEN_MS = 600_000;
const MOST_URL_CHARACTERS = 2000;

export interface EarParts {
  readonly world: World;
  readonly ffmpegPath: string;
  readonly ports: OffAirPorts;
  readonly station: { readonly id: string; readonly offAirUrl: string };
  readonly order: RunningOrder;
  readonly startAt: number;
  readonly fromMs: number;
}

/** One receiver that listens for one broadcast, and what that broadcast should sound like. */
export class Ear {
  /** Everything is over: connection, children, waiting. */
  readonly over: Promise<void>;
  readonly #parts: EarParts;
  readonly #url: URL | null;
  /** Ends the listening; what was heard is kept. */
  readonly #heard = new AbortController();
  /** Ends everything. */
  readonly #life = new AbortController();
  readonly #reference: Promise<Envelope | null>;
  #receiver: Receiver | null = null;
  #isStopped: boolean = false;

  constructor(parts: EarParts) {
    this.#parts = parts;
    this.#url = receiverUrl(parts.station.offAirUrl);
    this.#life.signal.addEventListener('abort', () => this.#heard.abort(), { once: true });
    if (this.#url === null || !canBeCompared(parts.order)) this.#life.abort();
    this.#reference = this.#makeReference();
    this.over = Promise.all([this.#listen(), this.#reference, this.#forget()]).then(() => undefined);
  }

  async end(endAt: number): Promise<Verdict> {
    const { world, order } = this.#parts;
    if (this.#url === null) return cannotTell('form');
    if (!canBeCompared(order)) return cannotTell('no_reference');
    const limit = new AbortController();
    const lastMs = Math.max(0, endAt + LATEST_MS - world.clock.wallMs());
    const late = world.clock.sleep(lastMs + ANSWER_MS, limit.signal).then(() => cannotTell('late'));
    const judged = this.#judge(endAt, world.clock.monoMs() + lastMs).catch((error) => {
      world.logger.error('off air: the comparison failed', { error: String(error) });
      return cannotTell('late');
    });
    const verdict = await Promise.race([judged, late]);
    limit.abort();
    this.drop();
    return verdict;
  }

  drop(): void {
    this.#life.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#life.abort();
  }

  async #makeReference(): Promise<Envelope | null> {
    const { world, ffmpegPath, ports, order } = this.#parts;
    const { signal } = this.#life;
    try {
      return await referenceOf({ processes: world.processes, ffmpegPath, shelf: ports.shelf, order, signal });
    } catch (error) {
      world.logger.warn('off air: there is nothing to compare with', { error: String(error) });
      return null;
    }
  }

  async #listen(): Promise<void> {
    const { world, ffmpegPath, ports, startAt } = this.#parts;
    const { signal } = this.#heard;
    if (this.#url === null || !(await sleepUntilWall(world.clock, startAt - EARLY_MS, signal))) return;
    this.#receiver = new Receiver({ world, ffmpegPath, ports, url: this.#url, signal });
    await this.#receiver.over;
  }

  async #forget(): Promise<void> {
    const { world, order, startAt } = this.#parts;
    await sleepUntilWall(world.clock, startAt + order.durationMs + FORGOTTEN_MS, this.#life.signal);
    this.#life.abort();
  }

  /** Waits until all is heard that can have been meant, then compares; sooner when all of it was recognised already. */
  async #judge(endAt: number, lastMonoMs: number): Promise<Verdict> {
    const { world, startAt } = this.#parts;
    const { clock } = world;
    let lookedMonoMs = Number.NEGATIVE_INFINITY;
    while (clock.monoMs() < lastMonoMs && !this.#receiver?.hasHeardUntil(endAt + LATEST_MS)) {
      if (!(await clock.sleep(Math.min(WAIT_MS, lastMonoMs - clock.monoMs()), this.#heard.signal))) break;
      const isOver = clock.wallMs() > endAt && endAt - startAt <= LONG_MS;
      if (!isOver || clock.monoMs() - lookedMonoMs < LOOK_MS) continue;
      lookedMonoMs = clock.monoMs();
      const early = await this.#compare(endAt);
      if (typeof early === 'object' && early.verdict === 'heard' && early.missedMs === 0) return this.#tell(early);
    }
    this.#heard.abort();
    await this.#receiver?.over;
    if (this.#isStopped) return cannotTell('stopped');
    const found = await this.#compare(endAt);
    if (typeof found === 'string') return this.#cannot(found);
    return this.#tell(found);
  }

  /** Why it cannot be told, or the comparison. */
  async #compare(endAt: number): Promise<Comparison | Problem> {
    const { startAt, fromMs, world } = this.#parts;
    const reference = (await this.#reference)?.part(fromMs, fromMs + endAt - startAt);
    if (!reference) return 'no_reference';
    const recorded = this.#receiver?.worth() ?? [];
    if (recorded.length === 0) return this.#receiver?.trouble?.problem ?? 'nothing';
    const hearings = recorded.map(({ envelope, beganAt }) => ({
      shape: shapeOf(envelope),
      beganMs: beganAt - startAt,
    }));
    const steps = comparing(shapeOf(reference), hearings);
    let sinceMonoMs = world.clock.monoMs();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (world.clock.monoMs() - sinceMonoMs < TURN_MS) continue;
      await world.clock.sleep(0);
      sinceMonoMs = world.clock.monoMs();
    }
  }

  #tell({ verdict, heardMs, ofMs, lagMs, score, problem, foreign }: Comparison): Verdict {
    const { ports, station, startAt } = this.#parts;
    for (const { fromAt, toAt } of foreign) {
      ports.suspect(station.id, { fromAt: startAt + fromAt, toAt: startAt + toAt });
    }
    const numbers = { heardMs, ofMs, lagMs, score };
    return problem === null ? { verdict, ...numbers, problem, text: null } : { ...this.#cannot(problem), ...numbers };
  }

  #cannot(problem: Problem): Verdict {
    const status = this.#receiver?.trouble?.status ?? '';
    return cannotTell(problem, { host: this.#url?.host ?? '', status });
  }
}

/** The address of a stream, or null when it is none: http or https, no name and password in it. */
function receiverUrl(text: string): URL | null {
  if (text.length > MOST_URL_CHARACTERS || !/^https?:\/\/[^\s\\\p{Cc}]+$/iu.test(text)) return null;
  const url = URL.parse(text);
  return url && url.username === '' && url.password === '' ? url : null;
}
