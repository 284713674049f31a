import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { endpoints } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { mayDo } from '../session/session.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellNumber } from '../words/tell.ts';
import { AddressList } from './address-list.tsx';
import { ContactPart } from './contact-part.tsx';
import { LicencePart } from './licence-part.tsx';
import { type FmStation, stations } from './lists.ts';
import { OnAirPart } from './on-air-part.tsx';
import { ReceiverForm } from './receiver-form.tsx';
import { ReceiverTable } from './receiver-table.tsx';
import { SheetLinks } from './sheet-links.tsx';
import { StationForm } from './station-form.tsx';

/** One station: what it airs now, whether we reach it, its licence, who hears it, and all that can be done with it. */
export function StationCard({ station }: { station: FmStation }) {
  const { fm: say, today } = words.value;
  const [doing, setDoing] = useState<'change' | 'receiver' | null>(null);
  const { id, name, frequencyKhz, pi, ps } = station;
  const frequency = frequencyKhz === null ? say.wiresOnly : say.megahertz(tellNumber(frequencyKhz / 1000, 1));
  const retire = async () => {
    await call('retireFmStation', { params: { id } });
    await Promise.all([stations.refresh(), endpoints.refresh()]);
  };
  const toggle = (what: 'change' | 'receiver') => setDoing(doing === what ? null : what);
  return (
    <li class="card fm-station">
      <div>
        <h2>
          {name} <span class="frequency">{frequency}</span>
        </h2>
        <p class="hint">{say.identity(pi, ps)}</p>
      </div>
      {station.warnings.length === 0 ? null : (
        <div class="note note-warn">
          <strong>{say.warnings}</strong>
          <ul>
            {station.warnings.map((warning) => (
              <li key={warning.vi}>{sayBoth(warning)}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="fm-parts">
        <OnAirPart onAir={station.onAir} />
        <ContactPart station={station} />
        <LicencePart station={station} />
      </div>
      <SheetLinks station={station} />
      <ReceiverTable station={station} />
      {mayDo('gate') ? (
        <div class="buttons">
          <button type="button" aria-expanded={doing === 'receiver'} onClick={() => toggle('receiver')}>
            {say.addReceiver}
          </button>
          <button type="button" aria-expanded={doing === 'change'} onClick={() => toggle('change')}>
            {doing === 'change' ? say.leave : say.change}
          </button>
        </div>
      ) : null}
      {doing === 'receiver' ? <ReceiverForm station={station} close={() => setDoing(null)} /> : null}
      {doing === 'change' ? <StationForm station={station} close={() => setDoing(null)} /> : null}
      {station.paths === null ? null : <AddressList station={station} paths={station.paths} />}
      <ActButton
        needs={['gate']}
        question={{ text: say.askRetire(name), yes: say.yesRetire, no: today.keep }}
        act={retire}
      >
        {say.retire}
      </ActButton>
    </li>
  );
}
