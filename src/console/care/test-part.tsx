import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { Endpoint } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Choice } from '../parts/choice.tsx';
import { useRepeatKey } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSecond, tellSpan } from '../words/tell.ts';
import { useAsked } from './use-asked.ts';
import { care } from './words.ts';

/** Plays a chime on this cluster alone: a broadcast like any other. */
export function TestPart({ endpoint: { id, name, state } }: { endpoint: Endpoint }) {
  const { one: say } = care.value;
  const sounds = useAsked(() => call('listTestSounds', {}), []);
  const [picked, setPicked] = useState('');
  const [going, setGoing] = useState<number | null>(null);
  const key = useRepeatKey();
  if (!mayDo('operate')) return null;
  const sound = sounds?.find(({ recordingId }) => recordingId === picked) ?? sounds?.[0];
  const test = async () => {
    if (!sound) return;
    const { recordingId } = sound;
    const { startAt } = await call('testEndpoint', {
      params: { id },
      body: { recordingId },
      key: key.of({ id, recordingId }),
    });
    // The next press is another test.
    key.done();
    setGoing(startAt);
  };
  return (
    <section class="card no-print" aria-labelledby="test-title">
      <h2 id="test-title">{say.test}</h2>
      <p class="hint">{say.testHint}</p>
      {sounds?.length === 0 ? <p class="note">{say.testNone}</p> : null}
      {state === 'online' ? null : <p class="note note-warn">{say.testAway}</p>}
      {sound && sounds && state === 'online' ? (
        <>
          <Choice
            label={say.testSound}
            value={sound.recordingId}
            options={sounds.map(({ recordingId, title, durationMs }) => [
              recordingId,
              `${title} (${tellSpan(durationMs)})`,
            ])}
            change={setPicked}
          />
          <ActButton
            danger={false}
            question={{
              text: say.testAsk(name, tellSpan(sound.durationMs)),
              yes: say.testYes,
              no: words.value.today.keep,
            }}
            act={test}
          >
            {say.test}
          </ActButton>
        </>
      ) : null}
      <p role="status">{going === null ? '' : say.testGoing(tellSecond(going))}</p>
    </section>
  );
}
