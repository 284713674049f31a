import { useState } from 'preact/hooks';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { PasswordField } from './password-field.tsx';
import { acceptInvite } from './session.ts';

/** Somebody opens the one-time link of an account: its owner, and nobody else, chooses the password. */
export function Invited({ token }: { token: string }) {
  const say = words.value.account;
  const [password, setPassword] = useState('');
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(() => acceptInvite(token, password));
  };
  return (
    <main class="narrow">
      <h1>{say.invitedTitle}</h1>
      <FailureNote failure={submitting.failure} />
      <form class="card" onSubmit={send}>
        <PasswordField fresh label={say.newPassword} value={password} change={setPassword} hint={say.passwordHint} />
        <button type="submit" class="main" disabled={submitting.busy || password === ''}>
          {say.choosePassword}
        </button>
      </form>
    </main>
  );
}
