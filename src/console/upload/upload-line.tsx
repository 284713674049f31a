import { FailureNote } from '../parts/failure-note.tsx';
import { words } from '../words/language.ts';
import { tellMegabytes, tellPercent } from '../words/tell.ts';
import { removeUpload, type Sending, sendAgain, stopUpload } from './uploads.ts';

/** One file on its way, with how far it is and what can be done about it. */
export function UploadLine({ upload }: { upload: Sending }) {
  const say = words.value.upload;
  const { mark, file, state, sentBytes, failure, recordingId } = upload;
  const sent = Math.min(sentBytes, file.size);
  const moving = state === 'announcing' || state === 'sending' || state === 'lost' || state === 'waiting';
  return (
    <li class="card upload">
      <h2>{file.name}</h2>
      <progress max={file.size} value={sent} aria-label={file.name} />
      <p>{say.ofTotal(tellMegabytes(sent), tellMegabytes(file.size), tellPercent(sent, file.size))}</p>
      {state === 'failed' ? (
        <FailureNote failure={failure} />
      ) : (
        <p role="status" class={state === 'lost' ? 'note note-warn' : 'hint'}>
          {say[state]}
        </p>
      )}
      <div class="buttons">
        {moving ? (
          <button type="button" onClick={() => stopUpload(mark)}>
            {say.stop}
          </button>
        ) : null}
        {state === 'failed' || state === 'stopped' ? (
          <button type="button" onClick={() => sendAgain(mark)}>
            {say.again}
          </button>
        ) : null}
        {recordingId === null ? null : (
          <a class="button" href={`#tai-len/${recordingId}`}>
            {say.open}
          </a>
        )}
        {moving ? null : (
          <button type="button" onClick={() => removeUpload(mark)}>
            {say.remove}
          </button>
        )}
      </div>
    </li>
  );
}
