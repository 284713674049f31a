import { useState } from 'preact/hooks';
import { instantOf } from '#kernel';
import { call } from '../api/client.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { areas, endpoints, type Gate, gate } from '../live/lists.ts';
import { stationNow, stationZone, today } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Fold } from '../parts/fold.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { TimeChoice } from '../play/time-choice.tsx';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { placeName } from './place-name.ts';

/** Silence from an instant to an instant: exams, funerals. */
export function QuietSection({ spans }: { spans: Gate['quietSpans'] }) {
  const say = words.value.hours.quiet;
  return (
    <section aria-labelledby="quiet-title">
      <h2 id="quiet-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {spans.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {spans.map((span) => (
          <QuietCard key={span.id} span={span} />
        ))}
      </ul>
      <Fold label={say.add} needs="gate">
        {(close) => <QuietForm saved={close} />}
      </Fold>
    </section>
  );
}

function QuietCard({ span }: { span: Gate['quietSpans'][number] }) {
  const { hours, today: todayWords } = words.value;
  const say = hours.quiet;
  const where = placeName(span.areaId, span.endpointId);
  const lift = async () => {
    await call('liftQuietSpan', { params: { id: span.id } });
    await gate.refresh();
  };
  return (
    <li class="card">
      <h3>
        {span.from <= stationNow()
          ? say.holds(where, tellSoon(span.to))
          : say.later(where, tellSoon(span.from), tellSoon(span.to))}
      </h3>
      <p>
        {span.reason}
        {span.writtenBy === null ? null : (
          <span class="hint">{hours.change.writtenBy(span.writtenBy, tellSoon(span.createdAt))}</span>
        )}
      </p>
      <ActButton
        needs={['gate']}
        question={{ text: say.askLift(where), yes: say.yesLift, no: todayWords.keep }}
        danger={false}
        act={lift}
      >
        {say.lift}
      </ActButton>
    </li>
  );
}

const FRESH = { where: '', reason: '', isNow: true, beginDate: '', beginTime: '', endTime: '' };

function QuietForm({ saved }: { saved: () => void }) {
  const { hours, play } = words.value;
  const say = hours.quiet;
  const [draft, fill, kept] = useKept({
    ...{ form: 'quiet', place: '#gio-phat', title: () => say.title },
    fresh: () => ({ ...FRESH, beginDate: today.value, endDate: today.value }),
  });
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = kept.key();
  const change = (part: Partial<typeof draft>) => {
    fill(part);
    setNeed(null);
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    const from = draft.isNow ? null : instantOf(draft.beginDate, draft.beginTime, stationZone.value);
    const to = instantOf(draft.endDate, draft.endTime, stationZone.value);
    if (!draft.isNow && from === null) return setNeed(say.needBegin);
    if (to === null) return setNeed(say.needEnd);
    submitting.run(async () => {
      const [kind, id = ''] = draft.where.split(' ');
      const place = { areaId: kind === 'area' ? id : null, endpointId: kind === 'endpoint' ? id : null };
      const body = { ...place, from, to, reason: draft.reason };
      await call('addQuietSpan', { body, key: key.of(body) });
      kept.drop();
      await gate.refresh();
      saved();
    });
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <KeptNote kept={kept} failure={submitting.failure} />
      <Choice
        label={say.where}
        value={draft.where}
        options={[
          ['', hours.whole],
          ...(areas.data.value ?? []).map(({ id, name }) => [`area ${id}`, name] as const),
          ...(endpoints.data.value ?? []).map(({ id, name }) => [`endpoint ${id}`, name] as const),
        ]}
        change={(where) => change({ where })}
      />
      <TextField label={say.reason} value={draft.reason} change={(reason) => change({ reason })} />
      <div class="buttons">
        {say.reasons.map((reason) => (
          <button key={reason} type="button" class="small" onClick={() => change({ reason })}>
            {reason}
          </button>
        ))}
      </div>
      <fieldset class="checks">
        <legend>{say.begin}</legend>
        {[true, false].map((isNow) => (
          <label key={String(isNow)} class="check">
            <input type="radio" name="quiet-begin" checked={draft.isNow === isNow} onChange={() => change({ isNow })} />
            <span>{isNow ? say.beginNow : say.beginAt}</span>
          </label>
        ))}
        {draft.isNow ? null : (
          <div class="pair">
            <TextField
              label={play.date}
              type="date"
              min={today.value}
              value={draft.beginDate}
              change={(beginDate) => change({ beginDate })}
            />
            <TimeChoice value={draft.beginTime} change={(beginTime) => change({ beginTime })} />
          </div>
        )}
      </fieldset>
      <fieldset>
        <legend>{say.end}</legend>
        <div class="pair">
          <TextField
            label={play.date}
            type="date"
            min={today.value}
            value={draft.endDate}
            change={(endDate) => change({ endDate })}
          />
          <TimeChoice value={draft.endTime} change={(endTime) => change({ endTime })} />
        </div>
      </fieldset>
      <Need text={need} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.submit}
      </button>
    </form>
  );
}
