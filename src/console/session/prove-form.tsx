import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { CodeField, isWholeCode, plainDigits } from './code-field.tsx';
import { hasPasskeyHere, type Stopped, signByPasskey } from './passkey.ts';
import { prove, type Standing } from './session.ts';
import { StoppedNote } from './stopped-note.tsx';

type Way = 'passkey' | 'app' | 'paper';

/** How this person may take the second step on this page, the quickest first. */
function waysOf(held: Pick<Standing, 'factors' | 'passkeyHosts'>): Way[] {
  const ways: Array<Way | false> = [
    hasPasskeyHere(held) && 'passkey',
    held.factors.includes('totp') && 'app',
    held.factors.includes('recovery') && 'paper',
  ];
  return ways.filter((way) => way !== false);
}

interface ProveFormProps {
  readonly held: Pick<Standing, 'factors' | 'passkeyHosts'>;
  readonly done?: (() => void) | undefined;
}

/** Takes the second step by what somebody has: a passkey, the app, or a code from paper. */
export function ProveForm({ held, done }: ProveFormProps) {
  const say = words.value.account;
  const ways = waysOf(held);
  const [chosen, choose] = useState<Way | null>(null);
  const way = chosen ?? ways[0] ?? 'paper';
  const isElsewhere = held.factors.includes('passkey') && !ways.includes('passkey');
  const others = { passkey: say.byPasskey, app: say.byApp, paper: say.byPaper };
  return (
    <>
      {isElsewhere ? <p class="hint">{say.passkeyElsewhere(held.passkeyHosts.join(', '))}</p> : null}
      {way === 'passkey' ? <ByPasskey done={done} /> : <ByCode key={way} paper={way === 'paper'} done={done} />}
      {ways
        .filter((one) => one !== way)
        .map((one) => (
          <button key={one} type="button" onClick={() => choose(one)}>
            {others[one]}
          </button>
        ))}
    </>
  );
}

function ByPasskey({ done }: Pick<ProveFormProps, 'done'>) {
  const say = words.value.account;
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const submitting = useSubmitting();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      setStopped(null);
      const signed = await signByPasskey(await call('askPasskey', {}));
      if (typeof signed === 'string') return setStopped(signed);
      await prove({ passkey: signed });
      done?.();
    });
  };
  return (
    <form class="card" onSubmit={send}>
      <p>{say.passkeyHint}</p>
      <StoppedNote why={stopped} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy}>
        {say.byPasskey}
      </button>
    </form>
  );
}

function ByCode({ paper, done }: { paper: boolean } & Pick<ProveFormProps, 'done'>) {
  const say = words.value.account;
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
      <CodeField paper={paper} value={code} change={setCode} />
      <button type="submit" class="main" disabled={submitting.busy || !isWholeCode(code, paper)}>
        {say.prove}
      </button>
    </form>
  );
}
