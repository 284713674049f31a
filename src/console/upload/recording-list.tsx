import { recordings } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellSpan } from '../words/tell.ts';
import { RecordingMark } from './recording-mark.tsx';

export function RecordingList() {
  const { upload, wait } = words.value;
  const list = recordings.data.value;
  return (
    <section aria-labelledby="recordings-title">
      <h2 id="recordings-title">{upload.list}</h2>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="hint">{upload.listNone}</p> : null}
      <ul class="cards">
        {list?.map(({ id, title, state, durationMs, createdAt }) => (
          <li key={id} class="card">
            <a class="row" href={`#tai-len/${id}`}>
              <span class="grow">
                <strong>{title}</strong>
                <span class="hint">
                  {tellMoment(createdAt)}
                  {durationMs === null ? '' : ` · ${tellSpan(durationMs)}`}
                </span>
              </span>
              <RecordingMark state={state} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
