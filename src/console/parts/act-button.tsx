import type { ComponentChildren } from 'preact';
import { mayDo, type Verb } from '../session/session.ts';
import { ask, type Question } from './ask.tsx';
import { FailureNote } from './failure-note.tsx';
import { useSubmitting } from './submitting.ts';

interface ActButtonProps {
  readonly question: Question;
  readonly act: () => Promise<void>;
  readonly danger?: boolean;
  /** Who holds none of these does not see the button. */
  readonly needs?: readonly Verb[];
  readonly children: ComponentChildren;
}

/** A button that asks, then acts, and says so when the station refused. */
export function ActButton({ question, act, danger = true, needs, children }: ActButtonProps) {
  const submitting = useSubmitting();
  const press = async () => {
    if (await ask(question)) await act();
  };
  if (needs && !mayDo(...needs)) return null;
  return (
    <>
      <button
        type="button"
        class={danger ? 'danger-quiet' : 'small'}
        disabled={submitting.busy}
        onClick={() => submitting.run(press)}
      >
        {children}
      </button>
      <FailureNote failure={submitting.failure} />
    </>
  );
}
