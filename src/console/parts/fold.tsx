import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FoldProps {
  readonly label: string;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a form in its place. What was typed stays when it is folded. */
export function Fold({ label, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="main" aria-expanded={open} onClick={() => setOpen(!open)}>
        {label}
      </button>
      <div hidden={!open}>{children(() => setOpen(false))}</div>
    </>
  );
}
