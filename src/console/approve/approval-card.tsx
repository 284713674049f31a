import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { API } from '../api/routes.ts';
import { areas } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellSoon, tellSpan } from '../words/tell.ts';
import type { OutsideField } from './bulletin-draft.ts';
import { EditForm } from './edit-form.tsx';
import { Listening } from './listening.tsx';
import { approvals, type Card } from './lists.ts';
import { Said } from './said.tsx';
import { SendBackForm } from './send-back-form.tsx';

/** What a person must know of one thing before he says yes or no. */
function About({ card }: { card: Card }) {
  const say = words.value.approve;
  const { form, recordings, audience, attachment, changes, standing, notes } = card;
  const places = (areas.data.value ?? []).filter(({ id }) => audience.includes(id)).map(({ name }) => name);
  const listened = notes.filter(({ event, isThis }) => event === 'listen' && isThis).at(-1);
  return (
    <>
      <p class="hint">
        {say.madeBy(card.changedBy ?? card.writtenBy, card.changedAt === null ? null : tellSoon(card.changedAt))}
      </p>
      {card.nextAt === null ? null : (
        <p>
          <strong>{say.next(tellSoon(card.nextAt))}</strong>
        </p>
      )}
      {standing.word === null ? null : <p class="note note-warn">{say.sentBack(standing.decidedBy, standing.word)}</p>}
      {card.text === '' ? null : <p class="as-written">{card.text}</p>}
      {form === null ? null : (
        <ul class="plain-list">
          <li>
            <strong>{say.fields.abouts[form.about]}</strong>
          </li>
          {Object.entries(form).map(([name, value]) =>
            name === 'about' ? null : (
              <li key={name}>
                {say.fields.outsideFields[name as OutsideField]}: {String(value)}
              </li>
            ),
          )}
        </ul>
      )}
      <p class="hint">
        {card.kind === 'frame' ? say.frame : say.where(places.join(', '))}
        {card.programme === null ? '' : ` · ${card.programme}`}
        {card.class === 'external' ? ` · ${say.external}` : ''}
        {card.documentNumber === '' ? '' : ` · ${say.document(card.documentNumber)}`}
        {card.validTo === null ? '' : ` · ${say.validTo(tellSoon(card.validTo))}`}
        {card.personalUntil === null ? '' : ` · ${say.personal(tellSoon(card.personalUntil))}`}
      </p>
      {attachment === null ? null : (
        <p>
          <a href={`${API}/bulletins/${card.subject}/attachment`} download={attachment.name}>
            {say.attachment(attachment.name)}
          </a>
        </p>
      )}
      {standing.fell === null && changes.length === 0 ? null : (
        <div class="note note-warn">
          <p>
            <strong>{card.changesSince === 'sent_back' ? say.changedSinceBack : say.changed}</strong>
          </p>
          <ul>
            {changes.length === 0
              ? standing.fell?.map((what) => <li key={what.en}>{sayBoth(what)}</li>)
              : changes.map(({ what, before, after }) => (
                  <li key={what.en}>
                    {sayBoth(what)}
                    {before === null ? '' : say.fromTo(before, after ?? '')}
                  </li>
                ))}
          </ul>
        </div>
      )}
      {recordings.map((recording) => (
        <div key={recording.recordingId}>
          <p class="hint">{say.recording(recording.language, tellSpan(recording.durationMs))}</p>
          <Listening card={card} recording={recording} />
        </div>
      ))}
      {listened === undefined || listened.listenedMs === null ? null : (
        <p class="hint">{say.listened(listened.by ?? '', tellSpan(listened.listenedMs))}</p>
      )}
      <Said card={card} />
    </>
  );
}

/** Something that waits for this person. */
export function WaitingCard({
  card,
  isChosen,
  choose,
  approve,
  busy,
}: {
  card: Card;
  isChosen: boolean;
  choose: (on: boolean) => void;
  approve: () => void;
  busy: boolean;
}) {
  const say = words.value.approve;
  const [sending, setSending] = useState(false);
  return (
    <li class="card">
      <label class="check">
        <input type="checkbox" checked={isChosen} onChange={({ currentTarget }) => choose(currentTarget.checked)} />
        <strong>{card.title}</strong>
      </label>
      {card.isOwn ? (
        <Mark icon="warn" tone="warn">
          {say.own}
        </Mark>
      ) : null}
      <About card={card} />
      {sending ? (
        <SendBackForm card={card} leave={() => setSending(false)} />
      ) : (
        <div class="buttons">
          <button type="button" class="main" disabled={busy} onClick={approve}>
            {card.isOwn ? say.approveOwn : say.approve}
          </button>
          <button type="button" class="danger-quiet" onClick={() => setSending(true)}>
            {say.sendBack}
          </button>
        </div>
      )}
    </li>
  );
}

/** Who has to do something now, by name. */
function WaitsFor({ card }: { card: Card }) {
  const say = words.value.approve;
  if (card.standing.state !== 'waiting')
    return <p class="hint">{say.waitsForMaker(card.changedBy ?? card.writtenBy)}</p>;
  if (card.waitsFor.length === 0) return <p class="note note-warn">{say.waitsForNobody}</p>;
  return (
    <p class="hint">
      {say.waitsFor(card.waitsFor.join(', '), card.waitsSince === null ? null : tellSoon(card.waitsSince))}
    </p>
  );
}

/** Something that waits for others, or for whoever made it to mend and submit it. */
export function OtherCard({ card, maySubmit }: { card: Card; maySubmit: boolean }) {
  const say = words.value.approve;
  const submitting = useSubmitting();
  const [editing, setEditing] = useState(false);
  const { state } = card.standing;
  const submit = () =>
    submitting.run(async () => {
      await call('submitForApproval', { params: { id: card.subject } });
      await approvals.refresh();
    });
  return (
    <li class="card">
      <div class="row">
        <h3 class="grow">{card.title}</h3>
        <Mark icon={state === 'sent_back' ? 'back' : 'wait'} tone={state === 'sent_back' ? 'warn' : 'live'}>
          {say.states[state]}
        </Mark>
      </div>
      <WaitsFor card={card} />
      <About card={card} />
      <FailureNote failure={submitting.failure} />
      {editing ? <EditForm card={card} leave={() => setEditing(false)} /> : null}
      {!maySubmit || editing ? null : (
        <div class="buttons">
          {state === 'waiting' ? null : (
            <button type="button" class="main" disabled={submitting.busy} onClick={submit}>
              {state === 'sent_back' ? say.submitAgain : say.submit}
            </button>
          )}
          {card.kind === 'bulletin' ? (
            <button type="button" onClick={() => setEditing(true)}>
              {say.edit}
            </button>
          ) : null}
        </div>
      )}
    </li>
  );
}
