import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { useFresh } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Fold } from '../parts/fold.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { HoursForm } from './admin-hours-form.tsx';
import { KeysCard } from './keys-card.tsx';
import { addressesOf, ownKeys, type Security, security, spanText } from './security.ts';

const SLOWLY_MS = 10_000;

/** Bảo mật: keys for programs, and from where and when the station is administered. */
export function SecuritySection({ looking }: { looking: boolean }) {
  const say = words.value.security;
  const isLooking = looking && mayDo('maintain');
  useFresh(security, isLooking, SLOWLY_MS);
  useFresh(ownKeys, isLooking, SLOWLY_MS);
  useFresh(areas, isLooking, SLOWLY_MS);
  if (!mayDo('maintain')) return null;
  const now = security.data.value;
  return (
    <section aria-labelledby="house-security">
      <h2 id="house-security">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {now === null ? <p>{words.value.wait}</p> : null}
      {now instanceof Refused && now.code !== 'NOT_FOUND' ? <FailureNote failure={now} /> : null}
      {now === null || now instanceof Refused ? null : (
        <>
          <AddressCard now={now} />
          <HoursCard now={now} />
        </>
      )}
      <KeysCard />
    </section>
  );
}

function AddressCard({ now }: { now: Security }) {
  const say = words.value.security;
  return (
    <div class="card">
      <h3>{say.addresses}</h3>
      {now.addresses.length === 0 ? <p>{say.everywhere}</p> : null}
      {now.addresses.map((address) => (
        <p class="address" key={address}>
          {address}
        </p>
      ))}
      <p class="hint">{say.yours(now.yourAddress)}</p>
      {now.adminPort === null ? null : <p class="hint">{say.ownPort(now.adminPort)}</p>}
      {now.isFixed ? (
        <p class="hint">{say.fixed}</p>
      ) : (
        <Fold label={say.changeAddresses}>{(close) => <AddressForm now={now} leave={close} />}</Fold>
      )}
    </div>
  );
}

function AddressForm({ now, leave }: { now: Security; leave: () => void }) {
  const say = words.value.security;
  const [typed, setTyped] = useState<string | null>(null);
  const submitting = useSubmitting();
  const close = () => {
    setTyped(null);
    submitting.clear();
    leave();
  };
  const press = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await call('setAdminAddresses', { body: { addresses: addressesOf(typed ?? now.addresses.join('\n')) } });
      await security.refresh();
      close();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={press}>
      <TextArea
        label={say.addressList}
        hint={say.addressHint}
        value={typed ?? now.addresses.join('\n')}
        maxLength={4000}
        change={setTyped}
      />
      <FormEnd need={null} submitting={submitting} leave={close} leaveWord={words.value.house.leave}>
        {say.saveAddresses}
      </FormEnd>
    </form>
  );
}

function HoursCard({ now }: { now: Security }) {
  const say = words.value.security;
  return (
    <div class="card">
      <h3>{say.hours}</h3>
      {now.hours.length === 0 ? <p>{say.always}</p> : null}
      {now.hours.map((span) => (
        <p key={spanText(span)}>{spanText(span)}</p>
      ))}
      <p class="hint">{say.hoursHint}</p>
      <Fold label={say.changeHours}>{(close) => <HoursForm hours={now.hours} leave={close} />}</Fold>
    </div>
  );
}
