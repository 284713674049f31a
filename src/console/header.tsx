import { approvals, forMe } from './approve/lists.ts';
import { FenceNote } from './fence-note.tsx';
import { items, questions, waitingCount } from './inbox/lists.ts';
import { useFresh } from './live/feed.ts';
import { station, stationNow, tick } from './live/station.ts';
import { LostNote } from './lost-note.tsx';
import { FailureNote } from './parts/failure-note.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { useSubmitting } from './parts/submitting.ts';
import { signOut } from './session/session.ts';
import { HoldNote } from './stop/hold-note.tsx';
import { StopButton } from './stop/stop-button.tsx';
import { OnAirStrip } from './talk/on-air-strip.tsx';
import { PAGES, type Page, where } from './where.ts';
import { language, switchLanguage, words } from './words/language.ts';
import { tellSecond } from './words/tell.ts';

const ICONS: Record<Page, IconName> = {
  'hom-nay': 'today',
  'tai-len': 'upload',
  duyet: 'done',
  'khan-cap': 'alarm',
  'noi-truc-tiep': 'mic',
  'hop-tin': 'inbox',
  'gio-phat': 'hours',
  'cum-loa': 'speaker',
  'dai-fm': 'mast',
  'nhat-ky': 'log',
  'quan-ly': 'house',
};

/** A question of order may leave a person a minute only. */
const OFTEN_MS = 5000;

function StationClock() {
  tick.value;
  return <span class="clock">{tellSecond(stationNow())}</span>;
}

/** What stays in sight however far a page is scrolled: whose station, its clock, the red button, and what is held. */
export function Header({ inside }: { inside: boolean }) {
  const say = words.value;
  useFresh(questions, inside, OFTEN_MS);
  useFresh(items, inside, OFTEN_MS);
  useFresh(approvals, inside, OFTEN_MS);
  const waiting: Partial<Record<Page, number>> = { 'hop-tin': waitingCount.value, duyet: forMe.value.length };
  return (
    <>
      <header class="top">
        <div class="bar">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <span class="station">
            <strong>{station.data.value?.name ?? say.brand}</strong>
            {inside && station.data.value ? <StationClock /> : null}
          </span>
          {inside ? <StopButton /> : null}
        </div>
        <HoldNote inside={inside} />
        <OnAirStrip />
        <LostNote />
        <FenceNote inside={inside} />
      </header>
      {inside ? (
        <nav aria-label={say.nav}>
          {PAGES.map((page) => (
            <a key={page} href={`#${page}`} aria-current={where.value.page === page ? 'page' : undefined}>
              <Icon name={ICONS[page]} />
              <span>{say.pages[page]}</span>
              {waiting[page] ? <span class="badge"> {waiting[page]}</span> : null}
            </a>
          ))}
        </nav>
      ) : null}
    </>
  );
}

/** Who is signed in, the other language, and the way out: on wide screens beside the red button, on phones last. */
export function Account({ name, inside }: { name: string | null; inside: boolean }) {
  const say = words.value;
  const submitting = useSubmitting();
  return (
    <footer class="account">
      <FailureNote failure={submitting.failure} />
      {name === null ? null : (
        <a class="who" href="#quan-ly/tai-khoan">
          {name}
        </a>
      )}
      <button type="button" class="plain" lang={language.value === 'vi' ? 'en' : 'vi'} onClick={switchLanguage}>
        {say.otherLanguage}
      </button>
      {inside ? (
        <button type="button" class="plain" disabled={submitting.busy} onClick={() => submitting.run(signOut)}>
          {say.signOut}
        </button>
      ) : null}
    </footer>
  );
}
