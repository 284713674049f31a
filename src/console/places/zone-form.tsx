import { useState } from 'preact/hooks';
import { endpoints, type Zone } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';

export interface ZoneDraft {
  readonly name: string;
  readonly endpointIds: string[];
}

interface ZoneFormProps {
  readonly zone?: Zone;
  readonly submit: string;
  /** `opened`: the zone as it was when the form was opened. */
  readonly save: (draft: ZoneDraft, opened: Zone | undefined) => Promise<void>;
  readonly saved: () => void;
}

export function ZoneForm({ zone, submit, save, saved }: ZoneFormProps) {
  const { zones: say, endpoints: endpointWords } = words.value;
  // The list is renewed under an open form: what the person began from stays.
  const [opened] = useState(zone);
  const [name, setName] = useState(zone?.name ?? '');
  const [endpointIds, setEndpointIds] = useState<string[]>(zone?.endpointIds ?? []);
  const submitting = useSubmitting();
  const list = endpoints.data.value ?? [];
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await save({ name: name.trim(), endpointIds }, opened);
      if (!zone) {
        setName('');
        setEndpointIds([]);
      }
      saved();
    });
  };
  return (
    <form class={zone ? '' : 'card'} onSubmit={send}>
      <TextField label={say.name} value={name} change={setName} placeholder={say.namePlaceholder} />
      {list.length === 0 ? (
        <p class="note note-warn">{endpointWords.none}</p>
      ) : (
        <>
          <Checks
            label={say.members}
            options={list.map(({ id, name, duty }) => ({
              value: id,
              text: duty === 'main' ? name : `${name} (${duty === 'source' ? endpointWords.source : say.standIn})`,
            }))}
            chosen={endpointIds}
            change={setEndpointIds}
          />
          <button type="button" class="small" onClick={() => setEndpointIds(list.map(({ id }) => id))}>
            {say.all}
          </button>
        </>
      )}
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === ''}>
        {submit}
      </button>
    </form>
  );
}
