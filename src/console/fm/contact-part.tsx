import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import type { FmStation } from './lists.ts';

const LOOKS: Record<FmStation['lineStandings'][number]['state'], readonly [IconName, Tone]> = {
  connecting: ['wait', 'warn'],
  connected: ['done', 'good'],
  fault: ['bad', 'bad'],
};

/** Whether the station can be reached, by which lines, and what to do where it cannot. */
export function ContactPart({ station }: { station: FmStation }) {
  const say = words.value.fm;
  const { audio, isReachable, lineStandings, manifestFetchedAt, listeners } = station;
  const byHand = audio === 'hand' && lineStandings.length === 0;
  return (
    <div class="stack">
      <h3>{say.contact}</h3>
      {byHand ? (
        <>
          <Mark icon="phone" tone="quiet">
            {say.byHand}
          </Mark>
          <p class="hint">{say.byHandDo}</p>
        </>
      ) : (
        <>
          <Mark icon={isReachable ? 'done' : 'lost'} tone={isReachable ? 'good' : 'bad'}>
            {isReachable ? say.reachable : say.unreachable}
          </Mark>
          {isReachable ? null : <p>{say.unreachableDo}</p>}
        </>
      )}
      {audio === 'mount' ? <p class="hint">{say.listeners(listeners)}</p> : null}
      {audio === 'manifest' || manifestFetchedAt !== null ? (
        <p class="hint">{manifestFetchedAt === null ? say.neverFetched : say.fetched(tellSoon(manifestFetchedAt))}</p>
      ) : null}
      {lineStandings.length === 0 ? null : (
        <ul class="plain-list" aria-label={say.lines}>
          {lineStandings.map((line) => (
            <LineStanding key={line.name} line={line} />
          ))}
        </ul>
      )}
    </div>
  );
}

function LineStanding({ line }: { line: FmStation['lineStandings'][number] }) {
  const say = words.value.fm;
  const { name, state, lastAnswerAt, grade, problem } = line;
  const [icon, tone] = LOOKS[state];
  const facts = [
    grade === null ? null : say.lineGrades[grade],
    lastAnswerAt === null ? say.lineSilent : say.lineAnswered(tellSoon(lastAnswerAt)),
  ].filter((fact) => fact !== null);
  return (
    <li class="row">
      <strong>{name}</strong>
      <Mark icon={icon} tone={tone}>
        {say.lineStates[state]}
      </Mark>
      <span class="hint">{facts.join(' · ')}</span>
      {problem === null ? null : <span class="field-problem">{sayBoth(problem)}</span>}
    </li>
  );
}
