import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { endpoints } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { AreaChoice } from './area-choice.tsx';
import type { FreshAddress } from './fresh-address.tsx';

interface AddEndpointProps {
  readonly show: (address: FreshAddress) => void;
  readonly close: () => void;
}

export function AddEndpoint({ show, close }: AddEndpointProps) {
  const say = words.value.endpoints;
  const [name, setName] = useState('');
  const [areaId, setAreaId] = useState('');
  const [protocol, setProtocol] = useState<'link' | 'http'>('link');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const body = { name: name.trim(), areaId: areaId === '' ? null : areaId, protocol };
      const { endpoint, claimCode } = await call('addEndpoint', { body, key: key.of(body) });
      key.done();
      setName('');
      close();
      show({ name: endpoint.name, claimCode, streamPath: endpoint.streamPath });
      await endpoints.refresh();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <TextField label={say.name} value={name} change={setName} />
      <AreaChoice value={areaId} change={setAreaId} label={say.area} none={say.noArea} />
      <Choice
        label={say.protocol}
        value={protocol}
        options={[
          ['link', say.protocols.link],
          ['http', say.protocols.http],
        ]}
        change={(picked) => setProtocol(picked === 'http' ? 'http' : 'link')}
      />
      <p class="hint">
        <a href="#dai-fm">{say.addFm}</a>
      </p>
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === ''}>
        {say.submit}
      </button>
    </form>
  );
}
