import { owner } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { draftsMoved, draftsOf, dropDraft } from './drafts.ts';

/** What this person has begun on this computer and not sent, each with the way back to it. */
export function KeptSection() {
  const say = words.value.kept;
  draftsMoved.value;
  const drafts = owner.value === null ? [] : draftsOf(owner.value);
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="kept-title">
      <h2 id="kept-title">{say.title}</h2>
      <ul class="card kept-list">
        {drafts.map((draft) => (
          <li key={draft.form}>
            <span>
              <a href={draft.place}>{draft.title === '' ? say.noTitle : draft.title}</a>{' '}
              <span class="hint">{(draft.unsent ? say.unsentAt : say.begunAt)(tellSoon(draft.at))}</span>
            </span>
            <button
              type="button"
              class="small"
              aria-label={say.dropOf(draft.title)}
              onClick={() => dropDraft(draft.owner, draft.form)}
            >
              {say.drop}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
