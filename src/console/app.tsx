import { AlarmPage } from './alarm/alarm-page.tsx';
import { ApprovePage } from './approve/approve-page.tsx';
import { Account } from './frame/account.tsx';
import { Header } from './frame/header.tsx';
import { Nav } from './frame/nav.tsx';
import { ClosedPage, usePlace } from './frame/page-place.tsx';
import { places } from './frame/places.ts';
import { InboxPage } from './inbox/inbox-page.tsx';
import { lostSince } from './live/connection.ts';
import { useFresh } from './live/feed.ts';
import { useNews } from './live/news.ts';
import { station } from './live/station.ts';
import { Ask } from './parts/ask.tsx';
import { later } from './parts/later.tsx';
import { EnrolPage } from './session/enrol-page.tsx';
import { Invited } from './session/invited.tsx';
import { OldPassword } from './session/new-password.tsx';
import { SecondStep } from './session/second-step.tsx';
import { everSignedIn, mayDo, session } from './session/session.ts';
import { SetUp } from './session/set-up.tsx';
import { SignIn } from './session/sign-in.tsx';
import { StepUp } from './session/step-up.tsx';
import { StopDialog } from './stop/stop-dialog.tsx';
import { TalkPage } from './talk/talk-page.tsx';
import { TodayPage } from './today/today-page.tsx';
import { PAGES, where } from './where.ts';
import { words } from './words/language.ts';

/** The calendar comes when it is first looked at: whoever only listens to the day does not wait for it. */
const SchedulePage = later(async () => (await import('./schedule/schedule-page.tsx')).SchedulePage);

/** The recorder, the waveform and the whole form of a bulletin. */
const UploadPage = later(async () => (await import('./upload/upload-page.tsx')).UploadPage);

/** What is opened seldom waits for its first look too. Emergencies and talks are always there. */
const LogPage = later(async () => (await import('./log/log-page.tsx')).LogPage);
const FmPage = later(async () => (await import('./fm/fm-page.tsx')).FmPage);
const HoursPage = later(async () => (await import('./hours/hours-page.tsx')).HoursPage);
const PlacesPage = later(async () => (await import('./places/places-page.tsx')).PlacesPage);
const HousePage = later(async () => (await import('./house/house-page.tsx')).HousePage);

const DRAWN = {
  'hom-nay': TodayPage,
  'lich-phat': SchedulePage,
  'tai-len': UploadPage,
  duyet: ApprovePage,
  'khan-cap': AlarmPage,
  'noi-truc-tiep': TalkPage,
  'hop-tin': InboxPage,
  'gio-phat': HoursPage,
  'cum-loa': PlacesPage,
  'dai-fm': FmPage,
  'nhat-ky': LogPage,
  'quan-ly': HousePage,
} as const;

/** All pages stay on the page once they were seen, hidden, so that nothing half typed is ever lost. */
export function App() {
  const now = session.value;
  const inside = now.state === 'in';
  useFresh(station, inside && mayDo('read'));
  useNews(inside);
  usePlace(inside);
  const { page } = where.value;
  return (
    <div class={`frame${inside ? ' inside' : ''}${inside && page === 'khan-cap' ? ' alarm' : ''}`}>
      <button type="button" class="skip" onClick={skipToContent}>
        {words.value.skip}
      </button>
      <Header inside={inside} />
      {inside ? <Nav name={now.name} /> : null}
      {now.state === 'unknown' && !lostSince.value ? <p class="center">{words.value.wait}</p> : null}
      {now.state === 'out' ? <SignIn expired={now.expired} failure={now.failure} /> : null}
      {now.state === 'set-up' ? <SetUp token={now.token} /> : null}
      {now.state === 'invite' ? <Invited token={now.token} /> : null}
      {now.state === 'factor' ? <SecondStep held={now} /> : null}
      {now.state === 'password' ? <OldPassword /> : null}
      {now.state === 'enrol' ? <EnrolPage /> : null}
      {everSignedIn.value ? (
        <main tabIndex={-1} hidden={!inside} class={lostSince.value ? 'stale' : ''}>
          <ClosedPage page={page} />
          {PAGES.filter((one) => places.value.open.has(one)).map((one) => {
            const Drawn = DRAWN[one];
            return <Drawn key={one} looking={inside && page === one} />;
          })}
        </main>
      ) : null}
      {inside ? null : (
        <footer>
          <Account name={null} inside={false} />
        </footer>
      )}
      {inside ? <StopDialog /> : null}
      <StepUp />
      <Ask />
    </div>
  );
}

function skipToContent(): void {
  document.querySelector<HTMLElement>('main:not([hidden])')?.focus();
}
