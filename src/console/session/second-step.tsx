import { words } from '../words/language.ts';
import { ProveForm } from './prove-form.tsx';
import { type Standing, signOut } from './session.ts';

/** The password was right: the second step. */
export function SecondStep({ held }: { held: Pick<Standing, 'factors' | 'passkeyHosts'> }) {
  const say = words.value.account;
  return (
    <main class="narrow">
      <h1>{say.secondStep}</h1>
      <p>{say.secondStepWhy}</p>
      <ProveForm held={held} />
      <p class="hint">{say.lostAll}</p>
      <button type="button" onClick={() => void signOut()}>
        {say.otherAccount}
      </button>
    </main>
  );
}
