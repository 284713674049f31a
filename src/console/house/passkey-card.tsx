import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { AddPasskey } from '../session/add-passkey.tsx';
import { whyNoPasskeys } from '../session/passkey.ts';
import { RecoveryList } from '../session/recovery-list.tsx';
import { enter, lookAgain } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';

type Passkey = Answer<'getFactors'>['passkeys'][number];

/** The passkeys of one's own account: what each is called, where it works, when it was used; adding and removing. */
export function PasskeyCard({ held, refresh }: { held: readonly Passkey[]; refresh: () => Promise<void> }) {
  const say = words.value.account;
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryList codes={codes} done={() => setCodes(null)} />;
  const take = ({ session, recoveryCodes }: Answer<'addPasskey'>) => {
    setAdding(false);
    setCodes(recoveryCodes);
    enter(session);
    void refresh();
  };
  return (
    <div class="card">
      <h3>{say.passkeys}</h3>
      {held.length === 0 ? <p>{say.noPasskeys}</p> : null}
      <ul class="sessions">
        {held.map((key) => (
          <PasskeyLine key={key.id} held={key} refresh={refresh} />
        ))}
      </ul>
      {adding || whyNoPasskeys() !== null ? (
        <AddPasskey done={take} />
      ) : (
        <button type="button" onClick={() => setAdding(true)}>
          {say.addPasskey}
        </button>
      )}
      {adding ? (
        <button type="button" onClick={() => setAdding(false)}>
          {say.cancel}
        </button>
      ) : null}
    </div>
  );
}

function PasskeyLine({ held, refresh }: { held: Passkey; refresh: () => Promise<void> }) {
  const say = words.value.account;
  const [name, setName] = useState<string | null>(null);
  const submitting = useSubmitting();
  const params = { id: held.id };
  const rename = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await call('renamePasskey', { params, body: { name: (name ?? '').trim() } });
      await refresh();
      setName(null);
    });
  };
  const drop = async () => {
    await call('dropPasskey', { params });
    await refresh();
    await lookAgain();
  };
  if (name !== null) {
    return (
      <li>
        <form onSubmit={rename}>
          <TextField label={say.passkeyName} value={name} maxLength={100} change={setName} />
          <FormEnd need={null} submitting={submitting} leave={() => setName(null)} leaveWord={say.cancel}>
            {say.saveName}
          </FormEnd>
        </form>
      </li>
    );
  }
  return (
    <li>
      <span>
        {held.name}
        <br />
        <span class="hint">
          {say.passkeyLine(
            held.host,
            tellMoment(held.createdAt),
            held.usedAt === null ? null : tellMoment(held.usedAt),
          )}
        </span>
      </span>
      <FailureNote failure={submitting.failure} />
      <span class="buttons">
        <button type="button" class="small" onClick={() => setName(held.name)}>
          {say.rename}
        </button>
        <ActButton question={{ text: say.askDropPasskey(held.name), yes: say.yesDrop, no: say.cancel }} act={drop}>
          {say.dropPasskey}
        </ActButton>
      </span>
    </li>
  );
}
