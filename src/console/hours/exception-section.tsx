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
import { AreaChoice } from '../places/area-choice.tsx';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { type Window, windowsOf } from './draft.ts';
import { placeName } from './place-name.ts';
import { SpanRows } from './span-rows.tsx';

/** Days on which the commune may do what its rules forbid, because somebody wrote down why. */
export function ExceptionSection({ days }: { days: Gate['exceptionDays'] }) {
  const say = words.value.hours.exception;
  const ahead = days.filter(({ date }) => date >= today.value);
  return (
    <section aria-labelledby="exception-title">
      <h2 id="exception-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {ahead.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {ahead.map((day) => (
          <ExceptionCard key={day.id} day={day} />
        ))}
      </ul>
      <Fold label={say.add} needs="gate">
        {(close) => <ExceptionForm saved={close} />}
      </Fold>
    </section>
  );
}

function ExceptionCard({ day }: { day: Gate['exceptionDays'][number] }) {
  const { hours, today: todayWords } = words.value;
  const say = hours.exception;
  const date = tellDate(day.date);
  const remove = async () => {
    await call('removeExceptionDay', { params: { id: day.id } });
    await gate.refresh();
  };
  const spans = day.windows?.map(({ name, from, to }) => `${name} ${from}–${to}`).join('; ');
  const limits = [
    day.sessionsPerDay === null ? null : hours.sessions(day.sessionsPerDay),
    day.minutesPerSession === null ? null : hours.minutes(day.minutesPerSession),
  ].filter((limit) => limit !== null);
  return (
    <li class="card">
      <h3>
        {date}, {placeName(day.areaId)}
      </h3>
      <p>{day.reason}</p>
      <p class="hint">{[spans ?? say.asUsual, ...limits].join(' · ')}</p>
      <ActButton
        needs={['gate']}
        question={{ text: say.askRemove(date), yes: say.yesRemove, no: todayWords.keep }}
        act={remove}
      >
        {say.remove}
      </ActButton>
    </li>
  );
}

const WINDOW: Window = { name: '', from: '', to: '' };

function ExceptionForm({ saved }: { saved: () => void }) {
  const { hours } = words.value;
  const say = hours.exception;
  const fresh = { areaId: '', date: '', reason: '', windows: null as Window[] | null };
  const [draft, setDraft] = useState(fresh);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    submitting.clear();
  };
  const wrong = (field: string) => problemAt(submitting.failure, field);
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const { areaId, date, reason, windows } = draft;
      const body = { areaId: areaId === '' ? null : areaId, date, reason, windows: windows && windowsOf(windows) };
      await call('addExceptionDay', { body, key: key.of(body) });
      key.done();
      await gate.refresh();
      setDraft(fresh);
      saved();
    });
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <AreaChoice
        label={hours.change.where}
        none={hours.whole}
        value={draft.areaId}
        change={(areaId) => change({ areaId })}
      />
      <TextField
        label={say.date}
        type="date"
        min={today.value}
        value={draft.date}
        problem={wrong('date')}
        change={(date) => change({ date })}
      />
      <TextField
        label={say.reason}
        value={draft.reason}
        problem={wrong('reason')}
        change={(reason) => change({ reason })}
      />
      <fieldset class="checks">
        <legend>{say.hours}</legend>
        {[false, true].map((own) => (
          <label key={String(own)} class="check">
            <input
              type="radio"
              name="exception-hours"
              checked={(draft.windows !== null) === own}
              onChange={() => change({ windows: own ? [WINDOW] : null })}
            />
            <span>{own ? say.own : say.asUsual}</span>
          </label>
        ))}
        {draft.windows === null ? null : (
          <SpanRows
            legend={say.own}
            rows={draft.windows}
            fresh={WINDOW}
            add={hours.change.addWindow}
            change={(windows) => change({ windows })}
            problem={(field) => wrong(`windows.${field}`)}
          />
        )}
      </fieldset>
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.submit}
      </button>
    </form>
  );
}
