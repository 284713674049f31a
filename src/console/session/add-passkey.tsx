import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { makePasskey, type Stopped, whyNoPasskeys } from './passkey.ts';
import { StoppedNote } from './stopped-note.tsx';

/** Makes a passkey for this page, or says in plain words why there can be none here. */
export function AddPasskey({ done }: { done: (answer: Answer<'addPasskey'>) => void }) {
  const say = words.value.account;
  const [name, setName] = useState(() => say.device(navigator.userAgent));
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const submitting = useSubmitting();
  const missing = whyNoPasskeys();
  if (missing !== null) return <p class="hint">{missing === 'address' ? say.passkeyPlace : say.passkeyBrowser}</p>;
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      setStopped(null);
      const made = await makePasskey(await call('beginPasskey', {}));
      if (typeof made === 'string') setStopped(made);
      else done(await call('addPasskey', { body: { name: name.trim(), ...made } }));
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <p>{say.passkeyWhy}</p>
      <TextField label={say.passkeyName} hint={say.passkeyNameHint} value={name} maxLength={100} change={setName} />
      <StoppedNote why={stopped} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === ''}>
        {say.addPasskey}
      </button>
    </form>
  );
}
