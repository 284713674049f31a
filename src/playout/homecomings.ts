import { type Delivery, isOpenSomewhere, writeBroadcastState, writeDelivery } from '#broadcast';
import type { World } from '#kernel';
import type { Executor, Store } from '#store';
import type { Airs } from './airs.ts';
import { endOf, finished } from './endings.ts';
import type { Homecoming, LastLook, LastWord, NoteOver } from './ports.ts';
import type { OnDesk } from './rounds.ts';
import type { Seats } from './seats.ts';

const RETRY_MS = 1000;

/** Takes in what comes home: the last word on each delivery, and on the broadcast when all of them stand. */
export class Homecomings {
  readonly #world: World;
  readonly #store: Store;
  readonly #lastWord: LastWord;
  readonly #seats: Seats;
  readonly #airs: Airs;
  readonly #desk: Map<string, OnDesk>;
  readonly #stopping: () => AbortSignal;
  readonly #wake: () => void;
  readonly #over: NoteOver;
  readonly #lastLook: LastLook;

  constructor(parts: {
    world: World;
    store: Store;
    lastWord: LastWord;
    seats: Seats;
    airs: Airs;
    desk: Map<string, OnDesk>;
    stopping: () => AbortSignal;
    wake: () => void;
    over: NoteOver;
    lastLook: LastLook;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#lastWord = parts.lastWord;
    this.#seats = parts.seats;
    this.#airs = parts.airs;
    this.#desk = parts.desk;
    this.#stopping = parts.stopping;
    this.#wake = parts.wake;
    this.#over = parts.over;
    this.#lastLook = parts.lastLook;
  }

  /** Writes until the disk takes it; false when the station stops first (the next start takes it up again). */
  async #untilWritten(write: (tx: Executor) => Promise<unknown>): Promise<boolean> {
    for (;;) {
      try {
        await this.#store.transact(write);
        return true;
      } catch (error) {
        this.#world.logger.error('last word not written yet', { error: String(error) });
        if (!(await this.#world.clock.sleep(RETRY_MS, this.#stopping()))) return false;
      }
    }
  }

  /** Writes the last word on one delivery and frees the seat; the last delivery of a broadcast ends it. */
  async settle(broadcastId: string, endpointId: string, { outcome, acknowledge }: Homecoming): Promise<void> {
    const onDesk = this.#desk.get(broadcastId);
    const delivery = onDesk?.open.get(endpointId);
    if (!onDesk || !delivery) return acknowledge();
    onDesk.open.delete(endpointId);
    onDesk.unwritten += 1;
    // Whoever still speaks into it is told before the book is written.
    if (onDesk.open.size === 0) this.#over(broadcastId, outcome.reason);
    const now = this.#world.clock.wallMs();
    const final = finished(delivery, outcome);
    const isWritten = await this.#untilWritten((tx) =>
      writeDelivery(tx, final, now).then(() => this.#lastWord.append(tx, onDesk.broadcast, [final])),
    );
    if (!isWritten) return;
    onDesk.unwritten -= 1;
    const air = this.#airs.of(endpointId);
    // Whoever shares the air with others leaves it with the last of them.
    if (this.#airs.on(air, onDesk.open).length === 0) this.#seats.leave(air, broadcastId);
    acknowledge();
    this.#wake();
    // A full disk may have taken the last words in any order: only when all of them stand is the broadcast over.
    if (onDesk.open.size === 0 && onDesk.unwritten === 0) await this.close(onDesk, outcome.state);
  }

  /** Ends a broadcast, unless somebody stands in for those with whom it failed. */
  async close(onDesk: OnDesk, last: Delivery['state']): Promise<void> {
    const { id } = onDesk.broadcast;
    if (last === 'failed' && onDesk.broadcast.haltReason === null) {
      await this.#lastLook(id).catch((error: unknown) =>
        this.#world.logger.error('nobody looked whether somebody can stand in', { id, error: String(error) }),
      );
    }
    const now = this.#world.clock.wallMs();
    let isOver = true;
    const isWritten = await this.#untilWritten(async (tx) => {
      // Whoever was added in the meantime is on his way to the desk, and ends it when he is done.
      isOver = !(await isOpenSomewhere(tx, id));
      if (isOver) await writeBroadcastState(tx, [id], endOf(onDesk.broadcast, last), now);
    });
    if (isWritten && isOver) this.#desk.delete(id);
  }
}
