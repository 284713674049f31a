import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import type { Gate } from '../live/lists.ts';
import { gate } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { AreaChoice } from '../places/area-choice.tsx';
import { mayDo } from '../session/session.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellDate, tellMoment } from '../words/tell.ts';
import { draftOf, type RulesDraft, rulesOf } from './draft.ts';
import { placeName } from './place-name.ts';
import { RulesFields } from './rules-form.tsx';

type Presets = Answer<'listGatePresets'>;

/** Rules of the air from a date on, begun from those in force or from those of another place. */
export function ChangeSection({ known }: { known: Gate }) {
  const say = words.value.hours.change;
  const [presets, setPresets] = useState<Presets | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const opening = useSubmitting();
  const open = () =>
    opening.run(async () => {
      setDone(null);
      setPresets(await call('listGatePresets', {}));
    });
  return (
    <section aria-labelledby="change-title">
      <h2 id="change-title">{say.title}</h2>
      {mayDo('gate') ? <p class="hint">{say.hint}</p> : null}
      {done === null ? null : (
        <p class="card note-good done" role="status">
          <Icon name="done" />
          <span>{say.done(done)}</span>
        </p>
      )}
      <FailureNote failure={opening.failure} />
      {presets === null ? (
        mayDo('gate') && (
          <button type="button" class="main" disabled={opening.busy} onClick={open}>
            {say.open}
          </button>
        )
      ) : (
        <ChangeForm
          known={known}
          presets={presets}
          saved={(from) => {
            setPresets(null);
            setDone(from);
          }}
        />
      )}
      <History versions={known.versions} />
    </section>
  );
}

interface ChangeFormProps {
  readonly known: Gate;
  readonly presets: Presets;
  readonly saved: (from: string) => void;
}

/** What is kept of a change, with the state that it was begun from. */
interface KeptChange {
  readonly areaId: string;
  readonly presetKey: string;
  readonly from: string;
  readonly note: string;
  readonly mark: string | null;
  readonly draft: RulesDraft | null;
}

function ChangeForm({ known, presets, saved }: ChangeFormProps) {
  const { hours } = words.value;
  const say = hours.change;
  const standingOf = (areaId: string) => known.inForce.find((standing) => (standing.areaId ?? '') === areaId);
  const presentOf = (areaId: string) => (standingOf(areaId) ?? known.inForce[0])?.rules;
  const [full, fill, kept] = useKept<KeptChange>({
    ...{ form: 'gate-version', place: '#gio-phat', title: () => say.title },
    fresh: () => {
      const present = presentOf('');
      return {
        ...{ areaId: '', presetKey: '', from: today.value, note: '' },
        // What is known is renewed under an open form: what the person began from stays.
        mark: standingOf('')?.mark ?? null,
        draft: present ? draftOf(present) : null,
      };
    },
  });
  const { areaId, presetKey, from, note, mark, draft } = full;
  const [wrong, setWrong] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = kept.key();
  if (draft === null) return null;
  const preset = presets.presets.find((one) => one.key === presetKey);
  const begin = (chosenKey: string, chosenArea: string) => {
    const rules = presets.presets.find((one) => one.key === chosenKey)?.rules ?? presentOf(chosenArea);
    fill({
      ...{ presetKey: chosenKey, areaId: chosenArea, mark: standingOf(chosenArea)?.mark ?? null },
      ...(rules ? { draft: draftOf(rules) } : {}),
    });
    clear();
  };
  const clear = () => {
    setWrong(null);
    submitting.clear();
  };
  const problem = (field: string) => {
    if (wrong === field) return field === 'nightBand.ceilingDb' ? say.notDb : say.notNumber;
    return problemAt(submitting.failure, field);
  };
  const send = (event: Event) => {
    event.preventDefault();
    const read = rulesOf(draft);
    if ('wrong' in read) return setWrong(read.wrong);
    submitting.run(async () => {
      const body = { areaId: areaId === '' ? null : areaId, from, note, rules: read.rules };
      await call('addGateVersion', { body, key: key.of(body), seen: { mark: mark ?? undefined } });
      kept.done();
      await gate.refresh();
      saved(tellDate(from));
    });
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <KeptNote kept={kept} failure={submitting.failure} />
      <AreaChoice label={say.where} none={hours.whole} value={areaId} change={(id) => begin(presetKey, id)} />
      <Choice
        label={say.preset}
        value={presetKey}
        options={[['', say.present], ...presets.presets.map((one) => [one.key, sayBoth(one.name)] as const)]}
        change={(chosen) => begin(chosen, areaId)}
      />
      {preset ? (
        <div class="note">
          <p>{say.source(sayBoth(preset.source))}</p>
          {preset.assumed === null ? null : <p>{say.assumed(sayBoth(preset.assumed))}</p>}
        </div>
      ) : null}
      {presets.faults.map(({ file, problem: fault }) => (
        <p key={file} class="note note-warn">
          {say.fault(file, sayBoth(fault))}
        </p>
      ))}
      <RulesFields
        draft={draft}
        problem={problem}
        change={(part) => {
          fill({ draft: { ...draft, ...part } });
          clear();
        }}
      />
      <TextField
        label={say.from}
        type="date"
        min={today.value}
        value={from}
        problem={problem('from')}
        change={(date) => {
          fill({ from: date });
          clear();
        }}
      />
      <TextField
        label={say.note}
        value={note}
        problem={problem('note')}
        change={(text) => {
          fill({ note: text });
          clear();
        }}
      />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.submit}
      </button>
    </form>
  );
}

function History({ versions }: { versions: Gate['versions'] }) {
  const say = words.value.hours.change;
  if (versions.length === 0) return null;
  return (
    <details>
      <summary>{say.history}</summary>
      <ul class="plain-list">
        {versions.toReversed().map((version) => (
          <li key={version.id}>
            <strong>{say.historyLine(tellDate(version.from), placeName(version.areaId))}</strong>
            <span class="hint">
              {version.note}
              {version.writtenBy === null
                ? ''
                : ` (${say.writtenBy(version.writtenBy, tellMoment(version.createdAt))})`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
