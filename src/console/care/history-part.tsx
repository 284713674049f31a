import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { tick } from '../live/station.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { FaultList } from './fault-section.tsx';
import { useAsked } from './use-asked.ts';
import { care } from './words.ts';

const LAST = 20;
const EVERY_S = 10;

/** What became of what it was sent, its faults, and the devices that took it up. */
export function HistoryPart({ endpointId }: { endpointId: string }) {
  const { one: say } = care.value;
  const [changes, setChanges] = useState(0);
  // A test that was just asked for ends here soon.
  const turn = Math.floor(tick.value / EVERY_S);
  const lines = useAsked(() => call('listAsRun', { query: { endpointId, limit: LAST } }), [endpointId, turn]);
  const faults = useAsked(() => call('listFaults', { query: { endpointId, limit: 50 } }), [endpointId, changes]);
  const claims = useAsked(() => call('listClaims', { params: { id: endpointId } }), [endpointId]);
  return (
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">{say.history}</h2>
      <h3>{say.deliveries}</h3>
      {lines === null ? <p>{words.value.wait}</p> : null}
      {lines?.length === 0 ? <p class="hint">{say.noDeliveries}</p> : null}
      <ul class="plain-list">
        {lines?.map(({ id, title, plannedAt, state, evidence }) => (
          <li key={id}>
            <p>
              {title} <span class="hint">{tellMoment(plannedAt)}</span>
            </p>
            <DeliveryMark state={state} evidence={evidence} />
          </li>
        ))}
      </ul>
      <h3>{say.faults}</h3>
      {faults?.length === 0 ? <p class="hint">{say.noFaults}</p> : null}
      <FaultList faults={faults ?? []} changed={async () => setChanges(changes + 1)} />
      <h3>{say.claims}</h3>
      {claims?.length === 0 ? <p class="hint">{say.noClaims}</p> : null}
      <ul class="plain-list">
        {claims?.map(({ at, publicKey }) => (
          <li key={at}>{say.claimedAt(tellMoment(at), publicKey.slice(0, 8))}</li>
        ))}
      </ul>
    </section>
  );
}
