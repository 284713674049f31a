import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { type Recording, recordings } from '../live/lists.ts';
import { SearchField } from '../parts/search-field.tsx';
import { useSought } from '../parts/sought.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellSpan } from '../words/tell.ts';
import { RecordingMark } from './recording-mark.tsx';

/** How far back a search looks. */
const SEARCHED = 200;

/** The newest, and behind them those that were fetched to be searched. */
function withOlder(newest: readonly Recording[], older: readonly Recording[]): Recording[] {
  const known = new Set(newest.map(({ id }) => id));
  return [...newest, ...older.filter(({ id }) => !known.has(id))];
}

export function RecordingList() {
  const { upload, wait } = words.value;
  const [older, setOlder] = useState<readonly Recording[]>([]);
  const newest = recordings.data.value;
  const list = newest && withOlder(newest, older);
  const sought = useSought(list ?? [], ({ title }) => title);
  const search = (query: string) => {
    sought.search(query);
    if (older.length === 0) call('listRecordings', { query: { limit: SEARCHED } }).then(setOlder, () => {});
  };
  return (
    <section aria-labelledby="recordings-title">
      <h2 id="recordings-title">{upload.list}</h2>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="hint">{upload.listNone}</p> : null}
      {sought.isLong ? (
        <SearchField what={upload.list} value={sought.query} change={search} found={sought.found} />
      ) : null}
      <ul class="cards">
        {sought.shown.map(({ id, title, state, durationMs, createdAt }) => (
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
