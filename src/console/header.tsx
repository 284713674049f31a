import { station, stationNow, tick } from './live/station.ts';
import { FailureNote } from './parts/failure-note.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { useSubmitting } from './parts/submitting.ts';
import { signOut } from './session/session.ts';
import { PAGES, type Page, where } from './where.ts';
import { language, switchLanguage, words } from './words/language.ts';
import { tellSecond } from './words/tell.ts';

const ICONS: Record<Page, IconName> = {
  'hom-nay': 'today',
  'tai-len': 'upload',
  'gio-phat': 'hours',
  'cum-loa': 'speaker',
  'nhat-ky': 'log',
};

function StationClock() {
  tick.value;
  return <span class="clock">{tellSecond(stationNow())}</span>;
}

export function Header({ name, inside }: { name: string | null; inside: boolean }) {
  const say = words.value;
  const submitting = useSubmitting();
  return (
    <header>
      <div class="bar">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <strong class="station">{station.data.value?.name ?? say.brand}</strong>
        {inside && station.data.value ? <StationClock /> : null}
        <span class="grow" />
        {name === null ? null : <span class="who">{name}</span>}
        <button type="button" class="plain" lang={language.value === 'vi' ? 'en' : 'vi'} onClick={switchLanguage}>
          {say.otherLanguage}
        </button>
        {inside ? (
          <button type="button" class="plain" disabled={submitting.busy} onClick={() => submitting.run(signOut)}>
            {say.signOut}
          </button>
        ) : null}
      </div>
      <FailureNote failure={submitting.failure} />
      {inside ? (
        <nav aria-label={say.nav}>
          {PAGES.map((page) => (
            <a key={page} href={`#${page}`} aria-current={where.value.page === page ? 'page' : undefined}>
              <Icon name={ICONS[page]} />
              <span>{say.pages[page]}</span>
            </a>
          ))}
        </nav>
      ) : null}
    </header>
  );
}
