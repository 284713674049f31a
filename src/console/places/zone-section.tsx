import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { endpoints, type Zone, zones } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { useRepeatKey } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { type ZoneDraft, ZoneForm } from './zone-form.tsx';

export function ZoneSection() {
  const { zones: say, wait } = words.value;
  const list = zones.data.value;
  const key = useRepeatKey();
  const add = async (body: ZoneDraft) => {
    await call('addZone', { body, key: key.of(body) });
    key.done();
    await zones.refresh();
  };
  return (
    <section aria-labelledby="zones-title">
      <h2 id="zones-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {list?.map((zone) => (
          <ZoneCard key={zone.id} zone={zone} />
        ))}
      </ul>
      <Fold label={say.add} needs="equip">
        {(close) => <ZoneForm submit={say.submit} save={add} saved={close} />}
      </Fold>
    </section>
  );
}

function ZoneCard({ zone }: { zone: Zone }) {
  const { zones: say, play } = words.value;
  const [changing, setChanging] = useState(false);
  const names = zone.endpointIds.map((id) => endpoints.data.value?.find((endpoint) => endpoint.id === id)?.name ?? id);
  const change = async ({ name, endpointIds }: ZoneDraft, opened = zone) => {
    const body = { name, endpointIds, areaId: opened.areaId };
    await call('changeZone', { params: { id: zone.id }, body, seen: opened });
    await zones.refresh();
  };
  return (
    <li class="card">
      <h3>{zone.name}</h3>
      <p class="hint">{names.length === 0 ? play.emptyZone : names.join(', ')}</p>
      {changing ? <ZoneForm zone={zone} submit={say.save} save={change} saved={() => setChanging(false)} /> : null}
      {mayDo('equip') ? (
        <button type="button" class="small" onClick={() => setChanging(!changing)}>
          {changing ? say.leave : say.change}
        </button>
      ) : null}
    </li>
  );
}
