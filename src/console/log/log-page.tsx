import { stations } from '../fm/lists.ts';
import { useFresh } from '../live/feed.ts';
import { areas, endpoints, programmes } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { filter, mayHaveMore, newest, showOlder } from './lines.ts';
import { LogFilterForm } from './log-filter.tsx';
import { LogRow } from './log-row.tsx';
import { VillageReport } from './village-report.tsx';

const SLOWLY_MS = 30_000;

/** The word after the slash that leads to the report: `#nhat-ky/thon`. */
const REPORT = 'thon';

/** The log, and the report that is made of it. */
export function LogPage({ looking }: { looking: boolean }) {
  const isReport = looking && where.value.thing === REPORT;
  return (
    <div hidden={!looking}>
      <LogLines looking={looking && !isReport} />
      {isReport ? <VillageReport looking={looking} /> : null}
    </div>
  );
}

function LogLines({ looking }: { looking: boolean }) {
  const { log, villages, wait } = words.value;
  useFresh(newest, looking);
  useFresh(stations, looking, SLOWLY_MS);

  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, SLOWLY_MS);
  useFresh(programmes, looking, SLOWLY_MS);
  const submitting = useSubmitting();
  const list = newest.data.value;
  return (
    <div hidden={!looking}>
      <div class="row">
        <h1 class="grow">{log.title}</h1>
        <a class="button" href={`#nhat-ky/${REPORT}`}>
          {villages.link}
        </a>
      </div>
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
