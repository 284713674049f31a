import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { KeptNote } from '../kept/kept-note.tsx';
import { useKept } from '../kept/use-kept.ts';
import { stationZone } from '../live/station.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type BulletinDraft, bulletinProblem, draftOf, isToldAlready, toldOf } from './bulletin-draft.ts';
import { BulletinFields } from './bulletin-fields.tsx';
import { putDocument } from './document.ts';
import { approvals, type Card } from './lists.ts';

/** What is kept of a change: from which state it was begun belongs to it. */
interface KeptEdit {
  readonly title: string;
  readonly draft: BulletinDraft;
  readonly sha256: string;
}

/** Changes a bulletin that is not approved, and submits it where it was sent back or kept. */
export function EditForm({ card, leave }: { card: Card; leave: () => void }) {
  const say = words.value.approve;
  // What is changed under the hand is refused by the station: the form keeps what it began with.
  const [seen] = useState(card);
  const [full, fill, kept] = useKept<KeptEdit>({
    form: `edit/${card.subject}`,
    place: '#duyet',
    title: ({ title: named }) => named,
    fresh: () => ({ title: card.title, draft: draftOf(card, stationZone.value), sha256: card.sha256 }),
    strip: (all) => ({ ...all, draft: { ...all.draft, file: null } }),
  });
  const { title, draft, sha256 } = full;
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
        const body = { title: title.trim(), ...toldOf(draft, stationZone.value), sha256 };
        await call('changeBulletin', { params, body });
      }
      await putDocument(seen.subject, draft, seen.attachment !== null);
      if (isSubmitting) await call('submitForApproval', { params });
      kept.done();
      await approvals.refresh();
      leave();
    });
  };
  return (
    <form noValidate onSubmit={send} aria-label={say.editTitle(seen.title)}>
      <KeptNote kept={kept} failure={submitting.failure} again={words.value.kept.fileAgain} />
      <TextField label={say.fields.title} value={title} change={(named) => fill({ title: named })} />
      <BulletinFields
        draft={draft}
        attached={seen.attachment?.name ?? null}
        change={(change) => {
          fill({ draft: { ...draft, ...change } });
          setNeed(null);
        }}
      />
      <FormEnd
        need={need}
        submitting={submitting}
        leave={() => {
          kept.done();
          leave();
        }}
        leaveWord={say.leave}
      >
        {isSubmitting ? say.saveAndSubmit : say.save}
      </FormEnd>
    </form>
  );
}
