import { call } from '../api/client.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Mark } from '../parts/mark.tsx';
import { mayDo } from '../session/session.ts';
import { say as tell, words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { type AreaAct, areaActs } from './areas.ts';

const LOOKS = {
  planned: ['wait', 'warn'],
  done: ['done', 'good'],
  undone: ['none', 'quiet'],
  failed: ['bad', 'bad'],
} as const;

/** What is planned stands open, what is over is folded. */
export function ActList() {
  const { areas: say } = words.value;
  const all = areaActs.data.value ?? [];
  const ahead = all.filter(({ state, problem }) => state === 'planned' || (state === 'failed' && problem !== null));
  const over = all.filter((act) => !ahead.includes(act)).toReversed();
  if (all.length === 0) return null;
  return (
    <>
      {ahead.length === 0 ? null : (
        <>
          <h3>{say.planned}</h3>
          <ul class="plain-list">
            {ahead.map((act) => (
              <ActLine key={act.id} act={act} />
            ))}
          </ul>
        </>
      )}
      {over.length === 0 ? null : (
        <details>
          <summary>{say.over(over.length)}</summary>
          <ul class="plain-list">
            {over.map((act) => (
              <ActLine key={act.id} act={act} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function ActLine({ act: { id, text, onDate, document, writtenBy, state, problem } }: { act: AreaAct }) {
  const { areas: say } = words.value;
  const [icon, tone] = LOOKS[state];
  const undo = async () => {
    await call('undoAreaAct', { params: { id } });
    await areaActs.refresh();
  };
  return (
    <li>
      <strong>{tell(text)}</strong>{' '}
      <Mark icon={icon} tone={tone}>
        {say.states[state]}
      </Mark>{' '}
      <span class="hint">
        {[say.from(tellDate(onDate)), document, writtenBy ?? ''].filter((one) => one !== '').join(' · ')}
      </span>
      {problem === null ? null : <p class="note note-warn">{tell(problem)}</p>}
      {state === 'planned' && mayDo('equip') ? (
        <ActButton question={{ text: say.askUndo(tell(text)), yes: say.undo, no: words.value.today.keep }} act={undo}>
          {say.undo}
        </ActButton>
      ) : null}
    </li>
  );
}
