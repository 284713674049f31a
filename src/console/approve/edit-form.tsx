import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { stationZone } from '../live/station.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type BulletinDraft, bulletinProblem, draftOf, isToldAlready, toldOf } from './bulletin-draft.ts';
import { BulletinFields } from './bulletin-fields.tsx';
import { putDocument } from './document.ts';
import { approvals, type Card } from './lists.ts';

/** Changes a bulletin that is not approved, and submits it where it was sent back or kept. */
export function EditForm({ card, leave }: { card: Card; leave: () => void }) {
  const say = words.value.approve;
  // What is changed under the hand is refused by the station: the form keeps what it began with.
  const [seen] = useState(card);
  const [title, setTitle] = useState(card.title);
  const [draft, setDraft] = useState<BulletinDraft>(() => draftOf(card, stationZone.value));
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const isSubmitting = card.standing.state !== 'waiting';
  const send = (event: Event) => {
    event.preventDefault();
    const problem = title.trim() === '' ? 'title' : bulletinProblem(draft);
    if (problem !== null) return setNeed(say.fields.need[problem]);
    submitting.run(async () => {
      const params = { id: seen.subject };
      if (title.trim() !== seen.title || !isToldAlready(draft, seen, stationZone.value)) {
        const body = { title: title.trim(), ...toldOf(draft, stationZone.value), sha256: seen.sha256 };
        await call('changeBulletin', { params, body });
      }
      await putDocument(seen.subject, draft, seen.attachment !== null);
      if (isSubmitting) await call('submitForApproval', { params });
      await approvals.refresh();
      leave();
    });
  };
  return (
    <form noValidate onSubmit={send} aria-label={say.editTitle(seen.title)}>
      <TextField label={say.fields.title} value={title} change={setTitle} />
      <BulletinFields
        draft={draft}
        attached={seen.attachment?.name ?? null}
        change={(change) => {
          setDraft({ ...draft, ...change });
          setNeed(null);
        }}
      />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {isSubmitting ? say.saveAndSubmit : say.save}
      </FormEnd>
    </form>
  );
}
