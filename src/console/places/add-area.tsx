import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { AreaChoice } from './area-choice.tsx';
import { KindField } from './kind-field.tsx';

/** Stays open after adding: a new station has several villages to enter. */
export function AddArea() {
  const say = words.value.areas;
  const [name, setName] = useState('');
  const [kind, setKind] = useState(say.kinds[0] ?? '');
  const [parentId, setParentId] = useState('');
  const [code, setCode] = useState('');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const place = { parentId: parentId === '' ? null : parentId, code: code.trim() === '' ? null : code.trim() };
      const body = { name: name.trim(), kind: kind.trim(), ...place };
      await call('addArea', { body, key: key.of(body) });
      key.done();
      setName('');
      setCode('');
      await areas.refresh();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <TextField label={say.name} value={name} change={setName} placeholder={say.namePlaceholder} />
      <KindField value={kind} change={setKind} />
      <TextField label={say.code} value={code} change={setCode} required={false} maxLength={40} />
      <AreaChoice value={parentId} change={setParentId} label={say.parent} none={say.noParent} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === '' || kind.trim() === ''}>
        {say.submit}
      </button>
    </form>
  );
}
