import { useState } from 'preact/hooks';
import { words } from '../words/language.ts';

/** Copies a text; where the browser forbids it, says what to press instead. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const say = words.value.fm.addresses;
  const [done, setDone] = useState<boolean | null>(null);
  return (
    <>
      <button
        type="button"
        class="small"
        aria-label={say.copyOf(what)}
        onClick={() => void copied(text).then((worked) => setDone(worked))}
      >
        {say.copy}
      </button>
      <span role="status" class="hint">
        {done === null ? '' : done ? say.copied : say.notCopied}
      </span>
    </>
  );
}

/** Over plain HTTP, as in most communes, the browser has no clipboard for pages: an old way still works there. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedFromField(text);
  }
}

function copiedFromField(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'off-screen';
  document.body.append(field);
  const before = document.activeElement;
  field.select();
  const worked = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return worked;
}
