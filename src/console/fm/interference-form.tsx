import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas, recordings } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { instantOfMoment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { Need } from '../parts/need.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { interference, receivers, stations } from './lists.ts';

const fresh = () => ({
  ...{ stationId: '', where: '', isGoing: true, languageHeard: '', what: '', recordingId: '', reportedBy: '' },
  ...{ from: momentNow(), to: momentNow() },
});

/** What the frequency office asks for first. */
const WORDS = ['languageHeard', 'what', 'reportedBy'] as const;

/** Writes down that foreign sound was heard, as soon as somebody calls about it. */
export function InterferenceForm({ saved }: { saved: () => void }) {
  const say = words.value.interference;
  const [draft, setDraft] = useState(fresh);
  const [need, setNeed] = useState<string | null>(null);
  const [empty, setEmpty] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const list = stations.data.value ?? [];
  const stationId = draft.stationId === '' ? (list[0]?.id ?? '') : draft.stationId;
  const ofStation = [...receivers.value.values()].filter((it) => it.stationId === stationId);
  const wrong = (field: string) => (empty === field ? words.value.fillIn : problemAt(submitting.failure, field));
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setNeed(null);
    setEmpty(null);
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    const fromAt = instantOfMoment(draft.from);
    const toAt = draft.isGoing ? null : instantOfMoment(draft.to);
    if (fromAt === null) return setNeed(say.needFrom);
    if (!draft.isGoing && toAt === null) return setNeed(say.needTo);
    const missing = WORDS.find((field) => draft[field].trim() === '');
    if (missing) return setEmpty(missing);
    submitting.run(async () => {
      const [kind, id = ''] = draft.where.split(' ');
      const { languageHeard, what, recordingId, reportedBy } = draft;
      const place = { areaId: kind === 'area' ? id : null, endpointId: kind === 'endpoint' ? id : null };
      const recording = { recordingId: recordingId === '' ? null : recordingId };
      const body = { stationId, ...place, fromAt, toAt, languageHeard, what, reportedBy, ...recording };
      await call('addInterference', { body, key: key.of(body) });
      key.done();
      await interference.refresh();
      setDraft(fresh());
      saved();
    });
  };
  return (
    <form class="card" noValidate onSubmit={send} aria-label={say.add}>
      <Choice
        label={say.station}
        value={stationId}
        options={list.map(({ id, name }) => [id, name] as const)}
        change={(picked) => change({ stationId: picked, where: '' })}
      />
      <Choice
        label={say.where}
        value={draft.where}
        options={[
          ['', say.wholeStation],
          ...(areas.data.value ?? []).map(({ id, name }) => [`area ${id}`, name] as const),
          ...ofStation.map(({ endpointId, name }) => [`endpoint ${endpointId}`, name] as const),
        ]}
        change={(where) => change({ where })}
      />
      <MomentFields
        legend={say.from}
        value={draft.from}
        problem={wrong('fromAt')}
        change={(from) => change({ from })}
      />
      <fieldset class="checks">
        <legend>{say.stillGoing}</legend>
        {[true, false].map((isGoing) => (
          <label key={String(isGoing)} class="check">
            <input
              type="radio"
              name="interference-going"
              checked={draft.isGoing === isGoing}
              onChange={() => change({ isGoing })}
            />
            <span>{isGoing ? say.still : say.ended}</span>
          </label>
        ))}
        {draft.isGoing ? null : (
          <MomentFields legend={say.ended} value={draft.to} problem={wrong('toAt')} change={(to) => change({ to })} />
        )}
      </fieldset>
      <TextField
        label={say.language}
        value={draft.languageHeard}
        maxLength={60}
        problem={wrong('languageHeard')}
        change={(languageHeard) => change({ languageHeard })}
      />
      <div class="buttons">
        {say.languages.map((languageHeard) => (
          <button key={languageHeard} type="button" class="small" onClick={() => change({ languageHeard })}>
            {languageHeard}
          </button>
        ))}
      </div>
      <TextArea
        label={say.what}
        hint={say.whatHint}
        required
        value={draft.what}
        problem={wrong('what')}
        change={(what) => change({ what })}
      />
      <TextField
        label={say.who}
        value={draft.reportedBy}
        maxLength={100}
        problem={wrong('reportedBy')}
        change={(reportedBy) => change({ reportedBy })}
      />
      <Choice
        label={say.recording}
        hint={say.recordingHint}
        value={draft.recordingId}
        options={[['', say.noRecording], ...(recordings.data.value ?? []).map(({ id, title }) => [id, title] as const)]}
        change={(recordingId) => change({ recordingId })}
      />
      <Need text={need} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.submit}
      </button>
    </form>
  );
}
