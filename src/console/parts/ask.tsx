import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

export interface Question {
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

const open = signal<(Question & { answer: (yes: boolean) => void }) | null>(null);

/** Asks once more before something that cannot be taken back. Escape and the safe button mean no. */
export function ask(question: Question): Promise<boolean> {
  open.value?.answer(false);
  return new Promise((resolve) => {
    open.value = {
      ...question,
      answer: (yes) => {
        open.value = null;
        resolve(yes);
      },
    };
  });
}

export function Ask() {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = open.value;
  useEffect(() => {
    if (question) dialog.current?.showModal();
  }, [question]);
  if (!question) return null;
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="ask-text" onCancel={() => question.answer(false)}>
      <p id="ask-text">{question.text}</p>
      <div class="buttons">
        <button type="button" onClick={() => question.answer(false)}>
          {question.no}
        </button>
        <button type="button" class="danger" onClick={() => question.answer(true)}>
          {question.yes}
        </button>
      </div>
    </dialog>
  );
}
