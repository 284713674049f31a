import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { feed, useFresh } from '../live/feed.ts';
import { ask } from '../parts/ask.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { EnrolApp } from '../session/enrol-app.tsx';
import { NewPasswordForm } from '../session/new-password.tsx';
import { RecoveryList } from '../session/recovery-list.tsx';
import { enter, lookAgain, session } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { PasskeyCard } from './passkey-card.tsx';

const factors = feed(() => call('getFactors', {}));
const sessions = feed(() => call('listSessions', {}));
const SLOWLY_MS = 15_000;

/** Tài khoản của tôi: password, second factors, and where one is signed in. */
export function AccountSection({ looking }: { looking: boolean }) {
  const say = words.value.account;
  const now = session.value;
  const isOwn = now.state === 'in' && now.hasAccount;
  useFresh(factors, looking && isOwn, SLOWLY_MS);
  useFresh(sessions, looking && isOwn, SLOWLY_MS);
  if (now.state !== 'in') return null;
  return (
    <section aria-labelledby="house-account">
      <h2 id="house-account">{say.title}</h2>
      {isOwn ? (
        <>
          <p>{say.who(now.name ?? '')}</p>
          <FactorCard held={factors.data.value} />
          <PasskeyCard held={factors.data.value?.passkeys ?? []} refresh={() => factors.refresh()} />
          <PasswordCard />
          <SessionCard all={sessions.data.value ?? []} />
        </>
      ) : (
        <p class="hint">{say.byLink}</p>
      )}
    </section>
  );
}

function FactorCard({ held }: { held: Answer<'getFactors'> | null }) {
  const say = words.value.account;
  const [enrolling, setEnrolling] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const submitting = useSubmitting();
  if (codes) return <RecoveryList codes={codes} done={() => setCodes(null)} />;
  if (enrolling) {
    const done = (standing: Answer<'getSession'>) => {
      setEnrolling(false);
      enter(standing);
      void factors.refresh();
    };
    return (
      <>
        <EnrolApp done={done} />
        <button type="button" onClick={() => setEnrolling(false)}>
          {say.cancel}
        </button>
      </>
    );
  }
  const has = held !== null && held.totpSince !== null;
  const hasAny = held !== null && (held.totpSince !== null || held.passkeys.length > 0);
  const drop = async () => {
    if (!(await ask({ text: say.askDrop, yes: say.yesDrop, no: say.cancel }))) return;
    submitting.run(async () => {
      await call('dropTotp', {});
      await factors.refresh();
      await lookAgain();
    });
  };
  return (
    <div class="card">
      <h3>{say.factors}</h3>
      <p>
        {held === null
          ? words.value.wait
          : held.totpSince === null
            ? held.passkeys.length > 0
              ? say.noAppButPasskey
              : say.noApp
            : say.appSince(tellMoment(held.totpSince))}
      </p>
      {hasAny ? <p>{say.recoveryLeft(held.recoveryLeft)}</p> : null}
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        <button type="button" class={hasAny ? '' : 'main'} onClick={() => setEnrolling(true)}>
          {has ? say.otherApp : say.enrolNow}
        </button>
        {hasAny ? (
          <button
            type="button"
            onClick={() => submitting.run(async () => setCodes((await call('renewRecoveryCodes', {})).recoveryCodes))}
          >
            {say.renewCodes}
          </button>
        ) : null}
        {has ? (
          <button type="button" onClick={() => void drop()}>
            {say.dropApp}
          </button>
        ) : null}
      </div>
    </div>
  );
}

function PasswordCard() {
  const say = words.value.account;
  const [open, setOpen] = useState<boolean | 'done'>(false);
  return (
    <div class="card">
      <h3>{words.value.session.password}</h3>
      {open === 'done' ? <p role="status">{say.passwordChanged}</p> : null}
      {open === true ? (
        <NewPasswordForm
          done={() => {
            setOpen('done');
            void sessions.refresh();
          }}
        />
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          {say.changePassword}
        </button>
      )}
    </div>
  );
}

function SessionCard({ all }: { all: Answer<'listSessions'> }) {
  const say = words.value.account;
  const submitting = useSubmitting();
  const end = (act: () => Promise<unknown>) =>
    submitting.run(async () => {
      await act();
      await sessions.refresh();
    });
  return (
    <div class="card">
      <h3>{say.sessions}</h3>
      <FailureNote failure={submitting.failure} />
      <ul class="sessions">
        {all.map((one) => (
          <li key={one.id}>
            <span>
              {say.device(one.agent)}
              {one.isThis ? <strong> {say.thisOne}</strong> : null}
              <br />
              <span class="hint">{say.seen(one.address, tellMoment(one.seenAt))}</span>
            </span>
            {one.isThis ? null : (
              <button
                type="button"
                class="small"
                onClick={() => end(() => call('endSession', { params: { id: one.id } }))}
              >
                {say.endOne}
              </button>
            )}
          </li>
        ))}
      </ul>
      {all.length > 1 ? (
        <button type="button" disabled={submitting.busy} onClick={() => end(() => call('endOtherSessions', {}))}>
          {say.endOthers}
        </button>
      ) : null}
    </div>
  );
}
