import { useState } from 'preact/hooks';
import type { Answer } from '../api/client.ts';
import { words } from '../words/language.ts';
import { AddPasskey } from './add-passkey.tsx';
import { EnrolApp } from './enrol-app.tsx';
import { RecoveryList } from './recovery-list.tsx';
import { enrolLater, enter } from './session.ts';

/** Before anything else: whoever may send emergencies or change rights needs a second factor. */
export function EnrolPage() {
  const say = words.value.account;
  const [added, setAdded] = useState<Answer<'addPasskey'> | null>(null);
  const take = (answer: Answer<'addPasskey'>) => (answer.recoveryCodes ? setAdded(answer) : enter(answer.session));
  return (
    <main class="narrow">
      <h1>{say.enrolTitle}</h1>
      {added?.recoveryCodes ? (
        <RecoveryList codes={added.recoveryCodes} done={() => enter(added.session)} />
      ) : (
        <>
          <p>{say.enrolWhy}</p>
          <EnrolApp done={enter}>
            <h2>{say.orPasskey}</h2>
            <AddPasskey done={take} />
            <button type="button" onClick={() => void enrolLater()}>
              {say.later}
            </button>
            <p class="hint">{say.laterHint}</p>
          </EnrolApp>
        </>
      )}
    </main>
  );
}
