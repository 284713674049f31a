import { type Clock, StationError } from '#kernel';
import { newKeyPair } from '#link';
import { forgetFact, readFact, type Store, writeFact } from '#store';
import { leaveUntold } from './station-untold.ts';

/** No station is older than this program: a clock that says so is not set. */
const EARLIEST_AT = Date.UTC(2026, 0, 1);

/** Why a station may not command its speakers: it was restored, and another machine may be doing so. */
export interface Fence {
  /** When the backup was made, and when it was restored. */
  readonly madeAt: number;
  readonly restoredAt: number;
}

/** The station's identity towards its speakers, and the number of this life. */
export class Life {
  readonly publicKey: string;
  /** Signs the audit chain, whether fenced or not. Orders are signed by what `signsOrders` gives. */
  readonly privatePem: string;
  #epoch: number;
  #fence: Fence | null;
  #silentBefore: number;

  constructor(known: {
    publicKey: string;
    privatePem: string;
    epoch: number;
    fence: Fence | null;
    silentBefore: number;
  }) {
    this.publicKey = known.publicKey;
    this.privatePem = known.privatePem;
    this.#epoch = known.epoch;
    this.#fence = known.fence;
    this.#silentBefore = known.silentBefore;
  }

  get fence(): Fence | null {
    return this.#fence;
  }

  /** Rises with each start, so that orders of an earlier life are old to every speaker. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Nothing that was planned before this instant begins any more: another machine may have played it. */
  get silentBefore(): number {
    return this.#silentBefore;
  }

  /** What orders are signed with; null: this station commands nothing. */
  signsOrders(): { readonly privatePem: string; readonly epoch: number } | null {
    return this.#fence ? null : { privatePem: this.privatePem, epoch: this.#epoch };
  }

  /** The epoch was opened, and that is on the disk. */
  opened({ epoch, at }: OpenedEpoch): void {
    this.#fence = null;
    this.#epoch = epoch;
    this.#silentBefore = at;
  }
}

/**
 * Opens a new life of the station: its keys from the first one, its epoch one higher, on the disk before it is used. A
 * fenced station opens none.
 */
export async function openLife(store: Store): Promise<Life> {
  return store.transact(async (tx) => {
    let publicKey = await readFact(tx, 'station_public_key');
    let privatePem = await readFact(tx, 'station_private_key');
    if (publicKey === null || privatePem === null) {
      ({ publicKey, privatePem } = newKeyPair());
      await writeFact(tx, 'station_public_key', publicKey);
      await writeFact(tx, 'station_private_key', privatePem);
    }
    const fenceText = await readFact(tx, 'fence');
    const fence = fenceText === null ? null : (JSON.parse(fenceText) as Fence);
    const stored = Number((await readFact(tx, 'epoch')) ?? 0);
    const epoch = fence ? stored : stored + 1;
    if (!fence) await writeFact(tx, 'epoch', String(epoch));
    const silentBefore = Number((await readFact(tx, 'silent_before')) ?? 0);
    return new Life({ publicKey, privatePem, epoch, fence, silentBefore });
  });
}

export interface OpenedEpoch {
  readonly epoch: number;
  /** From when on the station commands. */
  readonly at: number;
}

/**
 * An epoch above all that another machine with the same keys can have reached. Epochs rise by one with each start, and a
 * start takes more than a second: so whoever counts from an opened epoch on, or from 1, is below the seconds since 1970.
 * `heard` is the highest that a speaker told of: it counts when a clock ran ahead once.
 */
export function epochAbove(stored: number, heard: number, nowMs: number): number {
  return Math.max(stored, heard, Math.floor(nowMs / 1000)) + 1;
}

/**
 * A person says that no other machine commands these speakers: from now on this one does. Throws EPOCH_NOT_NEEDED when
 * nobody else ever did, EPOCH_CLOCK when the clock is not set. `isStopped`: there is no audit log to tell now, so the next
 * start tells it.
 */
export async function openEpoch(store: Store, clock: Clock, isStopped = false): Promise<OpenedEpoch> {
  const at = clock.wallMs();
  if (at < EARLIEST_AT) throw new StationError('EPOCH_CLOCK', { now: new Date(at).toISOString() });
  return store.transact(async (tx) => {
    const stored = Number((await readFact(tx, 'epoch')) ?? 0);
    const heard = Number((await readFact(tx, 'heard_epoch')) ?? 0);
    if ((await readFact(tx, 'fence')) === null && heard <= stored) throw new StationError('EPOCH_NOT_NEEDED');
    const epoch = epochAbove(stored, heard, at);
    await writeFact(tx, 'epoch', String(epoch));
    await writeFact(tx, 'silent_before', String(at));
    await forgetFact(tx, 'fence');
    if (isStopped) await leaveUntold(tx, { what: 'openEpoch', detail: { epoch, openedAt: at } });
    return { epoch, at };
  });
}
