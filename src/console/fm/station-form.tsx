import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { endpoints } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { AreaChoice } from '../places/area-choice.tsx';
import { words } from '../words/language.ts';
import { type FmStation, stations } from './lists.ts';
import { RdsPreview } from './rds-preview.tsx';
import { bodyOf, draftOf, type Misread, type StationDraft } from './station-draft.ts';
import { StationParts } from './station-parts.tsx';
import { stationProblem } from './station-problem.ts';

interface StationFormProps {
  /** Absent: a new one. */
  readonly station?: FmStation;
  readonly close: () => void;
}

const BANDS = ['54-68', '87-108'] as const;

/** What every station needs stands first; the rest is folded, and opens by itself where something in it is wrong. */
export function StationForm({ station, close }: StationFormProps) {
  const { fm } = words.value;
  const say = fm.form;
  // The list is renewed under an open form: what the person began from stays.
  const [opened] = useState(station);
  const [draft, setDraft] = useState(() => draftOf(station));
  const [misread, setMisread] = useState<Misread | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const change = (part: Partial<StationDraft>) => {
    setDraft({ ...draft, ...part });
    setMisread(null);
    submitting.clear();
  };
  // The part that a misread field lies in opens too.
  const problem = (field: string) =>
    misread?.wrong === field || misread?.wrong.startsWith(`${field}.`)
      ? say.wants[misread.wants]
      : stationProblem(submitting.failure, field, draft.lineDrafts);
  const send = (event: Event) => {
    event.preventDefault();
    const read = bodyOf(draft);
    if ('wrong' in read) return setMisread(read);
    submitting.run(async () => {
      const { body } = read;
      if (station) await call('changeFmStation', { params: { id: station.id }, body, seen: opened });
      else await call('addFmStation', { body, key: key.of(body) });
      key.done();
      await Promise.all([stations.refresh(), endpoints.refresh()]);
      setDraft(draftOf(undefined));
      close();
    });
  };
  return (
    <form class={station ? 'inner-form' : 'card'} noValidate onSubmit={send} aria-label={station ? fm.change : fm.add}>
      <TextField
        label={say.name}
        value={draft.name}
        placeholder={say.namePlaceholder}
        maxLength={100}
        problem={problem('name')}
        change={(name) => change({ name })}
      />
      <Choice
        label={say.band}
        value={draft.band ?? 'none'}
        options={[...BANDS.map((band) => [band, say.bands[band]] as const), ['none', say.bands.none]]}
        change={(picked) => change({ band: BANDS.find((band) => band === picked) ?? null })}
      />
      {draft.band === null ? null : (
        <TextField
          label={say.frequency}
          hint={say.frequencyHint}
          value={draft.megahertz}
          maxLength={12}
          problem={problem('frequencyKhz')}
          change={(megahertz) => change({ megahertz })}
        />
      )}
      <div class="two">
        <TextField
          label={say.pi}
          hint={say.piHint}
          value={draft.pi}
          maxLength={4}
          problem={problem('pi')}
          change={(pi) => change({ pi: pi.toUpperCase() })}
        />
        <TextField
          label={say.ps}
          hint={say.psHint}
          value={draft.ps}
          maxLength={8}
          problem={problem('ps')}
          change={(ps) => change({ ps })}
        />
      </div>
      {draft.ps.trim() === '' ? null : <RdsPreview ps={draft.ps} />}
      <AreaChoice
        label={say.area}
        none={say.noArea}
        value={draft.areaId ?? ''}
        change={(areaId) => change({ areaId: areaId === '' ? null : areaId })}
      />
      <StationParts draft={draft} change={change} problem={problem} />
      {station && station.lines.length > 0 ? <p class="hint">{fm.changeBreaks}</p> : null}
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        <button type="submit" class="main" disabled={submitting.busy}>
          {station ? fm.submitChange : fm.submitAdd}
        </button>
        {station ? (
          <button type="button" onClick={close}>
            {fm.leave}
          </button>
        ) : null}
      </div>
    </form>
  );
}
