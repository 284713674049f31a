import type { Delivery } from '#broadcast';
import type { World } from '#kernel';

/** So long news may wait for other news before they are written together. */
const WRITE_AFTER_MS = 500;

/**
 * What is known of open deliveries, on its way to the disk. Thousands of speakers tell their progress at once: each
 * writing waits for the disk, so they share one. The last word does not go this way.
 */
export class Notebook {
  readonly #world: World;
  readonly #write: (deliveries: readonly Delivery[]) => Promise<void>;
  #unwritten = new Map<string, Delivery>();
  #stopping = new AbortController();
  #writing: Promise<void> | null = null;

  constructor(world: World, write: (deliveries: readonly Delivery[]) => Promise<void>) {
    this.#world = world;
    this.#write = write;
  }

  start(): void {
    this.#stopping = new AbortController();
  }

  /** Writes what is left and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#writing;
  }

  /** The newest news of a delivery; older news that were not written yet are not worth it any more. */
  note(delivery: Delivery): void {
    this.#unwritten.set(delivery.id, delivery);
    this.#writing ??= this.#keepWriting();
  }

  /** It is final: its last word is written by somebody else. */
  forget(deliveryId: string): void {
    this.#unwritten.delete(deliveryId);
  }

  async #keepWriting(): Promise<void> {
    while (this.#unwritten.size > 0) {
      await this.#world.clock.sleep(WRITE_AFTER_MS, this.#stopping.signal);
      const page = [...this.#unwritten.values()];
      this.#unwritten = new Map();
      await this.#write(page).catch((error: unknown) =>
        this.#world.logger.error('delivery facts not written', { count: page.length, error: String(error) }),
      );
    }
    this.#writing = null;
  }
}
