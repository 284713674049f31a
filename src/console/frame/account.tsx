import { draftsOf } from '../kept/drafts.ts';
import { ask } from '../parts/ask.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { owner, signOut } from '../session/session.ts';
import { language, switchLanguage, words } from '../words/language.ts';
import { chooseTheme, THEMES, type Theme, theme } from './theme.ts';

/** Who is signed in, colours, the other language, and the way out. `name`: null for who came by a link. */
export function Account({ name, inside }: { name: string | null; inside: boolean }) {
  const say = words.value;
  const submitting = useSubmitting();
  const leave = async () => {
    const count = owner.value === null ? 0 : draftsOf(owner.value).length;
    const question = { text: say.kept.signOut(count), yes: say.kept.dropAll, no: say.kept.stay };
    if (count === 0 || (await ask(question))) await signOut();
  };
  return (
    <div class="account">
      <FailureNote failure={submitting.failure} />
      {name === null ? null : (
        <a class="who" href="#quan-ly/tai-khoan">
          {name}
        </a>
      )}
      <label class="theme">
        <span>{say.frame.theme}</span>
        <select value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {say.frame.themes[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="plain" lang={language.value === 'vi' ? 'en' : 'vi'} onClick={switchLanguage}>
        {say.otherLanguage}
      </button>
      {inside ? (
        <button type="button" class="plain" disabled={submitting.busy} onClick={() => submitting.run(leave)}>
          {say.signOut}
        </button>
      ) : null}
    </div>
  );
}
