import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface FormPartProps {
  readonly label: string;
  /** True when something in it is wrong: it opens, so that the person sees where. */
  readonly isWrong: boolean;
  readonly children: ComponentChildren;
}

/** A folded part of a long form. */
export function FormPart({ label, isWrong, children }: FormPartProps) {
  const fold = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isWrong && fold.current) fold.current.open = true;
  }, [isWrong]);
  return (
    <details ref={fold} class="form-part">
      <summary>{label}</summary>
      <div class="stack">{children}</div>
    </details>
  );
}
