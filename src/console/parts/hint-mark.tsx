import { signal } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import { language, words } from '../words/language.ts';
import type { hints as vi } from '../words/vi/hints.ts';

export type HintName = keyof typeof vi;
type Hints = Readonly<Record<HintName, { readonly word: string; readonly text: string }>>;

/** The dictionary comes when the first "?" is pressed. */
const known = signal<{ readonly vi: Hints; readonly en: Hints } | null>(null);
async function fetchHints(): Promise<void> {
  const [first, second] = await Promise.all([import('../words/vi/hints.ts'), import('../words/en/hints.ts')]);
  known.value = { vi: first.hints, en: second.hints };
}

/** A "?" beside a hard word: pressed, by hand or by key, it says in place what the word means; pressed again, it is gone. */
export function HintMark({ name, word }: { name: HintName; word: string }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const hint = known.value?.[language.value][name];
  const toggle = () => {
    // Without the dictionary nothing is said; the next press asks again.
    if (!isOpen && known.value === null) fetchHints().catch(() => setOpen(false));
    setOpen(!isOpen);
  };
  return (
    <>
      {' '}
      <button
        type="button"
        class="hint-mark"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={words.value.hintOf(word)}
        onClick={toggle}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        ?
      </button>
      <span id={id} role="status" class="hint hint-text">
        {isOpen && hint ? hint.text : ''}
      </span>
    </>
  );
}
