import { useState } from 'preact/hooks';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { NameField } from './name-field.tsx';
import { PasswordField } from './password-field.tsx';
import { signIn } from './session.ts';

export function SignIn({ expired, failure }: { expired: boolean; failure: unknown }) {
  const say = words.value.session;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(() => signIn(name, password));
  };
  return (
    <main class="narrow">
      <h1>{say.title}</h1>
      {expired ? <p class="note">{say.expired}</p> : null}
      <FailureNote failure={submitting.failure ?? failure} />
      <form class="card" onSubmit={send}>
        <NameField value={name} change={setName} />
        <PasswordField value={password} change={setPassword} />
        <button type="submit" class="main" disabled={submitting.busy}>
          {say.enter}
        </button>
      </form>
      <p class="hint">{say.byLink}</p>
    </main>
  );
}
