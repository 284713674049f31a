import { useEffect, useState } from 'preact/hooks';
import { LEVELS } from '#kernel';
import { API, queryText } from '../api/routes.ts';
import { areas, endpoints, programmes } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { Need } from '../parts/need.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { language, words } from '../words/language.ts';
import { isBackwards, NO_FILTER, queryOf } from './filter.ts';
import { changeFilter, filter, outline } from './lines.ts';
import { logWords } from './log-words.ts';

/** The log is asked when the typing has come to rest for so long. */
const TYPED_MS = 300;

/** On a phone the log itself comes first. */
const isWide = matchMedia('(min-width: 76rem)').matches;

export function LogFilterForm() {
  const say = logWords.value;
  const now = filter.value;
  const [text, setText] = useState(now.text);
  useEffect(() => {
    if (text === filter.value.text) return;
    const timer = setTimeout(() => changeFilter({ text }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const all = ['', say.all] as const;
  const names = [...new Set((programmes.data.value ?? []).map(({ name }) => name))];
  const pick = <Value extends string>(list: readonly Value[], picked: string): Value | '' =>
    list.find((one) => one === picked) ?? '';
  const isNarrowed = Object.entries(queryOf(now)).some(([name]) => name !== 'date' && name !== 'lastDate');
  return (
    <details class="card log-filter no-print" open={isWide}>
      <summary>{say.filterTitle}</summary>
      <form onSubmit={(event) => event.preventDefault()}>
        <div class="filter">
          <TextField
            label={say.from}
            type="date"
            value={now.date}
            required={false}
            change={(date) => changeFilter({ date, lastDate: '' })}
          />
          <TextField
            label={say.to}
            type="date"
            value={now.lastDate === '' ? now.date : now.lastDate}
            required={false}
            change={(lastDate) => changeFilter(lastDate === '' ? { date: '', lastDate } : { lastDate })}
          />
          <SearchField
            what={say.text}
            value={text}
            change={setText}
            found={text.trim() === '' || text !== now.text ? null : (outline.data.value?.sums.lines ?? null)}
          />
        </div>
        <Need text={isBackwards(now) ? say.backwards : null} />
        <details>
          <summary>{say.filterMore}</summary>
          <div class="filter">
            <Choice
              label={say.area}
              value={now.areaId}
              options={[all, ...(areas.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
              change={(areaId) => changeFilter({ areaId, village: '' })}
            />
            <Choice
              label={say.endpoint}
              value={now.endpointId}
              options={[all, ...(endpoints.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
              change={(endpointId) => changeFilter({ endpointId })}
            />
            <Choice
              label={say.programme}
              value={now.programme}
              options={[all, ...names.map((name) => [name, name] as const)]}
              change={(programme) => changeFilter({ programme })}
            />
            <Choice
              label={say.level}
              about="level"
              value={now.level}
              options={[all, ...LEVELS.map((level) => [level, words.value.levels[level]] as const)]}
              change={(level) => changeFilter({ level: pick(LEVELS, level) })}
            />
            <Choice
              label={say.carrier}
              value={now.carrier}
              options={[all, ['ip', say.carriers.ip], ['fm', say.carriers.fm]]}
              change={(carrier) => changeFilter({ carrier: pick(['ip', 'fm'], carrier) })}
            />
          </div>
        </details>
        <div class="buttons">
          {now.date === '' ? null : (
            <button type="button" onClick={() => changeFilter({ date: '', lastDate: '' })}>
              {say.allDays}
            </button>
          )}
          {isNarrowed ? (
            <button
              type="button"
              onClick={() => {
                setText('');
                changeFilter({ ...NO_FILTER, date: now.date, lastDate: now.lastDate });
              }}
            >
              {say.clear}
            </button>
          ) : null}
        </div>
      </form>
    </details>
  );
}

/** The file and the book of what is shown: the same filter, up to the same line. */
export function FileLinks() {
  const say = logWords.value;
  const shown = outline.data.value;
  if (shown === null || shown.sums.lines === 0) return null;
  const query = { ...queryOf(filter.value), upTo: shown.upTo };
  return (
    <>
      <a
        class="button"
        href={`${API}/as-run-shown.csv${queryText({ ...query, language: language.value })}`}
        title={say.fileHint}
        download
      >
        {say.csv}
      </a>
      <a
        class="button"
        href={`${API}/as-run.pdf${queryText(query)}`}
        title={say.fileHint}
        target="_blank"
        rel="noopener"
      >
        {say.book}
      </a>
    </>
  );
}
