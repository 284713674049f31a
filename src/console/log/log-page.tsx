import '../style/log.css';
import { stations } from '../fm/lists.ts';
import { useFresh } from '../live/feed.ts';
import { areas, endpoints, programmes } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { tellDate, tellNumber } from '../words/tell.ts';
import { AskWhy } from './ask-why.tsx';
import { isBackwards } from './filter.ts';
import { LinePage } from './line-page.tsx';
import { filter, hasNewer, outline, renew, view, watch } from './lines.ts';
import { FileLinks, LogFilterForm } from './log-filter.tsx';
import { LogGroups, LogSums } from './log-sums.tsx';
import { LogTable, MOST_ROWS } from './log-table.tsx';
import { logWords } from './log-words.ts';
import { VillageReport } from './village-report.tsx';

const SLOWLY_MS = 30_000;

/** The words after the slash: the report, `vi-sao` with or without an endpoint and an instant, and one line by its number. */
const REPORT = 'thon';
const ASK = 'vi-sao';
const LINE = 'dong-';

/** The log, what is made of it, and the answers to why. */
export function LogPage({ looking }: { looking: boolean }) {
  const { thing } = where.value;
  const isAsked = looking && (thing === ASK || thing.startsWith(`${ASK}-`));
  const isLine = looking && thing.startsWith(LINE);
  const isReport = looking && thing === REPORT;
  return (
    <div hidden={!looking}>
      <LogLines looking={looking && !isReport && !isLine && !isAsked} />
      {isReport ? <VillageReport looking={looking} /> : null}
      {isLine ? <LinePage key={thing} id={Number(thing.slice(LINE.length))} /> : null}
      {isAsked ? <AskWhy key={thing} asked={thing.slice(ASK.length + 1)} /> : null}
    </div>
  );
}

function LogLines({ looking }: { looking: boolean }) {
  const { villages, wait } = words.value;
  const say = logWords.value;
  useFresh(watch, looking);
  useFresh(stations, looking, SLOWLY_MS);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, SLOWLY_MS);
  useFresh(programmes, looking, SLOWLY_MS);
  const shown = outline.data.value;
  const { date, lastDate } = filter.value;
  const isToday = date === today.value && (lastDate === '' || lastDate === date);
  return (
    <div hidden={!looking} class="log">
      <h1>{say.title}</h1>
      <LogFilterForm />
      {date === '' || (lastDate !== '' && lastDate !== date) ? null : <h2>{tellDate(date)}</h2>}
      {shown === null && !isBackwards(filter.value) ? <p>{wait}</p> : null}
      <div class="buttons no-print">
        <FileLinks />
        <a class="button" href={`#nhat-ky/${REPORT}`}>
          {villages.link}
        </a>
        <a class="button" href={`#nhat-ky/${ASK}`}>
          {say.ask.link}
        </a>
      </div>
      {shown === null ? null : (
        <>
          <LogSums outline={shown} />
          <ViewChoice />
          <p role="status">
            {hasNewer.value ? (
              <button type="button" onClick={renew}>
                {say.newer}
              </button>
            ) : null}
          </p>
          {shown.sums.lines === 0 ? (
            <p class="card">{isToday && filter.value.word === '' ? say.noneToday : say.none}</p>
          ) : null}
          {shown.sums.lines > MOST_ROWS ? (
            <p class="note note-warn">{say.tooLong(tellNumber(MOST_ROWS), tellNumber(shown.sums.lines))}</p>
          ) : null}
          {shown.sums.lines === 0 ? null : view.value === 'lines' ? (
            <LogTable outline={shown} />
          ) : (
            <LogGroups outline={shown} />
          )}
        </>
      )}
    </div>
  );
}

const VIEWS = ['lines', 'days', 'villages'] as const;

function ViewChoice() {
  const say = logWords.value;
  return (
    <fieldset class="buttons views" aria-label={say.viewLabel}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view.value === one}
          onClick={() => {
            view.value = one;
          }}
        >
          {say.views[one]}
        </button>
      ))}
    </fieldset>
  );
}
