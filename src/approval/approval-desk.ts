import type { World } from '#kernel';
import { findApprovals, listApprovals } from '#programme';
import type { Executor, Store } from '#store';
import { ClearanceBook } from './clearance-book.ts';
import { coversOf } from './covers.ts';
import { bindOld } from './decisions.ts';
import type { ApprovalPorts } from './ports.ts';

/** Keeps the book of what may sound, and tells the rooms when it is another one. */
export class ApprovalDesk {
  readonly book = new ClearanceBook();
  readonly #world: World;
  readonly #store: Store;
  readonly #ports: ApprovalPorts;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: { readonly world: World; readonly store: Store; readonly ports: ApprovalPorts }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#ports = parts.ports;
  }

  /** Nothing may be put on air before this is done. */
  async start(): Promise<void> {
    const old = await listApprovals(this.#store.db, ['approved']);
    const bound = await this.#store.transact((tx) => bindOld(tx, old));
    if (bound > 0) this.#world.logger.info('what an old station held goes on as approved', { bulletins: bound });
    await this.book.refresh(this.#store.db);
  }

  /** Something that bears on approval was committed: call this after it. Resolves when it is in force. */
  settle(): Promise<void> {
    const settled = this.#settling.then(async () => {
      await this.book.refresh(this.#store.db);
      await this.#ports.cleared();
    });
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  /** Which of these bulletins are approved as they are now, asked of the disk: for what is planned in a transaction. */
  async approvedOf(db: Executor, bulletinIds: readonly string[]): Promise<Set<string>> {
    const covers = await coversOf(db, [...(await findApprovals(db, bulletinIds)).values()]);
    return new Set(covers.map((one) => one.subject));
  }
}
