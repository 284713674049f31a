import { signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed, useFresh } from '../live/feed.ts';
import { today } from '../live/station.ts';
import { Need } from '../parts/need.tsx';
import { TextField } from '../parts/text-field.tsx';
import { session } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellDate, tellSpan } from '../words/tell.ts';

type Village = Answer<'villageReport'>['villages'][number];
type Tally = Village['all'];

const SLOWLY_MS = 60_000;
/** Empty: the first day of this month, and today. */
const chosen = signal({ from: '', to: '' });
const spanNow = () => ({
  from: chosen.value.from || `${today.value.slice(0, 8)}01`,
  to: chosen.value.to || today.value,
});
const report = feed(() => call('villageReport', { query: spanNow() }));

/** Village by village, each broadcast once: what devices confirm, what people say, and what only FM knows. To be printed. */
export function VillageReport({ looking }: { looking: boolean }) {
  const { villages: say, wait } = words.value;
  const span = spanNow();
  const isBackwards = span.from > span.to;
  useFresh(report, looking && !isBackwards, SLOWLY_MS);
  const choose = (part: Partial<typeof span>) => {
    chosen.value = { ...span, ...part };
    report.forget();
    if (spanNow().from <= spanNow().to) void report.refresh();
  };
  const list = report.data.value?.villages ?? null;
  const who = session.value.state === 'in' ? session.value.name : null;
  return (
    <div class="report">
      <a class="back no-print" href="#nhat-ky">
        ← {say.back}
      </a>
      <h1>{say.title}</h1>
      <p class="sentence">{say.span(tellDate(span.from), tellDate(span.to))}</p>
      <form class="card filter no-print" onSubmit={(event) => event.preventDefault()}>
        <TextField label={say.from} type="date" value={span.from} change={(from) => choose({ from })} />
        <TextField label={say.to} type="date" value={span.to} change={(to) => choose({ to })} />
        <button type="button" onClick={() => print()}>
          {say.print}
        </button>
      </form>
      <p class="hint">{say.hint}</p>
      <Need text={isBackwards ? say.backwards : null} />
      {list === null && !isBackwards ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="card">{say.none}</p> : null}
      {list && list.length > 0 ? <ReportTable list={list} /> : null}
      <p class="only-print signature">
        {say.signDate(tellDate(today.value))}
        <br />
        {say.sign}: {who ?? '………………………'}
      </p>
    </div>
  );
}

function ReportTable({ list }: { list: readonly Village[] }) {
  const say = words.value.villages;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{say.village}</th>
          <th scope="col">{say.technology}</th>
          <th scope="col">{say.broadcasts}</th>
          <th scope="col">{say.confirmed}</th>
          <th scope="col">{say.reported}</th>
          <th scope="col">{say.handedOver}</th>
          <th scope="col">{say.notHeard}</th>
          <th scope="col">{say.other}</th>
          <th scope="col">{say.airTime}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((village) => (
          <VillageRow key={village.areaId ?? ''} village={village} />
        ))}
      </tbody>
    </table>
  );
}

function VillageRow({ village: { village, technology, clusters, all, byIp, byFm } }: { village: Village }) {
  const say = words.value.villages;
  const counted = say.clusters(clusters.it, clusters.fm, clusters.wired);
  const takesBoth = byIp.broadcasts > 0 && byFm.broadcasts > 0;
  return (
    <tr>
      <th scope="row">{village === '' ? say.noVillage : village}</th>
      <td data-label={say.technology}>
        {say.technologies[technology]}
        <span class="hint">{counted}</span>
      </td>
      <td data-label={say.broadcasts}>
        <strong>{all.broadcasts}</strong>
        {takesBoth ? <span class="hint">{say.roads(byIp.broadcasts, byFm.broadcasts)}</span> : null}
      </td>
      <td data-label={say.confirmed}>
        {dashed(all.confirmed)}
        {all.confirmedPart === 0 ? null : <span class="hint">{say.inPart(all.confirmedPart)}</span>}
      </td>
      <td data-label={say.reported}>{dashed(all.reported)}</td>
      <td data-label={say.handedOver}>{dashed(all.handedOver)}</td>
      <td data-label={say.notHeard}>{dashed(all.notHeard)}</td>
      <td data-label={say.other}>{otherText(all)}</td>
      <td data-label={say.airTime}>{all.airMs === 0 ? '–' : tellSpan(all.airMs)}</td>
    </tr>
  );
}

/** A nought is told as a dash, so that what happened stands out. */
const dashed = (count: number) => (count === 0 ? '–' : String(count));

/** What is neither heard nor unheard: sent into streams that cannot tell, held back, not over yet. */
function otherText({ sent, withheld, open }: Tally): string {
  const say = words.value.villages.others;
  const parts = [
    sent === 0 ? null : say.sent(sent),
    withheld === 0 ? null : say.withheld(withheld),
    open === 0 ? null : say.open(open),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '–' : parts.join(', ');
}
