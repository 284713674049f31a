import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type InboxItem, items } from './lists.ts';

/** The station wants a reason of so many characters. */
const LEAST_REASON = 5;

export function DeclineForm({ item, leave }: { item: InboxItem; leave: () => void }) {
  const say = words.value.inbox;
  const [reason, setReason] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    if (reason.trim().length < LEAST_REASON) return setNeed(say.reasonNeed);
    submitting.run(async () => {
      await call('declineItem', { params: { id: item.id }, body: { reason: reason.trim() } });
      await items.refresh();
    });
  };
  return (
    <form noValidate onSubmit={send} aria-label={say.declineTitle(item.title)}>
      <TextField
        label={say.reason}
        value={reason}
        maxLength={500}
        change={(typed) => {
          setReason(typed);
          setNeed(null);
        }}
      />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave} tone="danger">
        {say.submitDecline}
      </FormEnd>
    </form>
  );
}
