import { words } from '../words/language.ts';
import { EnrolApp } from './enrol-app.tsx';
import { enrolLater, enter } from './session.ts';

/** Before anything else: whoever may send emergencies or change rights needs a second factor. */
export function EnrolPage() {
  const say = words.value.account;
  return (
    <main class="narrow">
      <h1>{say.enrolTitle}</h1>
      <p>{say.enrolWhy}</p>
      <EnrolApp done={enter}>
        <button type="button" onClick={() => void enrolLater()}>
          {say.later}
        </button>
        <p class="hint">{say.laterHint}</p>
      </EnrolApp>
    </main>
  );
}
