import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { type Gate, gate } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Fold } from '../parts/fold.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';

/** Quốc tang: days without music and entertainment, in the whole station. */
export function MourningSection({ mournings }: { mournings: Gate['mournings'] }) {
  const say = words.value.hours.mourning;
  const ahead = mournings.filter(({ to }) => to >= today.value);
  return (
    <section aria-labelledby="mourning-title">
      <h2 id="mourning-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {ahead.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {ahead.map((mourning) => (
          <MourningCard key={mourning.id} mourning={mourning} />
        ))}
      </ul>
      <Fold label={say.add} needs="gate">
        {(close) => <MourningForm saved={close} />}
      </Fold>
    </section>
  );
}

function MourningCard({ mourning }: { mourning: Gate['mournings'][number] }) {
  const say = words.value.hours.mourning;
  const end = async () => {
    await call('endMourning', { params: { id: mourning.id } });
    await gate.refresh();
  };
  return (
    <li class="card">
      <h3>{say.on(tellDate(mourning.from), tellDate(mourning.to))}</h3>
      <p>{mourning.reason}</p>
      <ActButton
        needs={['gate']}
        question={{ text: say.askEnd, yes: say.yesEnd, no: words.value.today.keep }}
        act={end}
      >
        {say.end}
      </ActButton>
    </li>
  );
}

function MourningForm({ saved }: { saved: () => void }) {
  const say = words.value.hours.mourning;
  const fresh = { from: today.value, to: '', reason: '' };
  const [draft, setDraft] = useState(fresh);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const wrong = (field: string) => problemAt(submitting.failure, field);
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await call('addMourning', { body: draft, key: key.of(draft) });
      key.done();
      await gate.refresh();
      setDraft(fresh);
      saved();
    });
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <div class="two">
        <TextField
          label={say.from}
          type="date"
          value={draft.from}
          problem={wrong('from')}
          change={(from) => change({ from })}
        />
        <TextField
          label={say.to}
          type="date"
          value={draft.to}
          min={draft.from}
          problem={wrong('to')}
          change={(to) => change({ to })}
        />
      </div>
      <TextField
        label={say.reason}
        value={draft.reason}
        problem={wrong('reason')}
        change={(reason) => change({ reason })}
      />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.submit}
      </button>
    </form>
  );
}
