import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { endpoints, zones } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Mark } from '../parts/mark.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { type FmReceiver, type FmStation, stations, villageOf } from './lists.ts';
import { ReceiverForm } from './receiver-form.tsx';

/** Who hears a station, village by village, and whom to call there. */
export function ReceiverTable({ station }: { station: FmStation }) {
  const say = words.value.fm;
  const [changing, setChanging] = useState<string | null>(null);
  const byVillage = station.receivers.toSorted((a, b) => villageOf(a).localeCompare(villageOf(b), 'vi'));
  return (
    <div class="stack">
      <h3>{say.receivers}</h3>
      {byVillage.length === 0 ? <p class="note note-warn">{say.noReceivers}</p> : null}
      <ul class="receivers">
        {byVillage.map((receiver) => (
          <li key={receiver.endpointId} class="receiver">
            <ReceiverLine
              receiver={receiver}
              change={() => setChanging(changing === receiver.endpointId ? null : receiver.endpointId)}
            />
            {changing === receiver.endpointId ? (
              <ReceiverForm station={station} receiver={receiver} close={() => setChanging(null)} />
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ReceiverLine({ receiver, change }: { receiver: FmReceiver; change: () => void }) {
  const { fm: say, today } = words.value;
  const text = say.receiverForm;
  const { endpointId, name, duty, hears, clusters, thresholdPercent, confirmerName, confirmerPhone } = receiver;
  const retire = async () => {
    await call('retireFmReceiver', { params: { id: endpointId } });
    await Promise.all([stations.refresh(), endpoints.refresh(), zones.refresh()]);
  };
  const nobody = confirmerName === '' && confirmerPhone === '';
  return (
    <>
      <div class="receiver-what">
        <strong>{villageOf(receiver)}</strong>
        <Mark icon={duty === 'main' ? 'mast' : 'back'} tone="quiet">
          {say.duties[duty]}
        </Mark>
        <span class="hint">
          {[name, say.receiver.clusters(clusters), say.hears[hears]].join(' · ')}
          {duty === 'main' ? '' : ` · ${say.receiver.below(thresholdPercent)}`}
        </span>
      </div>
      <div class="receiver-who">
        <span class="hint">{say.receiver.confirmer}</span>
        {nobody ? <span>{say.receiver.noConfirmer}</span> : null}
        {confirmerPhone === '' && !nobody ? <strong>{confirmerName}</strong> : null}
        <PhoneLink name={confirmerName} phone={confirmerPhone} />
      </div>
      <div class="acts">
        {mayDo('gate') ? (
          <button type="button" class="small" aria-label={text.changeOf(name)} onClick={change}>
            {text.change}
          </button>
        ) : null}
        <ActButton
          needs={['gate']}
          question={{ text: text.askRetire(name), yes: text.yesRetire, no: today.keep }}
          act={retire}
        >
          {text.retire}
        </ActButton>
      </div>
    </>
  );
}
