import type { Express, Request, Response } from 'express';
import type { Endpoint } from '#endpoint';
import type { World } from '#kernel';

/** Something that was let in once and goes on: it is asked again and again whether it still may. */
export interface Standing {
  /** Whose line it is, where an endpoint holds it. */
  readonly endpointId: string | null;
  /** Whether it still may. `endpoint`: the named one as it is registered now; undefined: there is none. */
  stillMay(endpoint: Endpoint | undefined): boolean | Promise<boolean>;
  end(): void;
}

/** So often at least: with the time that an answer takes, what lost its right is over within five seconds. */
const LOOK_MS = 3000;

interface Parts {
  readonly world: Pick<World, 'clock' | 'logger'>;
  endpoints(ids: readonly string[]): Promise<ReadonlyMap<string, Endpoint>>;
  /** Looks at what stands elsewhere. */
  also(): Promise<void>;
}

/** Everything at one door that stays open: sockets, streams, downloads. */
export class StandingBook {
  readonly #parts: Parts;
  readonly #standings = new Set<Standing>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#loop = this.#round();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Takes something into the book; gives back how it is taken out when it is over by itself. */
  hold(standing: Standing): () => void {
    this.#standings.add(standing);
    return () => this.#standings.delete(standing);
  }

  /** Ends what may no longer be. When that cannot be known, as with a broken disk, nothing is ended: people are listening. */
  async look(): Promise<void> {
    const { world, endpoints } = this.#parts;
    const all = [...this.#standings];
    const ids = [...new Set(all.flatMap(({ endpointId }) => endpointId ?? []))];
    try {
      const known = ids.length > 0 ? await endpoints(ids) : new Map<string, Endpoint>();
      await Promise.all([
        this.#parts.also(),
        ...all.map(async (standing) => {
          if (await standing.stillMay(known.get(standing.endpointId ?? ''))) return;
          if (this.#standings.delete(standing)) standing.end();
        }),
      ]);
    } catch (error) {
      world.logger.error('what is open could not be looked at', { error: String(error) });
    }
  }

  async #round(): Promise<void> {
    while (await this.#parts.world.clock.sleep(LOOK_MS, this.#stopping.signal)) await this.look();
  }
}

const BOOK = 'standing book';

/** Requests of this application that go on are held in this book. */
export function keepStanding(app: Express, book: StandingBook | null): void {
  app.set(BOOK, book);
}

/** Holds an answer that goes on, a stream or a download, until it is over by itself or may no longer be. */
export function holdAnswer(request: Request, response: Response, standing: Omit<Standing, 'end'>): void {
  const book = request.app.get(BOOK) as StandingBook | null | undefined;
  const release = book?.hold({
    ...standing,
    end() {
      response.destroy();
      request.destroy();
    },
  });
  if (release) response.on('close', release);
}

/** Whether a line that was let in for an endpoint still speaks for it: in use, and with the same secret of its own. */
export async function sameHolder(
  opened: Promise<Endpoint | null>,
  now: Endpoint | undefined,
  secret: 'publicKey' | 'streamKey',
): Promise<boolean> {
  const before = await opened;
  return now?.retiredAt === null && now[secret] !== null && now[secret] === before?.[secret];
}
