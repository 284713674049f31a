/** What the inbox of the system above needs of the other rooms. */
import type { AlertDesk } from '#alert';
import { type ApprovalDesk, approvedBy } from '#approval';
import type { InboxPorts } from '#inbox';
import type { Clock } from '#kernel';
import { soundsOf } from '#media';
import type { GateBook, Playout } from '#playout';
import { compareRight } from '#queue';
import { checkRule, MISSED_AFTER_MS, type Schedule } from '#schedule';

export function inboxPorts(
  playout: Playout,
  schedule: Schedule,
  alerts: AlertDesk,
  gates: GateBook,
  note: InboxPorts['note'],
  { approvals, clock }: { approvals: ApprovalDesk; clock: Clock },
): InboxPorts {
  return {
    air: playout,
    approvals: {
      async fromAbove(tx, { itemId: subject, recordingId, source }) {
        const sounds = [...(await soundsOf(tx, [recordingId])).values()];
        await approvedBy(tx, clock, { subject, kind: 'item', source, sounds });
      },
      bulletinFromAbove: (tx, subject, source) => approvedBy(tx, clock, { subject, kind: 'bulletin', source }),
      settle: () => approvals.settle(),
    },
    rules: {
      check: (pattern) => void checkRule(pattern),
      async create(rule, also) {
        await schedule.createRule({ ...rule, active: true }, also);
      },
    },
    alarm: {
      // The words come with the item: they are not in the bank, and an urgent one goes all the same.
      async send(urgent, sender, also) {
        const wish = { ...urgent, signalRecordingId: null, repeats: 1, gapMs: 0, allowUnplaced: true };
        await alerts.send(wish, sender, { origin: 'authority', also: (tx, view) => also(tx, view.broadcastId) });
      },
    },
    lateMs: (kind) => MISSED_AFTER_MS[kind],
    gateOf: (endpointId) => gates.of(endpointId),
    compareRight,
    note,
  };
}
