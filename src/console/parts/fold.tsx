import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { mayDo, type Verb } from '../session/session.ts';

interface FoldProps {
  readonly label: string;
  /** Who may not do this does not see it. */
  readonly needs?: Verb;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a form in its place. What was typed stays when it is folded. */
export function Fold({ label, needs, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  if (needs !== undefined && !mayDo(needs)) return null;
  return (
    <>
      <button type="button" class="main" aria-expanded={open} onClick={() => setOpen(!open)}>
        {label}
      </button>
      <div hidden={!open}>{children(() => setOpen(false))}</div>
    </>
  );
}
