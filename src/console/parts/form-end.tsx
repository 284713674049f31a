import type { ComponentChildren } from 'preact';
import { FailureNote } from './failure-note.tsx';
import { Need } from './need.tsx';
import type { Submitting } from './submitting.ts';

/** The end of a form that opened inside of a page: what is missing, what went wrong, and the two ways out. */
export function FormEnd({
  need,
  submitting,
  tone = 'main',
  leave,
  leaveWord,
  children,
}: {
  need: string | null;
  submitting: Pick<Submitting, 'busy' | 'failure'>;
  tone?: 'main' | 'danger';
  leave: () => void;
  leaveWord: string;
  children: ComponentChildren;
}) {
  return (
    <>
      <Need text={need} />
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        <button type="submit" class={tone} disabled={submitting.busy}>
          {children}
        </button>
        <button type="button" onClick={leave}>
          {leaveWord}
        </button>
      </div>
    </>
  );
}
