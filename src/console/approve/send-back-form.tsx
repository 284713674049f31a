import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { words } from '../words/language.ts';
import { approvals, type Card } from './lists.ts';

/** The station wants a word of so many characters. */
const LEAST_WORD = 3;

export function SendBackForm({ card, leave }: { card: Card; leave: () => void }) {
  const say = words.value.approve;
  const [word, setWord] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    if (word.trim().length < LEAST_WORD) return setNeed(say.wordNeed);
    submitting.run(async () => {
      await call('sendBack', { params: { id: card.subject }, body: { word: word.trim() } });
      await approvals.refresh();
    });
  };
  return (
    <form noValidate onSubmit={send} aria-label={say.sendBackTitle(card.title)}>
      <TextArea
        label={say.word}
        value={word}
        maxLength={1000}
        change={(typed) => {
          setWord(typed);
          setNeed(null);
        }}
      />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave} tone="danger">
        {say.submitSendBack}
      </FormEnd>
    </form>
  );
}
