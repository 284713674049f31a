import { EVIDENCE, REASONS } from '#kernel';
import type { Delivery } from '../live/lists.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { say, words } from '../words/language.ts';
import { tellSecond } from '../words/tell.ts';

const HAS_EVIDENCE: ReadonlySet<string> = new Set(['played', 'played_part', 'handed_over']);

/** One endpoint's part in a broadcast. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const notes = [
    delivery.startedAt === null ? null : words.value.today.startedAt(tellSecond(delivery.startedAt)),
    delivery.reason === null || delivery.reason === 'complete' ? null : say(REASONS[delivery.reason]),
    HAS_EVIDENCE.has(delivery.state) ? say(EVIDENCE[delivery.evidence]) : null,
  ].filter((note) => note !== null);
  return (
    <li class="delivery">
      <span class="delivery-name">{delivery.endpointName}</span>
      <DeliveryMark state={delivery.state} evidence={delivery.evidence} />
      {notes.length === 0 ? null : <span class="hint">{notes.join(' · ')}</span>}
    </li>
  );
}
