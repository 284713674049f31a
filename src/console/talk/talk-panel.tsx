import { useEffect, useRef } from 'preact/hooks';
import { API } from '../api/routes.ts';
import { stationNow, tick } from '../live/station.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { SoundCheck } from './sound-check.tsx';
import { askTalk, closeTalk, finishTalk, killSession, startTalk, type Talk } from './talk.ts';
import { TalkLevel } from './talk-level.tsx';

const ASK_MS = 1000;

/** One's own talk: who will hear it, the count-in, the light, the level, and the two ways to end. */
export function TalkPanel({ talk }: { talk: Talk }) {
  const say = words.value.talk;
  const { session, capture, line, course, isDown, isGone } = talk;
  const submitting = useSubmitting();
  const top = useRef<HTMLElement>(null);
  const isOver = course.state === 'ended' || isGone;
  const mustAsk = !isOver && (capture === null || isDown);
  useEffect(() => top.current?.focus(), []);
  useEffect(() => {
    if (!mustAsk) return;
    const timer = setInterval(() => void askTalk().catch(() => undefined), ASK_MS);
    return () => clearInterval(timer);
  }, [mustAsk]);
  const isReady = capture !== null && line === null && !isOver;
  return (
    <section ref={top} tabIndex={-1} class={`card talk talk-${isOver ? 'ended' : course.state}`} aria-label={say.title}>
      {isReady ? <Hearers talk={talk} /> : null}
      <Light talk={talk} />
      {line !== null && !isOver && course.state !== 'counting_in' ? <TalkLevel level={course.level} /> : null}
      {(isOver ? [] : course.warnings).map(({ code, text }) => (
        <p key={code} class={`note ${code === 'heard_again' ? 'note-good' : 'note-warn'}`} role="alert">
          <Icon name={code === 'heard_again' ? 'done' : 'warn'} />
          <strong>{sayBoth(text)}</strong>
        </p>
      ))}
      <Need text={isDown && !isOver ? say.reconnecting : null} />
      <FailureNote failure={submitting.failure} />
      {isReady ? (
        <>
          {capture === null ? null : <SoundCheck capture={capture} />}
          <p class="hint">{say.startHint}</p>
          <div class="great">
            <button type="button" class="huge main" onClick={startTalk}>
              <Icon name="mic" />
              {say.start}
            </button>
            <button
              type="button"
              class="huge"
              disabled={submitting.busy}
              onClick={() =>
                submitting.run(async () => {
                  await killSession(session.id);
                  closeTalk();
                })
              }
            >
              {say.leave}
            </button>
          </div>
        </>
      ) : isOver ? (
        <>
          {session.onAirAt === null && course.onAirAt === null ? null : (
            // biome-ignore lint/a11y/useMediaCaption: what was said live has no caption file
            <audio controls preload="none" src={`${API}/live/sessions/${session.id}/recording`} aria-label={say.hear} />
          )}
          <button type="button" class="main" onClick={closeTalk}>
            {say.over}
          </button>
        </>
      ) : (
        <div class="great">
          <button type="button" class="huge main" disabled={submitting.busy} onClick={() => submitting.run(finishTalk)}>
            <Icon name="done" />
            <span>
              {say.finish}
              <span class="button-hint">{say.finishHint}</span>
            </span>
          </button>
          <button type="button" class="huge danger" onClick={() => submitting.run(() => killSession(session.id))}>
            <Icon name="stop" />
            <span>
              {say.kill}
              <span class="button-hint">{say.killHint}</span>
            </span>
          </button>
        </div>
      )}
      {isReady || isOver ? null : <Hearers talk={talk} />}
    </section>
  );
}

/** The light and the count, for who looks up from the paper. */
function Light({ talk: { capture, line, course, isGone } }: { talk: Talk }) {
  const say = words.value.talk;
  tick.value;
  if (isGone) return <p class="light">{say.gone}</p>;
  switch (course.state) {
    case 'counting_in':
      return (
        <div class="light" role="status">
          <span>{say.count}</span>
          <span class="count">{course.secondsLeft ?? ''}</span>
        </div>
      );
    case 'on_air':
      return (
        <>
          <p class="light light-on" role="status">
            <Icon name="mic" />
            <span>{say.onAir}</span>
          </p>
          <p>
            {say.since} <strong class="clock">{lengthText(stationNow() - (course.onAirAt ?? stationNow()))}</strong>.{' '}
            {say.delay}
          </p>
        </>
      );
    case 'lost':
      return (
        <p class="light" role="alert">
          {say.lost}
        </p>
      );
    case 'ended':
      return (
        <div class="light" role="status">
          <span>{course.end === null ? '' : say.ended(sayBoth(course.end.text))}</span>
          {course.end?.detail ? <span class="hint">{sayBoth(course.end.detail)}</span> : null}
        </div>
      );
    default:
      return line === null && capture !== null ? null : (
        <p class="light" role="status">
          {capture === null ? say.waitingMount : say.waiting}
        </p>
      );
  }
}

function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function Hearers({ talk: { targets } }: { talk: Talk }) {
  const say = words.value.talk;
  const deaf = targets.filter(({ obstacle }) => obstacle !== null);
  return (
    <>
      <p class="sentence">{say.hearers(targets.length - deaf.length, targets.length)}</p>
      {deaf.length === 0 ? (
        <p class="hint">{say.allHear}</p>
      ) : (
        <div class="note note-warn">
          <p>{say.deaf}</p>
          <ul>
            {deaf.map(({ endpointId, name, village, obstacle }) => (
              <li key={endpointId}>
                {[village, name].filter((part) => part !== '').join(', ')}: {obstacle ? sayBoth(obstacle) : ''}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
