import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type Interference, interference, receivers, type VillageTask, villageOf } from './lists.ts';

interface AskTaskFormProps {
  readonly one: Interference;
  readonly kind: VillageTask['kind'];
  readonly leave: () => void;
}

/** Writes down who in the village was asked to cut or restore the power of a cluster. */
export function AskTaskForm({ one, kind, leave }: AskTaskFormProps) {
  const say = words.value.interference;
  const ofStation = [...receivers.value.values()].filter(({ stationId }) => stationId === one.stationId);
  const near = ofStation.find(({ endpointId, areaId }) =>
    one.endpointId === null ? areaId !== null && areaId === one.areaId : endpointId === one.endpointId,
  );
  const [draft, setDraft] = useState({
    endpointId: near?.endpointId ?? '',
    helperName: near?.confirmerName ?? '',
    helperPhone: near?.confirmerPhone ?? '',
    note: '',
  });
  const [empty, setEmpty] = useState(false);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const wrong = (field: string) => problemAt(submitting.failure, field);
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setEmpty(false);
    submitting.clear();
  };
  const pick = (endpointId: string) => {
    const receiver = receivers.value.get(endpointId);
    const helper = receiver ? { helperName: receiver.confirmerName, helperPhone: receiver.confirmerPhone } : {};
    change({ endpointId, ...helper });
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (draft.helperName.trim() === '') return setEmpty(true);
    submitting.run(async () => {
      const body = { ...draft, kind, endpointId: draft.endpointId === '' ? null : draft.endpointId };
      await call('askVillageTask', { params: { id: one.id }, body, key: key.of(body) });
      key.done();
      await interference.refresh();
      leave();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={send} aria-label={say.kinds[kind]}>
      <h3>{kind === 'cut_power' ? say.ask : say.askBack}</h3>
      <Choice
        label={say.taskPlace}
        value={draft.endpointId}
        options={[
          ['', say.taskAnyPlace],
          ...ofStation.map((it) => [it.endpointId, `${villageOf(it)}: ${it.name}`] as const),
        ]}
        change={pick}
      />
      <TextField
        label={say.helper}
        value={draft.helperName}
        maxLength={100}
        problem={empty ? words.value.fillIn : wrong('helperName')}
        change={(helperName) => change({ helperName })}
      />
      <TextField
        label={say.phone}
        value={draft.helperPhone}
        required={false}
        numeric
        maxLength={30}
        problem={wrong('helperPhone')}
        change={(helperPhone) => change({ helperPhone })}
      />
      <PhoneLink name={draft.helperName} phone={draft.helperPhone} />
      <TextField
        label={say.taskNote}
        value={draft.note}
        required={false}
        maxLength={500}
        change={(note) => change({ note })}
      />
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        <button type="submit" class="main" disabled={submitting.busy}>
          {say.submitTask}
        </button>
        <button type="button" onClick={leave}>
          {say.leave}
        </button>
      </div>
    </form>
  );
}
