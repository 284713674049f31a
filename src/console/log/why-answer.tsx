import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../api/client.ts';
import { call } from '../api/client.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { say, words } from '../words/language.ts';
import { logWords } from './log-words.ts';

type Why = Answer<'why'>;

/** What the station says of one minute of one endpoint, sentence by sentence. */
export function WhyAnswer({ endpointId, at, about }: { endpointId: string; at: number; about: string | null }) {
  const [answer, setAnswer] = useState<Why | null>(null);
  const submitting = useSubmitting();
  useEffect(() => {
    setAnswer(null);
    submitting.run(async () => setAnswer(await call('why', { query: { endpointId, at } })));
  }, [endpointId, at]);
  const text = logWords.value.line;
  if (answer === null)
    return submitting.failure === null ? <p>{words.value.wait}</p> : <FailureNote failure={submitting.failure} />;
  // Of a line of the log its own story comes first.
  const lines = [...answer.lines].sort((a, b) => rankOf(a, about) - rankOf(b, about));
  return (
    <div class="stack" aria-live="polite">
      <p class="sentence">{say(answer.headline)}</p>
      {lines.length === 0 ? (
        <p class="hint">{text.noDecision}</p>
      ) : (
        <ol class="why-lines">
          {lines.map((line) => (
            <li key={line.text.vi} class={`why-${line.kind}`}>
              {say(line.text)}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

const rankOf = (line: Why['lines'][number], about: string | null) =>
  about !== null && line.about !== null && line.about !== about ? 1 : 0;
