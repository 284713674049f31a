import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { whenProofNeeded } from '../api/client.ts';
import { go } from '../where.ts';
import { words } from '../words/language.ts';
import { ProveForm } from './prove-form.tsx';
import { session } from './session.ts';

const open = signal<((proved: boolean) => void) | null>(null);

/** Asks for the second step once more. False: it was not taken, or there is none yet, and the page to set one up opens. */
export function askForProof(): Promise<boolean> {
  const now = session.value;
  if (now.state !== 'in') return Promise.resolve(false);
  if (now.factors.length === 0) {
    if (now.hasAccount) go('quan-ly', 'tai-khoan');
    return Promise.resolve(false);
  }
  open.value?.(false);
  return new Promise((resolve) => {
    open.value = (proved) => {
      open.value = null;
      resolve(proved);
    };
  });
}
whenProofNeeded(askForProof);

/** The second step, asked in the middle of what somebody is doing; it goes on afterwards. */
export function StepUp() {
  const say = words.value.account;
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = open.value;
  const now = session.value;
  useEffect(() => {
    if (answer) dialog.current?.showModal();
  }, [answer]);
  if (!answer || now.state !== 'in') return null;
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="step-up" onCancel={() => answer(false)}>
      <h2 id="step-up">{say.stepUp}</h2>
      <p>{say.stepUpWhy}</p>
      <ProveForm held={now} done={() => answer(true)} />
      <button type="button" onClick={() => answer(false)}>
        {words.value.no}
      </button>
    </dialog>
  );
}
