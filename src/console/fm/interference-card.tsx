import { useState } from 'preact/hooks';
import { API, pathOf } from '../api/routes.ts';
import { Mark } from '../parts/mark.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { AskTaskForm } from './ask-task-form.tsx';
import { CloseForm } from './close-form.tsx';
import type { Interference } from './lists.ts';
import { powerIsCut } from './power.ts';
import { TaskList } from './task-list.tsx';

type Doing = 'cut_power' | 'restore_power' | 'close' | null;

/** One case: what was heard where, what was asked of helpers, and what can be done next. */
export function InterferenceCard({ one }: { one: Interference }) {
  const say = words.value.interference;
  const [doing, setDoing] = useState<Doing>(null);
  const { id, stationName, place, fromAt, toAt, closedAt, closingNote, recordingId } = one;
  const isOpen = closedAt === null;
  const isCut = powerIsCut(one);
  const leave = () => setDoing(null);
  return (
    <li class="card">
      <div class="row">
        <h3 class="grow">{place === '' ? stationName : `${place} (${stationName})`}</h3>
        <Mark icon={isOpen ? 'warn' : 'none'} tone={isOpen ? (toAt === null ? 'bad' : 'warn') : 'quiet'}>
          {isOpen ? (toAt === null ? say.going : say.over) : say.closed}
        </Mark>
      </div>
      <p>
        {toAt === null ? say.since(tellSoon(fromAt)) : say.span(tellSoon(fromAt), tellSoon(toAt))}
        <span class="hint">{say.reportedBy(one.reportedBy, one.writtenBy ?? '')}</span>
      </p>
      <p>
        <strong>{say.heard(one.languageHeard)}</strong>. {one.what}
      </p>
      {recordingId === null ? null : (
        // biome-ignore lint/a11y/useMediaCaption: what villagers heard has no caption file
        <audio controls preload="none" src={`${API}/recordings/${recordingId}/audio`} aria-label={say.listen} />
      )}
      <TaskList tasks={one.tasks} place={place} />
      {closedAt === null ? null : <p>{say.closing(tellSoon(closedAt), closingNote ?? '')}</p>}
      <div class="buttons">
        {isOpen && mayDo('operate') ? (
          <>
            <button type="button" aria-expanded={doing === 'cut_power'} onClick={() => setDoing('cut_power')}>
              {say.ask}
            </button>
            {isCut ? (
              <button type="button" aria-expanded={doing === 'restore_power'} onClick={() => setDoing('restore_power')}>
                {say.askBack}
              </button>
            ) : null}
            <button type="button" aria-expanded={doing === 'close'} onClick={() => setDoing('close')}>
              {say.close}
            </button>
          </>
        ) : null}
        <a class="button" href={pathOf('/interference/{id}/form', { id })} target="_blank" rel="noreferrer">
          {say.print}
        </a>
      </div>
      {doing === 'cut_power' || doing === 'restore_power' ? (
        <AskTaskForm key={doing} one={one} kind={doing} leave={leave} />
      ) : null}
      {doing === 'close' ? <CloseForm one={one} isCut={isCut} leave={leave} /> : null}
    </li>
  );
}
