import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { HintMark, type HintName } from './hint-mark.tsx';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** A hard word in the label, told by a "?" beside it. */
  readonly about?: HintName | undefined;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  readonly children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
  }) => ComponentChildren;
}

/** A label, its control and a hint, tied together. */
export function Field({ label, hint, about, problem, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const problemId = problem === undefined ? undefined : `${id}-problem`;
  const told = [hintId, problemId].filter((one) => one !== undefined).join(' ');
  return (
    <div class="field">
      {about === undefined ? (
        <label for={id}>{label}</label>
      ) : (
        <div>
          <label for={id}>{label}</label>
          <HintMark name={about} word={label} />
        </div>
      )}
      {children({ id, 'aria-describedby': told === '' ? undefined : told, 'aria-invalid': problem !== undefined })}
      {hint === undefined ? null : (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="field-problem" id={problemId}>
          {problem}
        </p>
      )}
    </div>
  );
}
