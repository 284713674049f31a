import { useFresh } from '../live/feed.ts';
import { areas, endpoints, programmes } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { filter, mayHaveMore, newest, showOlder } from './lines.ts';
import { LogFilterForm } from './log-filter.tsx';
import { LogRow } from './log-row.tsx';

const SLOWLY_MS = 30_000;

export function LogPage({ looking }: { looking: boolean }) {
  const { log, wait } = words.value;
  useFresh(newest, looking);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, SLOWLY_MS);
  useFresh(programmes, looking, SLOWLY_MS);
  const submitting = useSubmitting();
  const list = newest.data.value;
  return (
    <div hidden={!looking}>
      <h1>{log.title}</h1>
      <LogFilterForm />
      {filter.value.date === '' ? null : <h2>{tellDate(filter.value.date)}</h2>}
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="card">{log.none}</p> : null}
      {list && list.length > 0 ? (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{log.time}</th>
              <th scope="col">{log.what}</th>
              <th scope="col">{log.where}</th>
              <th scope="col">{log.result}</th>
              <th scope="col">{log.evidence}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((line) => (
              <LogRow key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      ) : null}
      {mayHaveMore.value ? (
        <button type="button" disabled={submitting.busy} onClick={() => submitting.run(showOlder)}>
          {log.more}
        </button>
      ) : null}
      <FailureNote failure={submitting.failure} />
    </div>
  );
}
