import '../style/calendar.css';
import { useMemo, useState } from 'preact/hooks';
import { pathOf, queryText } from '../api/routes.ts';
import { useFresh } from '../live/feed.ts';
import { areas, endpoints, rules } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { Choice } from '../parts/choice.tsx';
import { Icon } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { calendar, isWide, showDate, shownArea, shownDate, shownDates, showView, turnPage, view } from './calendar.ts';
import { Columns } from './columns.tsx';
import { chooseSize, SIZES, size } from './kept-size.ts';
import { Month } from './month.tsx';
import { RuleCard } from './rule-card.tsx';
import { RuleForm } from './rule-form.tsx';
import { say as gridWords } from './say.ts';
import { SlotList } from './slot-list.tsx';
import { SlotPanel } from './slot-panel.tsx';
import { VIEWS } from './views.ts';
import { villagesOf } from './village-rows.ts';
import { VillageRows } from './villages.tsx';
import { CopiesNote, CopyButton, CopyPanel } from './week-copy.tsx';

/** Nothing that a person does here waits for it: what he changes is asked anew at once. */
const EVERY_MS = 10_000;

type Editing = { readonly ruleId: string | null } | null;

function paperOf(dates: readonly string[]): string {
  const asked = { from: dates[0], days: dates.length, areaId: shownArea.value };
  return pathOf('/calendar.pdf', {}) + queryText(asked);
}

/** The week of the villages: what is to be heard, whether it will be, and how to change it. */
export function SchedulePage({ looking }: { looking: boolean }) {
  const { schedule: say, rules: ruleWords, wait } = words.value;
  useFresh(calendar, looking, EVERY_MS);
  useFresh(rules, looking);
  useFresh(areas, looking, EVERY_MS);
  useFresh(endpoints, looking && view.value === 'day', EVERY_MS);
  const [editing, setEditing] = useState<Editing>(null);
  const [told, setTold] = useState<string | null>(null);
  const data = calendar.data.value;
  const dates = shownDates.value;
  const areaId = shownArea.value;
  const slots = useMemo(
    () => (data?.slots ?? []).filter(({ areaIds }) => areaId === '' || areaIds.includes(areaId)),
    [data, areaId],
  );
  const withSpeakers = useMemo(
    () =>
      villagesOf(areas.data.value ?? [], endpoints.data.value ?? []).filter(({ id }) => areaId === '' || id === areaId),
    [areas.data.value, endpoints.data.value, areaId],
  );
  // What the page asks anew every few seconds does not go over a thousand slots again.
  const columns = useMemo(() => <Columns slots={slots} dates={dates} />, [slots, dates]);
  // One village alone reads better downwards, and so does everything on a phone.
  const isByVillage = view.value === 'day' && isWide.value && withSpeakers.length > 1;
  const villages = [...new Set((data?.slots ?? []).flatMap(({ areaIds }) => areaIds))];
  const names = (areas.data.value ?? []).filter(({ id }) => villages.includes(id) || id === shownArea.value);
  const edit = (ruleId: string | null) => {
    setTold(null);
    setEditing({ ruleId });
  };
  const rule = editing?.ruleId ? rules.data.value?.find(({ id }) => id === editing.ruleId) : null;
  return (
    <div hidden={!looking} class="schedule">
      <section aria-labelledby="schedule-title">
        <div class="schedule-head">
          <h1 id="schedule-title">{say.title}</h1>
          {mayDo('operate') ? (
            <button type="button" class="main" onClick={() => edit(null)} disabled={editing !== null}>
              {say.add}
            </button>
          ) : null}
        </div>
        {told === null ? null : (
          <p class="done note note-good" role="status">
            <Icon name="done" />
            <span>{told}</span>
          </p>
        )}
        {editing === null || rule === undefined ? null : (
          <RuleForm
            key={editing.ruleId ?? 'new'}
            rule={rule}
            date={shownDate.value < today.value ? today.value : shownDate.value}
            close={() => setEditing(null)}
            saved={(what) => {
              setEditing(null);
              setTold(say.rule.saved(what));
            }}
          />
        )}
        <div class="schedule-bar">
          <fieldset class="segments">
            <legend class="unseen">{say.viewLabel}</legend>
            {VIEWS.map((one) => (
              <button key={one} type="button" aria-pressed={view.value === one} onClick={() => showView(one)}>
                {say.views[one]}
              </button>
            ))}
          </fieldset>
          <div class="days">
            <button type="button" onClick={() => turnPage(-1)}>
              {say.before}
            </button>
            <button type="button" aria-pressed={shownDate.value === today.value} onClick={() => showDate(null)}>
              {say.now}
            </button>
            <button type="button" onClick={() => turnPage(1)}>
              {say.after}
            </button>
          </div>
          {names.length > 1 || shownArea.value !== '' ? (
            <Choice
              label={say.area}
              value={shownArea.value}
              options={[['', say.allAreas], ...names.map(({ id, name }) => [id, name] as const)]}
              change={(areaId) => {
                shownArea.value = areaId;
              }}
            />
          ) : null}
          {view.value === 'week' || view.value === 'day' ? (
            <Choice
              label={gridWords.value.size}
              value={size.value}
              options={SIZES.map((one) => [one, say.zooms[one]] as const)}
              change={chooseSize}
            />
          ) : null}
        </div>
        <h2 class="shown-date" aria-live="polite">
          {dates.length === 1
            ? tellDate(dates[0] ?? '')
            : view.value === 'month'
              ? `${shownDate.value.slice(5, 7)}/${shownDate.value.slice(0, 4)}`
              : `${tellDate(dates[0] ?? '')} – ${tellDate(dates.at(-1) ?? '')}`}
        </h2>
        {data === null ? <p>{wait}</p> : null}
        <CopiesNote copies={data?.copies ?? []} done={setTold} />
        {data?.isCut ? <p class="note note-warn">{say.cut}</p> : null}
        {data === null ? null : view.value === 'list' ? (
          <SlotList slots={slots} dates={dates} />
        ) : view.value === 'month' ? (
          <Month slots={slots} dates={dates} month={shownDate.value.slice(0, 7)} />
        ) : isByVillage ? (
          <VillageRows slots={slots} villages={withSpeakers} date={dates[0] ?? ''} />
        ) : (
          columns
        )}
        {dates.length === 7 ? <CopyButton from={dates[0] ?? ''} /> : null}
        {dates.length > 7 ? null : (
          <a class="button no-print" href={paperOf(dates)} target="_blank" rel="noreferrer">
            {say.print}
          </a>
        )}
      </section>
      <section aria-labelledby="rules-title" class="no-print">
        <h2 id="rules-title">{ruleWords.title}</h2>
        {rules.data.value?.length === 0 ? <p class="hint">{ruleWords.none}</p> : null}
        <ul class="cards">
          {rules.data.value?.map((one) => (
            <RuleCard key={one.id} rule={one} edit={() => edit(one.id)} />
          ))}
        </ul>
      </section>
      <SlotPanel editRule={edit} done={setTold} />
      <CopyPanel done={setTold} />
    </div>
  );
}
