import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { CodeField, isWholeCode, plainDigits } from './code-field.tsx';
import { Qr } from './qr.tsx';
import { RecoveryList } from './recovery-list.tsx';
import type { Standing } from './session.ts';

/** Sets up an authenticator app: scan, type the code, put the paper codes away. `children` stand below until that is done. */
export function EnrolApp({
  done,
  children = null,
}: {
  done: (standing: Standing) => void;
  children?: ComponentChildren;
}) {
  const say = words.value.account;
  const [fresh, setFresh] = useState<Answer<'beginTotp'> | null>(null);
  const [confirmed, setConfirmed] = useState<Answer<'confirmTotp'> | null>(null);
  const [code, setCode] = useState('');
  const submitting = useSubmitting();
  useEffect(() => {
    submitting.run(async () => setFresh(await call('beginTotp', {})));
  }, []);
  if (confirmed?.recoveryCodes) {
    return <RecoveryList codes={confirmed.recoveryCodes} done={() => done(confirmed.session)} />;
  }
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      setCode('');
      const answer = await call('confirmTotp', { body: { code: plainDigits(code) } });
      if (answer.recoveryCodes) setConfirmed(answer);
      else done(answer.session);
    });
  };
  return (
    <>
      <form class="card" onSubmit={send}>
        <ol class="steps">
          <li>{say.install}</li>
          <li>
            {say.scan}
            {fresh ? <Qr text={fresh.address} label={say.qr} /> : null}
            {fresh ? (
              <details>
                <summary>{say.noCamera}</summary>
                <p>{say.typeKey}</p>
                <code class="key">{fresh.key.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>{' '}
                <CopyButton text={fresh.key} what={say.key} />
                <p>
                  <a href={fresh.address}>{say.openApp}</a>
                </p>
              </details>
            ) : null}
          </li>
          <li>{say.thenCode}</li>
        </ol>
        <FailureNote failure={submitting.failure} />
        <CodeField value={code} change={setCode} />
        <button type="submit" class="main" disabled={submitting.busy || !fresh || !isWholeCode(code, false)}>
          {say.confirmApp}
        </button>
      </form>
      {children}
    </>
  );
}
