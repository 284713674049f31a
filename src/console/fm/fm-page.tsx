import { useFresh } from '../live/feed.ts';
import { areas, endpoints, recordings } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import { ConfirmSection } from './confirm-section.tsx';
import { fmToday, unconfirmed } from './hearings.ts';
import { InterferenceSection } from './interference-section.tsx';
import { interference, stations } from './lists.ts';
import { StationCard } from './station-card.tsx';
import { StationForm } from './station-form.tsx';

const OFTEN_MS = 5000;
const SLOWLY_MS = 15_000;

/** FM stations: what they air, whom to call about it, and what disturbs them. */
export function FmPage({ looking }: { looking: boolean }) {
  const { fm, wait } = words.value;
  useFresh(stations, looking, OFTEN_MS);
  useFresh(interference, looking, SLOWLY_MS);
  useFresh(fmToday, looking, SLOWLY_MS);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, SLOWLY_MS);
  useFresh(recordings, looking, SLOWLY_MS);
  const list = stations.data.value;
  return (
    <div hidden={!looking}>
      <h1>{fm.title}</h1>
      <p class="hint">{fm.hint}</p>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="card">{fm.none}</p> : null}
      {list && list.length > 0 ? <WhatToDo /> : null}
      <section aria-label={fm.title}>
        <ul class="cards">
          {list?.map((station) => (
            <StationCard key={station.id} station={station} />
          ))}
        </ul>
        {list === null ? null : (
          <Fold label={fm.add} needs="gate">
            {(close) => <StationForm close={close} />}
          </Fold>
        )}
      </section>
      {list && list.length > 0 ? (
        <>
          <ConfirmSection />
          <InterferenceSection />
        </>
      ) : null}
    </div>
  );
}

/** The two things that wait for a person, first on the page: one press leads to them. */
function WhatToDo() {
  const say = words.value.fm.to;
  const waiting = unconfirmed.value.length;
  const open = (interference.data.value ?? []).filter(({ closedAt }) => closedAt === null).length;
  return (
    <p class="buttons">
      <button type="button" class={waiting > 0 ? 'main' : ''} onClick={() => leadTo('confirm')}>
        <Icon name="phone" />
        {waiting > 0 ? say.confirm(waiting) : say.confirmNone}
      </button>
      <button type="button" class={open > 0 ? 'danger-quiet' : ''} onClick={() => leadTo('interference')}>
        <Icon name="warn" />
        {say.interference(open)}
      </button>
      <a class="button" href="#nhat-ky/thon">
        <Icon name="log" />
        {words.value.villages.link}
      </a>
    </p>
  );
}

function leadTo(id: string): void {
  const section = document.getElementById(id);
  section?.scrollIntoView({ block: 'start' });
  section?.focus({ preventScroll: true });
}
