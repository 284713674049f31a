import type { RunningOrder } from '#broadcast';
import type { Executor } from '#store';
import type { Sender } from './alert.ts';
import type { Air, AlertDraft } from './ports.ts';

/** What is to be heard as an emergency, where, by whose word and why. */
export interface Asked {
  readonly endpointIds: readonly string[];
  readonly order: RunningOrder;
  readonly origin: AlertDraft['origin'];
  /** A recorded alert begins anew when it was cut off; a voice goes on. */
  readonly interruption: AlertDraft['ready']['interruption'];
  readonly plannedAt: number;
  readonly notAfter: number;
  /** Silent by then, however often it was to repeat; absent: at its own end. */
  readonly endBy?: number;
  readonly title: string;
  readonly reason: string;
  readonly sender: Sender;
  /** Absent: an alarm. */
  readonly purpose?: AlertDraft['purpose'];
}

/** The draft of an emergency: it cuts in at once. Pure. */
export function draftOf(asked: Asked): AlertDraft {
  const {
    endpointIds,
    order,
    origin,
    interruption,
    plannedAt,
    notAfter,
    endBy = null,
    title,
    reason,
    sender,
    purpose = null,
  } = asked;
  return {
    ...{ bulletinId: null, ready: { kind: 'emergency', interruption, runningOrder: order }, zoneIds: [], endpointIds },
    ...{
      origin,
      level: 'emergency',
      cutInAfterMs: 0,
      plannedAt,
      notAfter,
      endBy,
      title,
      askedBy: sender.id,
      note: reason,
      purpose,
    },
  };
}

/** Has it accepted, in the caller's transaction; throws why it is refused. */
export async function accept(air: Pick<Air, 'accept'>, tx: Executor, draft: AlertDraft) {
  const [verdict] = await air.accept(tx, [draft]);
  if (!verdict) throw new Error('a draft got no answer');
  if ('refused' in verdict) throw verdict.refused;
  return verdict;
}
