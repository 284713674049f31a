import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { AreaChoice } from './area-choice.tsx';

/** Stays open after adding: a new station has several villages to enter. */
export function AddArea() {
  const say = words.value.areas;
  const [name, setName] = useState('');
  const [kind, setKind] = useState(say.kinds[0] ?? '');
  const [parentId, setParentId] = useState('');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const body = { name: name.trim(), kind, parentId: parentId === '' ? null : parentId };
      await call('addArea', { body, key: key.of(body) });
      key.done();
      setName('');
      await areas.refresh();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <TextField label={say.name} value={name} change={setName} placeholder={say.namePlaceholder} />
      <Choice label={say.kind} value={kind} options={say.kinds.map((one) => [one, one] as const)} change={setKind} />
      <AreaChoice value={parentId} change={setParentId} label={say.parent} none={say.noParent} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === ''}>
        {say.submit}
      </button>
    </form>
  );
}
