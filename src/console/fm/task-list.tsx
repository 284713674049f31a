import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { Mark } from '../parts/mark.tsx';
import { instantOfMoment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { interference, receivers, type VillageTask } from './lists.ts';

/** What helpers in the village were asked to do, whom to ring about it, and what they answered. */
export function TaskList({ tasks, place }: { tasks: readonly VillageTask[]; place: string }) {
  const say = words.value.interference;
  if (tasks.length === 0) return null;
  return (
    <div class="stack">
      <strong>{say.tasks}</strong>
      <ul class="plain-list">
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} place={place} />
        ))}
      </ul>
    </div>
  );
}

function TaskLine({ task, place }: { task: VillageTask; place: string }) {
  const say = words.value.interference;
  const [answering, setAnswering] = useState(false);
  const { kind, endpointId, helperName, helperPhone, note, askedAt, doneAt, doneBy, answer } = task;
  const where = endpointId === null ? place : (receivers.value.get(endpointId)?.name ?? place);
  return (
    <li class="stack">
      <div class="row">
        <span class="grow">
          <strong>{say.taskLine(say.kinds[kind], where)}</strong>{' '}
          <span class="hint">{[say.taskAsked(helperName, tellSoon(askedAt)), note].filter(Boolean).join('. ')}</span>
        </span>
        {doneAt === null ? (
          <Mark icon="wait" tone="warn">
            {say.taskWaiting}
          </Mark>
        ) : (
          <Mark icon="phone" tone="quiet">
            {say.taskDone(doneBy ?? helperName, tellSoon(doneAt))}
          </Mark>
        )}
      </div>
      {answer === null || answer === '' ? null : <p class="hint">{answer}</p>}
      {doneAt === null && !answering ? (
        <div class="buttons">
          <PhoneLink name={helperName} phone={helperPhone} />
          <button type="button" onClick={() => setAnswering(true)}>
            {say.answer}
          </button>
        </div>
      ) : null}
      {doneAt === null && answering ? <AnswerForm task={task} leave={() => setAnswering(false)} /> : null}
    </li>
  );
}

function AnswerForm({ task, leave }: { task: VillageTask; leave: () => void }) {
  const say = words.value.interference;
  const [doneBy, setDoneBy] = useState(task.helperName);
  const [moment, setMoment] = useState(momentNow);
  const [answer, setAnswer] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    const doneAt = instantOfMoment(moment);
    if (doneBy.trim() === '') return setNeed(words.value.hearing.needName);
    if (doneAt === null) return setNeed(words.value.hearing.needTime);
    submitting.run(async () => {
      const body = { doneAt, doneBy: doneBy.trim(), answer: answer.trim() };
      await call('answerVillageTask', { params: { id: task.id }, body });
      await interference.refresh();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={send} aria-label={say.answer}>
      <TextField
        label={say.answeredBy}
        value={doneBy}
        maxLength={100}
        problem={problemAt(submitting.failure, 'doneBy')}
        change={(typed) => {
          setDoneBy(typed);
          setNeed(null);
        }}
      />
      <MomentFields
        legend={say.answeredAt}
        value={moment}
        problem={problemAt(submitting.failure, 'doneAt')}
        change={(picked) => {
          setMoment(picked);
          setNeed(null);
        }}
      />
      <TextField label={say.answerText} value={answer} maxLength={500} required={false} change={setAnswer} />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {say.submitAnswer}
      </FormEnd>
    </form>
  );
}
