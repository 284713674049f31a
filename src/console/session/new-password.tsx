import { useState } from 'preact/hooks';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { PasswordField } from './password-field.tsx';
import { changePassword } from './session.ts';

/** Changes one's own password: the old one is asked, and everybody else who uses it is signed out. */
export function NewPasswordForm({ done }: { done?: () => void }) {
  const say = words.value.account;
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await changePassword(old, fresh);
      setOld('');
      setFresh('');
      done?.();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <PasswordField label={say.oldPassword} value={old} change={setOld} />
      <PasswordField fresh label={say.newPassword} value={fresh} change={setFresh} hint={say.passwordHint} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || old === '' || fresh === ''}>
        {say.changePassword}
      </button>
    </form>
  );
}

/** The password is too old for this station: a new one before anything else. */
export function OldPassword() {
  const say = words.value.account;
  return (
    <main class="narrow">
      <h1>{say.oldTitle}</h1>
      <p>{say.oldWhy}</p>
      <NewPasswordForm />
    </main>
  );
}
