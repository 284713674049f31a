import type { Broadcast, Delivery } from '#broadcast';
import type { Bilingual } from '#kernel';

/** Who keeps the broadcasts. */
export interface Air {
  /** All that is planned or on air. Asked often: must be cheap. */
  open(): readonly Broadcast[];
}

/** How well the line to an endpoint is. */
export interface Reach {
  isReachable(endpointId: string): boolean;
  /**
   * For how long nothing has come from an endpoint that seems to be reachable, in milliseconds; null: it never says
   * anything by itself. A cable that is cut without a word is found out by this, long before its link is given up.
   */
  quietMs(endpointId: string): number | null;
}

/** Who knows how the FM stations are. */
export interface Stations {
  /** Why a station cannot carry anything at an instant; null: it can. */
  isUsable(fmStationId: string, at: number): Promise<Bilingual | null>;
}

/** Something that was decided, in the words in which it will be told to whoever asks why. */
export interface Note extends Bilingual {
  readonly code: 'handed_to_fm' | 'no_stand_in' | 'stand_in_unusable';
  readonly broadcastId: string;
}

/** What the hand-over needs of the other rooms. */
export interface HandoverPorts {
  readonly air: Air;
  /** Every delivery of a broadcast as it is known now, ended ones too: what is not on the disk yet counts. */
  deliveriesOf(broadcastId: string): Promise<readonly Delivery[]>;
  readonly reach: Reach;
  /** True when the house rules let the broadcast begin on an endpoint at that instant. */
  mayAir(endpointId: string, broadcast: Broadcast, at: number): boolean;
  readonly stations: Stations;
  /**
   * Adds deliveries of the broadcast on these endpoints, on the disk, and wakes the desk. An endpoint that has one
   * already is left alone. False when none was added: the broadcast is over, or they may not carry it.
   */
  standIn(broadcastId: string, endpointIds: readonly string[]): Promise<boolean>;
  /** Takes down what was decided. Returns at once. */
  note(endpointIds: readonly string[], note: Note): void;
}
