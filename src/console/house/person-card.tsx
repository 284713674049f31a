import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { freshKey } from '../api/repeat-key.ts';
import { placeName } from '../hours/place-name.ts';
import { stationNow } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Mark } from '../parts/mark.tsx';
import { Need } from '../parts/need.tsx';
import { session } from '../session/session.ts';
import { civilDateOf } from '../words/civil-date.ts';
import { language, words } from '../words/language.ts';
import { GrantForm, type Granting } from './grant-form.tsx';
import { asked, type Bundle, bundlesOf, oddOf, type Person, people, verbsText } from './people.ts';

/** 31/12/2026, short enough for a line of dates. */
const dayOf = (at: number) => civilDateOf(at).split('-').reverse().join('/');

/** One person: what was granted, and what can be done about it. */
export function PersonCard({ person }: { person: Person }) {
  const { house: say } = words.value;
  const { id, name, hasPassword, closedAt, rights } = person;
  const isOwn = session.value.state === 'in' && session.value.name === name;
  const [token, setToken] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [reset, setReset] = useState(false);
  const put = async (left: readonly Granting[]) => {
    await call('changeRights', { params: { id }, body: { rights: [...left] }, seen: person });
    await people.refresh();
  };
  const drop = (bundle: Bundle) => put(rights.filter((right) => !bundle.grants.includes(right)).map(asked));
  const remove = async () => {
    await call('removePerson', { params: { id } });
    await people.refresh();
  };
  const close = async (closed: boolean) => {
    await call('closePerson', { params: { id }, body: { closed } });
    await people.refresh();
  };
  const resetFactors = async () => {
    await call('resetFactors', { params: { id } });
    setReset(true);
  };
  const invite = async () => setToken((await call('invitePerson', { params: { id }, key: freshKey() })).token);
  const makeCode = async () => {
    const made = await call('addVillageCode', { params: { id }, body: {}, key: freshKey() });
    setCode(made.code);
  };
  const dropCode = async () => {
    await call('revokeVillageCode', { params: { id } });
    setCode(null);
  };
  const held = rights.map(({ verb }) => verb);
  return (
    <li class="card">
      <h3>{name}</h3>
      {closedAt === null ? null : (
        <p>
          <Mark tone="bad" icon="stop">
            {say.closedSince(dayOf(closedAt))}
          </Mark>
        </p>
      )}
      {hasPassword ? null : <p class="hint">{say.noPassword}</p>}
      {rights.length === 0 ? <p class="hint">{say.noRights}</p> : null}
      {oddOf(new Set(held)).map((text) => (
        <Need key={text.vi} text={text[language.value]} />
      ))}
      {bundlesOf(rights).map((bundle) => (
        <BundleLine key={`${bundle.areaId} ${bundle.fromAt} ${bundle.toAt}`} name={name} bundle={bundle} drop={drop} />
      ))}
      {token === null ? null : <InviteLink name={name} token={token} />}
      {code === null ? null : <HelperCode name={name} code={code} />}
      {reset ? <p role="status">{say.wasReset(name)}</p> : null}
      {adding ? (
        <GrantForm
          held={held}
          submit={say.submitRole}
          leave={() => setAdding(false)}
          send={async (more) => {
            await put([...rights.map(asked), ...more]);
            setAdding(false);
          }}
        />
      ) : (
        <div class="buttons">
          <button type="button" class="small" onClick={() => setAdding(true)}>
            {say.addRole}
          </button>
          <ActButton
            danger={false}
            question={{ text: say.askInvite(name), yes: say.yesInvite, no: say.keep }}
            act={invite}
          >
            {say.invite}
          </ActButton>
          {held.includes('confirm') ? (
            <>
              <ActButton
                danger={false}
                question={{ text: say.askCode(name), yes: say.yesCode, no: say.keep }}
                act={makeCode}
              >
                {say.code}
              </ActButton>
              <ActButton question={{ text: say.askDropCode(name), yes: say.yesDropCode, no: say.keep }} act={dropCode}>
                {say.dropCode}
              </ActButton>
            </>
          ) : null}
          {isOwn ? null : (
            <>
              <ActButton
                danger={false}
                question={{ text: say.askReset(name), yes: say.yesReset, no: say.keep }}
                act={resetFactors}
              >
                {say.resetFactors}
              </ActButton>
              <CloseButton name={name} isClosed={closedAt !== null} close={close} />
              <ActButton question={{ text: say.askRemove(name), yes: say.yesRemove, no: say.keep }} act={remove}>
                {say.remove}
              </ActButton>
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** Closes an account for a time, or opens it again. */
function CloseButton(props: { name: string; isClosed: boolean; close: (closed: boolean) => Promise<void> }) {
  const { house: say } = words.value;
  const { name, isClosed, close } = props;
  return isClosed ? (
    <ActButton
      danger={false}
      question={{ text: say.askOpen(name), yes: say.yesOpen, no: say.keep }}
      act={() => close(false)}
    >
      {say.open}
    </ActButton>
  ) : (
    <ActButton question={{ text: say.askClose(name), yes: say.yesClose, no: say.keep }} act={() => close(true)}>
      {say.close}
    </ActButton>
  );
}

interface BundleLineProps {
  readonly name: string;
  readonly bundle: Bundle;
  readonly drop: (bundle: Bundle) => Promise<void>;
}

function BundleLine({ name, bundle, drop }: BundleLineProps) {
  const { house: say } = words.value;
  const { areaId, fromAt, toAt, grants } = bundle;
  const now = stationNow();
  const [first] = grants;
  const times = [
    fromAt === null ? null : say.since(dayOf(fromAt)),
    toAt === null ? null : say.until(dayOf(toAt - 1)),
  ].filter((one) => one !== null);
  const who = first?.grantedBy ?? say.byStation;
  return (
    <div class="granted">
      <p>
        {say.may(placeName(areaId), verbsText(grants.map(({ verb }) => verb)))}
        {times.length > 0 ? ` (${times.join(' ')})` : ''}
      </p>
      {toAt !== null && toAt <= now ? <p class="hint">{say.over}</p> : null}
      {fromAt !== null && fromAt > now ? <p class="hint">{say.notYet}</p> : null}
      {first ? <p class="hint">{say.grantedBy(who, dayOf(first.grantedAt))}</p> : null}
      <ActButton
        danger={false}
        question={{ text: say.askDrop(name), yes: say.yesDrop, no: say.keep }}
        act={() => drop(bundle)}
      >
        {say.drop}
      </ActButton>
    </div>
  );
}

/** The code of a village helper, and where it is typed. */
function HelperCode({ name, code }: { name: string; code: string }) {
  const { house: say } = words.value;
  return (
    <div class="note" role="status">
      <p>
        <strong>{say.codeTitle(name)}</strong>
      </p>
      <p class="address">{code}</p>
      <p class="hint">{say.codeHint}</p>
      <p class="address">{`${location.origin}/thon.html`}</p>
      <CopyButton text={code} what={say.codeWhat} />
    </div>
  );
}

/** A link that is shown once, to copy. */
export function InviteLink({ name, token }: { name: string; token: string }) {
  const { house: say } = words.value;
  const link = `${location.origin}/#invite=${encodeURIComponent(token)}`;
  return (
    <div class="note" role="status">
      <p>
        <strong>{say.inviteTitle(name)}</strong>
      </p>
      <p class="address">{link}</p>
      <p class="hint">{say.inviteHint}</p>
      <CopyButton text={link} what={say.inviteWhat} />
    </div>
  );
}
