import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { placeName } from '../hours/place-name.ts';
import { areas } from '../live/lists.ts';
import { stationZone } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Fold } from '../parts/fold.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { Mark } from '../parts/mark.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { mayDo, session } from '../session/session.ts';
import { words } from '../words/language.ts';
import { type Verb, verbsText } from './people.ts';
import { dayText, type Key, mayBeInAKey, ownKeys } from './security.ts';

/** API keys of whoever looks. */
export function KeysCard() {
  const say = words.value.security;
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const now = session.value;
  const list = ownKeys.data.value;
  return (
    <div class="card">
      <h3>{say.keys}</h3>
      <p class="hint">{say.keysHint}</p>
      {made === null ? null : (
        <div class="note note-good" role="status">
          <p>
            <strong>{say.madeTitle(made.name)}</strong>
          </p>
          <p class="address">{made.secret}</p>
          <p>{say.madeHint}</p>
          <CopyButton text={made.secret} what={say.keyWhat} />
        </div>
      )}
      {list?.length === 0 ? <p>{say.noKeys}</p> : null}
      {(list ?? []).map((key) => (
        <KeyLine key={key.id} held={key} />
      ))}
      {now.state === 'in' && now.hasAccount ? (
        <Fold label={say.addKey}>{(close) => <KeyForm made={setMade} leave={close} />}</Fold>
      ) : (
        <p class="hint">{say.needAccount}</p>
      )}
    </div>
  );
}

function KeyLine({ held }: { held: Key }) {
  const say = words.value.security;
  const { id, name, rights, state, expiresAt, lastUsedAt, emergencySystem } = held;
  const works = state === 'good' || state === 'ending';
  const places = [...Map.groupBy(rights, ({ areaId }) => areaId)];
  const tell = (at: number) => dayText(at, stationZone.value);
  const revoke = async () => {
    await call('revokeOwnKey', { params: { id } });
    await ownKeys.refresh();
  };
  return (
    <fieldset class="inner">
      <legend>{name}</legend>
      {state === 'good' ? null : (
        <Mark icon={works ? 'warn' : 'none'} tone={works ? 'warn' : 'quiet'}>
          {say.states[state]}
        </Mark>
      )}
      {places.map(([areaId, some]) => (
        <p key={areaId}>{words.value.house.may(placeName(areaId), verbsText(some.map(({ verb }) => verb)))}</p>
      ))}
      {emergencySystem === null ? null : <p>{say.usedBy(emergencySystem)}</p>}
      <p class="hint">
        {say.ends(tell(expiresAt))} {lastUsedAt === null ? say.neverUsed : say.lastUsed(tell(lastUsedAt))}
      </p>
      {works ? (
        <ActButton
          question={{ text: say.askRevoke(name), yes: say.yesRevoke, no: words.value.house.keep }}
          act={revoke}
        >
          {say.revoke}
        </ActButton>
      ) : null}
    </fieldset>
  );
}

interface KeyFormProps {
  readonly made: (made: { name: string; secret: string }) => void;
  readonly leave: () => void;
}

const FRESH = { name: '', verbs: ['read'] as readonly Verb[], areaId: '', days: '90', system: '' };
const MOST_DAYS = 400;

function KeyForm({ made, leave }: KeyFormProps) {
  const { security: say, house } = words.value;
  const [draft, setDraft] = useState(FRESH);
  const [need, setNeed] = useState<string | null>(null);
  const key = useRepeatKey();
  const submitting = useSubmitting();
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setNeed(null);
    submitting.clear();
  };
  const own = (Object.keys(house.verbs) as Verb[]).filter((verb) => mayBeInAKey(verb) && mayDo(verb));
  const verbs = draft.verbs.filter((verb) => own.includes(verb));
  const sendsAlerts = verbs.includes('emergency');
  const press = (event: Event) => {
    event.preventDefault();
    const [name, system, days] = [draft.name.trim(), draft.system.trim(), Number(draft.days)];
    if (name === '') return setNeed(say.needName);
    if (verbs.length === 0) return setNeed(house.needVerbs);
    if (!(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS)) return setNeed(say.needDaysOfKey(MOST_DAYS));
    if (sendsAlerts && system === '') return setNeed(say.needSystem);
    const areaId = draft.areaId === '' ? null : draft.areaId;
    const rights = verbs.map((verb) => ({ verb, areaId }));
    const body = { name, rights, days, emergencySystem: sendsAlerts ? system : null };
    submitting.run(async () => {
      const { secret } = await call('addKey', { body, key: key.of(body) });
      key.done();
      made({ name, secret });
      setDraft(FRESH);
      leave();
      await ownKeys.refresh();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={press}>
      <TextField
        label={say.name}
        value={draft.name}
        maxLength={100}
        placeholder={say.namePlaceholder}
        change={(name) => change({ name })}
      />
      <Checks
        label={house.verbsLabel}
        options={own.map((value) => ({ value, text: house.verbs[value] }))}
        chosen={verbs}
        change={(chosen) => change({ verbs: chosen })}
      />
      {sendsAlerts ? (
        <TextField label={say.system} value={draft.system} maxLength={100} change={(system) => change({ system })} />
      ) : null}
      <Choice
        label={house.where}
        value={draft.areaId}
        options={[['', house.whole], ...(areas.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
        change={(areaId) => change({ areaId })}
      />
      <TextField label={say.days} value={draft.days} maxLength={3} numeric change={(days) => change({ days })} />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={house.leave}>
        {say.makeKey}
      </FormEnd>
    </form>
  );
}
