import type { Carriage, HouseRules, Shelf } from '#delivery';
import { listEndpoints } from '#endpoint';
import type { World } from '#kernel';
import { MOST_BANK } from '#link';
import { listBank } from '#media';
import type { GateBook } from '#playout';
import type { Store } from '#store';
import { liveChime } from './station-voices.ts';

/** Tells every endpoint the rules of its house: its gate, and the audio that always lies on it. */
export class HouseTeller {
  readonly #world: World;
  readonly #store: Store;
  readonly #shelf: Shelf;
  readonly #carriage: Carriage;
  readonly #mayFrame: (recordingId: string) => boolean;
  #bank: HouseRules['bank'] = [];

  constructor(parts: {
    world: World;
    store: Store;
    shelf: Shelf;
    carriage: Carriage;
    /** True when a recording is approved as a chime. */
    mayFrame: (recordingId: string) => boolean;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#shelf = parts.shelf;
    this.#carriage = parts.carriage;
    this.#mayFrame = parts.mayFrame;
  }

  /** What lies in the bank is looked up anew; returns when everybody was told. */
  async bankChanged(gates: GateBook): Promise<void> {
    // A talk begins at once: its chime has to lie there as the signals do.
    const chime = await liveChime(this.#store.db, this.#mayFrame);
    const recordingIds = [...(chime ? [chime.recordingId] : []), ...(await listBank(this.#store.db))];
    // One more than a speaker takes would cost it all of its rules.
    const told = recordingIds.slice(0, MOST_BANK);
    const found = await Promise.all(told.map((recordingId) => this.#shelf.rendition(recordingId, 'opus')));
    this.#bank = found.filter((rendition) => rendition !== null);
    await this.tell(gates, null);
  }

  /** Tells these endpoints (null: all). A driver repeats it by itself whenever an endpoint comes back. */
  async tell(gates: GateBook, endpointIds: readonly string[] | null): Promise<void> {
    const endpoints = await listEndpoints(this.#store.db);
    const wanted = endpointIds && new Set(endpointIds);
    for (const endpoint of endpoints) {
      if (wanted && !wanted.has(endpoint.id)) continue;
      this.#carriage.house(endpoint, { gate: gates.of(endpoint.id), bank: this.#bank });
    }
  }

  /** As `tell`, for those who cannot wait. */
  tellSoon(gates: GateBook, endpointIds: readonly string[]): void {
    this.tell(gates, endpointIds).catch((error: unknown) =>
      this.#world.logger.error('house rules not told', { error: String(error) }),
    );
  }
}
