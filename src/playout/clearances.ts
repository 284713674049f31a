import { asDelivered } from '#broadcast';
import type { ClearedCarrier } from './cleared-carrier.ts';
import type { MayHear, StopReason } from './ports.ts';
import type { OnDesk } from './rounds.ts';

interface Parts {
  readonly carrier: ClearedCarrier;
  readonly mayHear: MayHear;
  readonly desk: ReadonlyMap<string, OnDesk>;
  takeChanges(): Promise<void>;
  sitter(endpointId: string): string | null;
  mute(broadcastId: string, endpointIds: readonly string[], reason: StopReason): void;
  lookAgain(): void;
}

/** Keeps the plans of the speakers to what is approved. */
export class Clearances {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Something was approved, or is not any more: what waited for it goes out, and what has not begun to sound and may not is
   * taken out of the plans. What sounds was approved when it began, and is heard to its end. That its time has come is not
   * enough for that: a speaker out of reach, or without the audio yet, would begin with it later.
   */
  async changed(): Promise<void> {
    const { carrier, mayHear, desk } = this.#parts;
    await this.#parts.takeChanges();
    for (const [id, { broadcast, open }] of desk) {
      const fallen = [...open.values()].filter((delivery) => {
        const { endpointId, reason } = delivery;
        const isSounding = carrier.hasBegun(id, endpointId) && this.#parts.sitter(endpointId) === id;
        if (isSounding || carrier.isWaiting(id, endpointId) || reason !== null) return false;
        return !mayHear(endpointId, asDelivered(broadcast, delivery));
      });
      const endpointIds = fallen.map((one) => one.endpointId);
      if (endpointIds.length > 0) this.#parts.mute(id, endpointIds, 'not_approved');
    }
    carrier.look();
    this.#parts.lookAgain();
  }

  /** Those of the broadcasts that somebody out there has in his plan, or was ordered to begin. */
  placed(broadcastIds: readonly string[]): string[] {
    const { carrier, desk } = this.#parts;
    return broadcastIds.filter((id) =>
      [...(desk.get(id)?.open.keys() ?? [])].some((endpointId) => !carrier.isWaiting(id, endpointId)),
    );
  }
}
