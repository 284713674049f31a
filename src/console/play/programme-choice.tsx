import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { type Programme, programmes } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';

const KINDS = ['legal', 'bulletin', 'priority', 'music'] as const satisfies ReadonlyArray<Programme['kind']>;

export function ProgrammeChoice({ value, change }: { value: string; change: (id: string) => void }) {
  const say = words.value.play;
  // What people should know of the law comes first.
  const isLegal = ({ kind }: Programme) => kind === 'legal';
  const list = (programmes.data.value ?? []).toSorted((a, b) => Number(isLegal(b)) - Number(isLegal(a)));
  const [adding, setAdding] = useState(false);
  const open = adding || (programmes.data.value !== null && list.length === 0);
  return (
    <>
      {list.length === 0 ? null : (
        <Choice
          label={say.programme}
          value={value}
          options={[['', say.chooseProgramme], ...list.map(({ id, name }) => [id, name] as const)]}
          change={change}
        />
      )}
      {open ? (
        <NewProgramme
          added={(id) => {
            setAdding(false);
            change(id);
          }}
        />
      ) : (
        <button type="button" class="small" onClick={() => setAdding(true)}>
          {say.newProgramme}
        </button>
      )}
    </>
  );
}

/** Not a form of its own: forms cannot lie within forms. */
function NewProgramme({ added }: { added: (id: string) => void }) {
  const say = words.value.play;
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('bulletin');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const add = () =>
    submitting.run(async () => {
      const body = { name: name.trim(), kind };
      const { id } = await call('addProgramme', { body, key: key.of(body) });
      key.done();
      await programmes.refresh();
      added(id);
    });
  return (
    <fieldset class="inner">
      <legend>{say.newProgramme}</legend>
      <TextField label={say.programmeName} value={name} change={setName} required={false} />
      <Choice
        label={say.programmeKind}
        value={kind}
        options={KINDS.map((one) => [one, say.kinds[one]] as const)}
        change={(picked) => setKind(KINDS.find((one) => one === picked) ?? 'bulletin')}
      />
      <button type="button" disabled={submitting.busy || name.trim() === ''} onClick={add}>
        {say.addProgramme}
      </button>
      <FailureNote failure={submitting.failure} />
    </fieldset>
  );
}
