import { AlarmPage } from './alarm/alarm-page.tsx';
import { ApprovePage } from './approve/approve-page.tsx';
import { FmPage } from './fm/fm-page.tsx';
import { Account, Header } from './header.tsx';
import { HoursPage } from './hours/hours-page.tsx';
import { HousePage } from './house/house-page.tsx';
import { InboxPage } from './inbox/inbox-page.tsx';
import { lostSince } from './live/connection.ts';
import { useFresh } from './live/feed.ts';
import { station } from './live/station.ts';
import { LogPage } from './log/log-page.tsx';
import { Ask } from './parts/ask.tsx';
import { PlacesPage } from './places/places-page.tsx';
import { EnrolPage } from './session/enrol-page.tsx';
import { Invited } from './session/invited.tsx';
import { OldPassword } from './session/new-password.tsx';
import { SecondStep } from './session/second-step.tsx';
import { everSignedIn, session } from './session/session.ts';
import { SetUp } from './session/set-up.tsx';
import { SignIn } from './session/sign-in.tsx';
import { StepUp } from './session/step-up.tsx';
import { StopDialog } from './stop/stop-dialog.tsx';
import { TalkPage } from './talk/talk-page.tsx';
import { TodayPage } from './today/today-page.tsx';
import { UploadPage } from './upload/upload-page.tsx';
import { where } from './where.ts';
import { words } from './words/language.ts';

/** All pages stay on the page once they were seen, hidden, so that nothing half typed is ever lost. */
export function App() {
  const now = session.value;
  const inside = now.state === 'in';
  useFresh(station, inside);
  const { page } = where.value;
  return (
    <>
      <button type="button" class="skip" onClick={skipToContent}>
        {words.value.skip}
      </button>
      <Header inside={inside} />
      {now.state === 'unknown' && !lostSince.value ? <p class="center">{words.value.wait}</p> : null}
      {now.state === 'out' ? <SignIn expired={now.expired} failure={now.failure} /> : null}
      {now.state === 'set-up' ? <SetUp token={now.token} /> : null}
      {now.state === 'invite' ? <Invited token={now.token} /> : null}
      {now.state === 'factor' ? <SecondStep factors={now.factors} /> : null}
      {now.state === 'password' ? <OldPassword /> : null}
      {now.state === 'enrol' ? <EnrolPage /> : null}
      {everSignedIn.value ? (
        <main tabIndex={-1} hidden={!inside} class={lostSince.value ? 'stale' : ''}>
          <TodayPage looking={inside && page === 'hom-nay'} />
          <UploadPage looking={inside && page === 'tai-len'} />
          <ApprovePage looking={inside && page === 'duyet'} />
          <AlarmPage looking={inside && page === 'khan-cap'} />
          <TalkPage looking={inside && page === 'noi-truc-tiep'} />
          <InboxPage looking={inside && page === 'hop-tin'} />
          <HoursPage looking={inside && page === 'gio-phat'} />
          <PlacesPage looking={inside && page === 'cum-loa'} />
          <FmPage looking={inside && page === 'dai-fm'} />
          <LogPage looking={inside && page === 'nhat-ky'} />
          <HousePage looking={inside && page === 'quan-ly'} />
        </main>
      ) : null}
      <Account name={inside ? now.name : null} inside={inside} />
      {inside ? <StopDialog /> : null}
      <StepUp />
      <Ask />
    </>
  );
}

function skipToContent(): void {
  document.querySelector('main')?.focus();
}
