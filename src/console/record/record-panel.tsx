import { useEffect } from 'preact/hooks';
import { civilOf } from '#kernel';
import { stationZone } from '../live/station.ts';
import { ask } from '../parts/ask.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { captureProblem, problemOf } from '../talk/capture.ts';
import { TalkLevel } from '../talk/talk-level.tsx';
import { addFiles, uploads } from '../upload/uploads.ts';
import { go, where } from '../where.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellSpan } from '../words/tell.ts';
import type { Take } from './kept-takes.ts';
import {
  discardRecording,
  dropLeftTake,
  findLeftTakes,
  finishRecording,
  LONGEST_MS,
  leftTakes,
  lengthOf,
  OtherRate,
  pauseRecording,
  recordedMs,
  recorder,
  startRecording,
  takeUp,
} from './recorder.ts';
import { recordWords } from './words.ts';

const wholeSeconds = (take: Take) => tellSpan(Math.max(1000, Math.floor(lengthOf(take) / 1000) * 1000));

/** The microphone of this computer or phone: begin, pause, go on, done. */
export function RecordPanel({ looking }: { looking: boolean }) {
  const say = recordWords.value;
  const { state, failure, isKept, level } = recorder.value;
  useEffect(() => {
    if (looking && state === 'empty') void findLeftTakes();
  }, [looking, state]);
  const blocked = captureProblem();
  if (blocked === 'insecure' || blocked === 'noWorklet') return <Need text={say[blocked]} />;
  return (
    <div class="stack">
      {state === 'empty' ? (
        <>
          <LeftTakes />
          <button type="button" class="main big" onClick={startRecording}>
            <Icon name="mic" />
            {say.start}
          </button>
          <p class="hint">{say.startHint}</p>
        </>
      ) : null}
      {state === 'opening' || state === 'reopening' ? <p role="status">{say.opening}</p> : null}
      {state === 'recording' ? (
        <>
          <p class="recording-now" role="status">
            <Icon name="mic" />
            <strong>{say.recording}</strong>
          </p>
          <RecordedLength />
          <TalkLevel level={level} />
          <div class="buttons">
            <button type="button" class="main big" onClick={pauseRecording}>
              {say.pause}
            </button>
            <button type="button" class="big" onClick={finish}>
              {say.finish}
            </button>
          </div>
        </>
      ) : null}
      {state === 'paused' ? <Paused /> : null}
      {state === 'sent' ? <Sent /> : null}
      {isKept || state === 'empty' ? null : <Need text={say.unkept} />}
      <MicrophoneFailure failure={failure} />
    </div>
  );
}

function RecordedLength() {
  return (
    <p class="recorded" role="timer">
      {recordWords.value.length(tellSpan(recordedMs.value))}
    </p>
  );
}

function Paused() {
  const say = recordWords.value;
  const isLongest = recordedMs.value >= LONGEST_MS;
  return (
    <>
      <p role="status">
        <strong>{say.paused}</strong>
      </p>
      <RecordedLength />
      {isLongest ? <p class="note note-warn">{say.longest}</p> : null}
      {recordedMs.value === 0 ? <p class="note note-warn">{say.empty}</p> : null}
      <div class="buttons">
        <button type="button" class="main big" disabled={recordedMs.value === 0} onClick={finish}>
          <Icon name="done" />
          {say.finish}
        </button>
        {isLongest ? null : (
          <button type="button" class="big" onClick={startRecording}>
            <Icon name="mic" />
            {say.goOn}
          </button>
        )}
        <button type="button" onClick={startAgain}>
          {say.again}
        </button>
      </div>
    </>
  );
}

/** How far it is on its way stands in the list of what is being sent. */
function Sent() {
  const say = recordWords.value;
  const { take } = recorder.value;
  const isThere = uploads.value.some(
    ({ file, state }) => file.lastModified === take?.startedAt && (state === 'done' || state === 'stopped'),
  );
  return (
    <>
      <p role="status">{isThere ? say.sentDone : say.sent}</p>
      {isThere ? (
        <button type="button" onClick={() => void discardRecording()}>
          {say.another}
        </button>
      ) : null}
    </>
  );
}

/** What broke off before: nothing that was said is lost, and nobody says it twice. */
function LeftTakes() {
  const say = recordWords.value;
  if (leftTakes.value.length === 0) return null;
  const drop = async (take: Take) => {
    const isSure = await ask({ text: say.askDrop(wholeSeconds(take)), yes: say.yesDrop, no: say.keep });
    if (isSure) await dropLeftTake(take);
  };
  return (
    <section class="note note-warn" aria-label={say.left}>
      <h2>{say.left}</h2>
      {leftTakes.value.map((take) => (
        <div key={take.id} class="stack">
          <p>{say.leftOne(wholeSeconds(take), tellMoment(take.startedAt))}</p>
          <div class="buttons">
            <button type="button" class="main" onClick={() => takeUp(take)}>
              {say.takeUp}
            </button>
            <button type="button" onClick={() => void drop(take)}>
              {say.drop}
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}

function MicrophoneFailure({ failure }: { failure: unknown }) {
  if (failure instanceof OtherRate) return <Need text={recordWords.value.otherRate} />;
  const problem = problemOf(failure);
  return problem === null ? <FailureNote failure={failure} /> : <Need text={words.value.talk[problem]} />;
}

async function startAgain(): Promise<void> {
  const say = recordWords.value;
  const isSure =
    recordedMs.value === 0 ||
    (await ask({ text: say.askAgain(tellSpan(recordedMs.value)), yes: say.yesAgain, no: say.keep }));
  if (!isSure) return;
  await discardRecording();
  await startRecording();
}

async function finish(): Promise<void> {
  const file = await finishRecording((startedAt) => {
    const { date, time } = civilOf(startedAt, stationZone.value);
    return recordWords.value.fileName(time.slice(0, 5).replace(':', 'g'), date.split('-').reverse().join('-'));
  });
  if (file === null) return;
  addFiles([file], (recordingId) => {
    void discardRecording();
    if (where.value.page === 'tai-len' && where.value.thing === '') go('tai-len', recordingId);
  });
}
