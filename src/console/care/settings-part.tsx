import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { type Endpoint, endpoints } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { mayDo } from '../session/session.ts';
import { tellNumber } from '../words/tell.ts';
import { readDegrees } from './readiness.ts';
import { care } from './words.ts';

const STEPS = [0, 3, 6, 10, 20];
const degreesText = (value: number | null) => (value === null ? '' : String(value).replace('.', ','));

/** Name, code, volume, lead-in and position of a cluster. */
export function SettingsPart({ endpoint }: { endpoint: Endpoint }) {
  const { one: say } = care.value;
  // The list is renewed under an open form: what the person began from stays.
  const [opened, setOpened] = useState(endpoint);
  const [name, setName] = useState(endpoint.name);
  const [code, setCode] = useState(endpoint.code ?? '');
  const [softer, setSofter] = useState(-endpoint.gainDb);
  const [leadIn, setLeadIn] = useState(String(endpoint.leadInMs / 1000).replace('.', ','));
  const [latitude, setLatitude] = useState(degreesText(endpoint.latitude));
  const [longitude, setLongitude] = useState(degreesText(endpoint.longitude));
  const [saved, setSaved] = useState(false);
  const submitting = useSubmitting();
  if (!mayDo('equip')) return null;
  const leadInMs = Math.round(Number(leadIn.replace(',', '.')) * 1000);
  const [lat, lon] = [readDegrees(latitude), readDegrees(longitude)];
  const isWhole = name.trim() !== '' && Number.isFinite(leadInMs) && lat !== undefined && lon !== undefined;
  const send = (event: Event) => {
    event.preventDefault();
    if (lat === undefined || lon === undefined) return;
    setSaved(false);
    submitting.run(async () => {
      const said = { name: name.trim(), areaId: opened.areaId, gainDb: softer === 0 ? 0 : -softer, leadInMs };
      const place = { code: code.trim() === '' ? null : code.trim(), latitude: lat, longitude: lon };
      const fresh = await call('changeEndpoint', {
        ...{ params: { id: opened.id }, body: { ...said, ...place }, seen: opened },
      });
      setOpened(fresh);
      setSaved(true);
      await endpoints.refresh();
    });
  };
  const steps = STEPS.includes(softer) ? STEPS : [...STEPS, softer].sort((a, b) => a - b);
  return (
    <section class="card no-print" aria-labelledby="settings-title">
      <h2 id="settings-title">{say.change}</h2>
      <form onSubmit={send}>
        <Choice
          label={say.volume}
          hint={say.volumeHint}
          value={String(softer)}
          options={steps.map((step) => [String(step), say.volumes[step] ?? say.volumeOther(tellNumber(step, 1))])}
          change={(step) => setSofter(Number(step))}
        />
        <TextField label={say.name} value={name} change={setName} />
        <TextField label={say.code} value={code} change={setCode} maxLength={60} required={false} />
        <TextField label={say.leadIn} value={leadIn} change={setLeadIn} maxLength={6} />
        <div class="pair">
          <TextField label={say.latitude} value={latitude} change={setLatitude} maxLength={14} required={false} />
          <TextField label={say.longitude} value={longitude} change={setLongitude} maxLength={14} required={false} />
        </div>
        <FailureNote failure={submitting.failure} />
        <p role="status">{saved ? say.saved : ''}</p>
        <button type="submit" class="main" disabled={submitting.busy || !isWhole}>
          {say.save}
        </button>
      </form>
    </section>
  );
}
