import { call } from '../api/client.ts';
import { stationNow, tick } from '../live/station.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { words } from '../words/language.ts';
import { tellSecond, tellSpan } from '../words/tell.ts';
import { openQuestions, type Question, questions } from './lists.ts';

/** The questions of order that still matter, wherever somebody may see them. */
export function OpenQuestions() {
  if (openQuestions.value.length === 0) return null;
  return (
    <ul class="cards">
      {openQuestions.value.map((question) => (
        <QuestionCard key={question.id} question={question} />
      ))}
    </ul>
  );
}

function QuestionCard({ question }: { question: Question }) {
  const say = words.value.inbox.question;
  tick.value;
  const submitting = useSubmitting();
  const { id, above, own, answerBy } = question;
  const leftMs = Math.floor((answerBy - stationNow()) / 1000) * 1000;
  const answer = (first: string) =>
    submitting.run(async () => {
      await call('answerQuestion', { params: { id }, body: { first } });
      await Promise.all([questions.refresh(), broadcasts.refresh()]);
    });
  const earlier = above.plannedAt < own.plannedAt ? above : own;
  return (
    <li class="card question">
      <h2>
        <Icon name="warn" /> {say.title}
      </h2>
      <div class="great">
        {[above, own].map((one) => (
          <button
            key={one.broadcastId}
            type="button"
            class="huge"
            disabled={submitting.busy || leftMs <= 0 || !mayDo('operate')}
            onClick={() => answer(one.broadcastId)}
          >
            <Icon name="first" />
            <span>
              {say.first(one.title)}
              <span class="button-hint">
                {one === above ? say.above : say.own}, {say.at(tellSecond(one.plannedAt))}
              </span>
            </span>
          </button>
        ))}
      </div>
      <p>
        <strong>{leftMs > 0 ? say.left(tellSpan(leftMs)) : say.noLeft}</strong>{' '}
        {above.plannedAt === own.plannedAt ? say.otherwiseEqual : say.otherwise(earlier.title)}
      </p>
      <FailureNote failure={submitting.failure} />
    </li>
  );
}
