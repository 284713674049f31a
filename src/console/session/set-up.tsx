import { useState } from 'preact/hooks';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { NameField } from './name-field.tsx';
import { PasswordField } from './password-field.tsx';
import { setUp } from './session.ts';

const LEAST = 15;

/** The first account of a new station, opened by the one-time set-up link. */
export function SetUp({ token }: { token: string }) {
  const say = words.value.session;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [approvesOwn, setApprovesOwn] = useState(false);
  const submitting = useSubmitting();
  const missing = LEAST - [...password].length;
  const send = (event: Event) => {
    event.preventDefault();
    if (missing <= 0) submitting.run(() => setUp(token, name, password, approvesOwn));
  };
  return (
    <main class="narrow">
      <h1>{say.setUpTitle}</h1>
      <FailureNote failure={submitting.failure} />
      <form class="card" onSubmit={send}>
        <NameField value={name} change={setName} />
        <PasswordField
          fresh
          value={password}
          change={setPassword}
          hint={missing > 0 && password !== '' ? say.tooShort(missing) : say.setUpHint(LEAST)}
        />
        <fieldset class="checks">
          <legend>{say.whoApproves}</legend>
          {[false, true].map((own) => (
            <label key={String(own)} class="check">
              <input
                type="radio"
                name="approves-own"
                checked={approvesOwn === own}
                onChange={() => setApprovesOwn(own)}
              />
              <span>{own ? say.approvesOwn : say.otherApproves}</span>
            </label>
          ))}
          <p class="hint">{approvesOwn ? say.approvesOwnHint : say.otherApprovesHint}</p>
        </fieldset>
        <button type="submit" class="main" disabled={submitting.busy || missing > 0 || name.trim() === ''}>
          {say.create}
        </button>
      </form>
    </main>
  );
}
