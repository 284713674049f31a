import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { approvals, type Card } from './lists.ts';

/** What was done and said of it, and a place to say something more. */
export function Said({ card }: { card: Card }) {
  const say = words.value.approve;
  const [word, setWord] = useState('');
  const submitting = useSubmitting();
  const told = card.notes.filter(({ event }) => event !== 'listen');
  const send = (event: Event) => {
    event.preventDefault();
    if (word.trim() === '') return;
    submitting.run(async () => {
      await call('comment', { params: { id: card.subject }, body: { word: word.trim() } });
      setWord('');
      await approvals.refresh();
    });
  };
  return (
    <details>
      <summary>{say.said(told.filter(({ event }) => event === 'comment').length)}</summary>
      <ul class="plain-list">
        {told.map(({ at, by, event, word: spoken }) => (
          <li key={`${at} ${event}`}>
            <strong>{by ?? say.somebody}</strong> <span class="hint">{tellSoon(at)}</span>
            <br />
            {event === 'comment' ? spoken : `${say.events[event]}${spoken === null ? '' : `: ${spoken}`}`}
          </li>
        ))}
      </ul>
      <form noValidate onSubmit={send} aria-label={say.commentTitle(card.title)}>
        <TextArea label={say.comment} value={word} maxLength={1000} rows={2} change={setWord} />
        <FailureNote failure={submitting.failure} />
        <button type="submit" class="small" disabled={submitting.busy || word.trim() === ''}>
          {say.sendComment}
        </button>
      </form>
    </details>
  );
}
