import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas, endpoints, zones } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type FmReceiver, type FmStation, stations } from './lists.ts';
import { draftOf, type Misread, receiverBody } from './receiver-draft.ts';

interface ReceiverFormProps {
  readonly station: FmStation;
  /** Absent: new ones. */
  readonly receiver?: FmReceiver;
  readonly close: () => void;
}

const DUTIES = ['main', 'stand_in'] as const;

/** The receivers of one village. */
export function ReceiverForm({ station, receiver, close }: ReceiverFormProps) {
  const { fm, play } = words.value;
  const say = fm.receiverForm;
  // The list is renewed under an open form: what the person began from stays.
  const [opened] = useState(receiver);
  const [draft, setDraft] = useState(() => draftOf(receiver));
  const [misread, setMisread] = useState<Misread | null>(null);
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setMisread(null);
    setNeed(null);
    submitting.clear();
  };
  const problem = (field: string) =>
    misread?.wrong === field ? say.wants[misread.wants] : problemAt(submitting.failure, field);
  const send = (event: Event) => {
    event.preventDefault();
    if (draft.areaId === '') return setNeed(say.needArea);
    const read = receiverBody(draft);
    if ('wrong' in read) return setMisread(read);
    submitting.run(async () => {
      const { body } = read;
      if (receiver) await call('changeFmReceiver', { params: { id: receiver.endpointId }, body, seen: opened });
      else await call('addFmReceiver', { params: { id: station.id }, body, key: key.of(body) });
      key.done();
      await Promise.all([stations.refresh(), endpoints.refresh(), zones.refresh()]);
      close();
    });
  };
  /** The village names its receivers, until somebody types another name. */
  const pickArea = (areaId: string) => {
    const village = areas.data.value?.find(({ id }) => id === areaId)?.name ?? '';
    const isOwnName = draft.name !== '' && !draft.name.startsWith('Loa FM ');
    change({ areaId, ...(isOwnName || village === '' ? {} : { name: `Loa FM ${village}` }) });
  };
  return (
    <form class="inner-form" noValidate onSubmit={send} aria-label={say.title(station.name)}>
      <h3>{receiver ? receiver.name : say.title(station.name)}</h3>
      <Choice
        label={say.area}
        value={draft.areaId}
        options={[['', say.noArea], ...(areas.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
        change={pickArea}
      />
      <TextField
        label={say.name}
        value={draft.name}
        placeholder={say.namePlaceholder}
        maxLength={100}
        problem={problem('name')}
        change={(name) => change({ name })}
      />
      <fieldset class="checks">
        <legend>{say.duty}</legend>
        {DUTIES.map((duty) => (
          <label key={duty} class="check">
            <input
              type="radio"
              name={`duty-${receiver?.endpointId ?? station.id}`}
              checked={draft.duty === duty}
              onChange={() => change({ duty })}
            />
            <span>{fm.dutyHints[duty]}</span>
          </label>
        ))}
        {draft.duty === 'stand_in' ? (
          <TextField
            label={say.threshold}
            numeric
            maxLength={3}
            value={draft.threshold}
            problem={problem('thresholdPercent')}
            change={(threshold) => change({ threshold })}
          />
        ) : null}
      </fieldset>
      <div class="two">
        <Choice
          label={say.hears}
          value={draft.hears}
          options={[
            ['fm', say.hearings.fm],
            ['wired', say.hearings.wired],
          ]}
          change={(picked) => change({ hears: picked === 'wired' ? 'wired' : 'fm' })}
        />
        <TextField
          label={say.clusters}
          numeric
          maxLength={3}
          value={draft.clusters}
          problem={problem('clusters')}
          change={(clusters) => change({ clusters })}
        />
      </div>
      <fieldset class="inner">
        <legend>{say.confirmerTitle}</legend>
        <div class="two">
          <TextField
            label={say.confirmerName}
            value={draft.confirmerName}
            required={false}
            maxLength={100}
            problem={problem('confirmerName')}
            change={(confirmerName) => change({ confirmerName })}
          />
          <TextField
            label={say.confirmerPhone}
            value={draft.confirmerPhone}
            required={false}
            numeric
            maxLength={30}
            problem={problem('confirmerPhone')}
            change={(confirmerPhone) => change({ confirmerPhone })}
          />
        </div>
      </fieldset>
      {station.addressing === 'coded' ? (
        <>
          <TextArea
            label={say.on}
            hint={say.groupHint}
            value={draft.on}
            problem={problem('onGroups')}
            change={(on) => change({ on })}
          />
          <TextArea
            label={say.off}
            value={draft.off}
            problem={problem('offGroups')}
            change={(off) => change({ off })}
          />
        </>
      ) : null}
      <FormEnd need={need} submitting={submitting} leave={close} leaveWord={say.leave}>
        {submitting.busy ? play.busy : receiver ? say.submitChange : say.submitAdd}
      </FormEnd>
    </form>
  );
}
