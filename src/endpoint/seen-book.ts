import type { World } from '#kernel';
import type { Store } from '#store';
import { type LastReport, noteEndpointSeen } from './endpoint-store.ts';

const FLUSH_MS = 10_000;

interface Seen {
  readonly at: number;
  readonly report: LastReport | null;
}

/** When each endpoint was heard from. Heartbeats of thousands are written together, every ten seconds. */
export class SeenBook {
  readonly #world: World;
  readonly #store: Store;
  #unwritten = new Map<string, Seen>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(world: World, store: Store) {
    this.#world = world;
    this.#store = store;
  }

  note(endpointId: string, report: LastReport | null): void {
    const at = this.#world.clock.wallMs();
    this.#unwritten.set(endpointId, { at, report: report ?? this.#unwritten.get(endpointId)?.report ?? null });
  }

  /** What was heard since the last writing, or null. */
  fresh(endpointId: string): Seen | null {
    return this.#unwritten.get(endpointId) ?? null;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#loop = this.#keepWriting(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await this.#write();
  }

  async #keepWriting(signal: AbortSignal): Promise<void> {
    while (await this.#world.clock.sleep(FLUSH_MS, signal)) await this.#write();
  }

  async #write(): Promise<void> {
    if (this.#unwritten.size === 0) return;
    const seen = this.#unwritten;
    this.#unwritten = new Map();
    await this.#store
      .transact(async (tx) => {
        for (const [id, { at, report }] of seen) await noteEndpointSeen(tx, id, at, report);
      })
      .catch((error: unknown) => this.#world.logger.error('endpoints seen not written', { error: String(error) }));
  }
}
