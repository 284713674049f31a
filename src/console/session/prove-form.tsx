import { useState } from 'preact/hooks';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { CodeField, isWholeCode, plainDigits } from './code-field.tsx';
import { prove, type Standing } from './session.ts';

/** Takes the second step by what somebody has: the app, or a code from paper. */
export function ProveForm({ factors, done }: { factors: Standing['factors']; done?: () => void }) {
  const say = words.value.account;
  const [paper, setPaper] = useState(!factors.includes('totp'));
  const [code, setCode] = useState('');
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      setCode('');
      await prove(paper ? { recoveryCode: code.trim() } : { code: plainDigits(code) });
      done?.();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <FailureNote failure={submitting.failure} />
      <CodeField key={String(paper)} paper={paper} value={code} change={setCode} />
      <button type="submit" class="main" disabled={submitting.busy || !isWholeCode(code, paper)}>
        {say.prove}
      </button>
      {factors.includes('totp') && factors.includes('recovery') ? (
        <button
          type="button"
          onClick={() => {
            setPaper(!paper);
            setCode('');
          }}
        >
          {paper ? say.byApp : say.byPaper}
        </button>
      ) : null}
    </form>
  );
}
