import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { signOut } from '../session/session.ts';
import { language, switchLanguage, words } from '../words/language.ts';
import { chooseTheme, THEMES, type Theme, theme } from './theme.ts';

/** Who is signed in, colours, the other language, and the way out. `name`: null for who came by a link. */
export function Account({ name, inside }: { name: string | null; inside: boolean }) {
  const say = words.value;
  const submitting = useSubmitting();
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
        <button type="button" class="plain" disabled={submitting.busy} onClick={() => submitting.run(signOut)}>
          {say.signOut}
        </button>
      ) : null}
    </div>
  );
}
