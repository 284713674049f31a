import { useMemo, useState } from 'preact/hooks';
import { BankForm } from '../alarm/bank-form.tsx';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { feed, useFresh } from '../live/feed.ts';
import type { Recording } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { PlayForm } from '../play/play-form.tsx';
import { mayDo, mayDoEverywhere } from '../session/session.ts';
import { SpokenWords } from '../speak/spoken-words.tsx';
import { TrimSection } from '../trim/trim-section.tsx';
import { say, words } from '../words/language.ts';
import { tellNumber, tellSpan } from '../words/tell.ts';
import { makeWords } from './make-words.ts';
import { RecordingMark } from './recording-mark.tsx';

/** One recording: how its check stands, its sound, and the form that airs it. */
export function RecordingView({ id, looking }: { id: string; looking: boolean }) {
  const { upload, wait } = words.value;
  const [failure, setFailure] = useState<unknown>(null);
  const live = useMemo(
    () =>
      feed(async () => {
        try {
          return await call('getRecording', { params: { id } });
        } catch (error) {
          if (error instanceof Refused && error.status !== 401) setFailure(error);
          throw error;
        }
      }),
    [id],
  );
  const recording = live.data.value;
  const settled = failure !== null || recording?.state === 'ready' || recording?.state === 'refused';
  useFresh(live, looking && !settled, 1000);
  return (
    <article hidden={!looking}>
      <p>
        <a class="back" href="#tai-len">
          ‹ {upload.back}
        </a>
      </p>
      <FailureNote failure={failure} />
      {recording === null ? failure === null && <p>{wait}</p> : <Sound recording={recording} refresh={live.refresh} />}
      {mayDo('edit') &&
      (recording?.state === 'ready' || (recording?.state === 'checking' && recording.durationMs !== null)) ? (
        <PlayForm key={recording.id} recording={recording} looking={looking} />
      ) : null}
      {recording?.state === 'ready' && mayDoEverywhere('emergency') ? (
        <BankForm recording={recording} looking={looking} />
      ) : null}
    </article>
  );
}

function Sound({ recording, refresh }: { recording: Recording; refresh: () => Promise<void> }) {
  const text = words.value.recording;
  const { title, state, refusal, warnings, durationMs, loudnessLufs } = recording;
  return (
    <section class="card">
      <p class="hint">{makeWords.value.steps.sound}</p>
      <div class="row">
        <h1 class="grow">{title}</h1>
        <span role="status">
          <RecordingMark state={state} />
        </span>
      </div>
      {refusal === null ? null : (
        <p class="note note-bad" role="alert">
          <span>
            {text.refusedBecause} {say(refusal.text)}
          </span>
        </p>
      )}
      {warnings.length === 0 ? null : (
        <div class="note note-warn">
          <p>{text.warnings}</p>
          <ul>
            {warnings.map((warning) => (
              <li key={warning.vi}>{say(warning)}</li>
            ))}
          </ul>
        </div>
      )}
      {durationMs === null ? null : (
        <p>
          {text.duration}: {tellSpan(durationMs)}
          {loudnessLufs === null ? null : ` · ${text.loudness}: ${text.lufs(tellNumber(loudnessLufs, 1))}`}
        </p>
      )}
      <SpokenWords recording={recording} />
      <TrimSection recording={recording} refresh={refresh} />
    </section>
  );
}
