/** What the system above sends down, by its three classes (Circular 39/2020/TT-BTTTT), and what may become of it. Pure. */
import { machine } from '#kernel';

/** Ordinary: the commune decides when. Priority: the front of the next programme. Urgent: at once, into everything. */
export const CLASSES = ['thong_thuong', 'uu_tien', 'khan_cap'] as const;
export type ItemClass = (typeof CLASSES)[number];

export type ItemState = 'waiting' | 'scheduled' | 'declined' | 'placed' | 'sent' | 'lapsed';
export type ItemEvent = 'schedule' | 'decline' | 'place' | 'send' | 'lapse';

/** An item is decided once. */
export const inboxMachine = machine<ItemState, ItemEvent>('inbox item', {
  waiting: { schedule: 'scheduled', decline: 'declined', place: 'placed', send: 'sent', lapse: 'lapsed' },
  scheduled: {},
  declined: {},
  placed: {},
  sent: {},
  lapsed: {},
});

/** Which decisions a class knows. An ordinary item never plays by itself; the others are not the commune's to refuse. */
const OPEN_TO: Readonly<Record<ItemClass, readonly ItemEvent[]>> = {
  thong_thuong: ['schedule', 'decline', 'lapse'],
  uu_tien: ['place'],
  khan_cap: ['send'],
};

/** The state after a decision, or null when it is decided already, or not to be decided so. */
export function decided(of: ItemClass, state: ItemState, event: ItemEvent): ItemState | null {
  return OPEN_TO[of].includes(event) ? inboxMachine.next(state, event) : null;
}

/** An item from above. Instants are epoch milliseconds. */
export interface InboxItem {
  readonly id: string;
  readonly class: ItemClass;
  readonly title: string;
  /** Who sends it, in its own words: the province, the ministry. */
  readonly source: string;
  /** The sender's own number; one source sends a number once. */
  readonly externalId: string | null;
  readonly recordingId: string;
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly validTo: number | null;
  readonly note: string | null;
  readonly state: ItemState;
  readonly receivedAt: number;
  readonly sentBy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  /** Why it was decided so. */
  readonly decision: string | null;
  readonly broadcastId: string | null;
}
