import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Fold } from '../parts/fold.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { mounts } from './talk.ts';

type FreshMount = Answer<'addLiveMount'>;

/** Where encoder programs connect to. A password is shown once. */
export function MountSection() {
  const { talk, today } = words.value;
  const say = talk.mounts;
  const [fresh, setFresh] = useState<FreshMount | null>(null);
  const list = mounts.data.value ?? [];
  return (
    <section aria-labelledby="mounts-title">
      <h2 id="mounts-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {fresh === null ? null : <FreshPassword fresh={fresh} close={() => setFresh(null)} />}
      {list.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {list.map(({ id, name, path }) => (
          <li key={id} class="card">
            <h3>{name}</h3>
            <p class="address">{path}</p>
            <ActButton
              question={{ text: say.askRevoke(name), yes: say.yesRevoke, no: today.keep }}
              act={async () => {
                await call('revokeLiveMount', { params: { id } });
                await mounts.refresh();
              }}
            >
              {say.revoke}
            </ActButton>
          </li>
        ))}
      </ul>
      <Fold label={say.add}>
        {(close) => (
          <MountForm
            made={(made) => {
              setFresh(made);
              close();
            }}
          />
        )}
      </Fold>
    </section>
  );
}

function FreshPassword({ fresh, close }: { fresh: FreshMount; close: () => void }) {
  const say = words.value.talk.mounts;
  const facts = [
    [say.server, 'Icecast 2'],
    [say.host, location.host],
    [say.path, fresh.mount.path],
    [say.user, 'source'],
    [say.password, fresh.password],
  ] as const;
  return (
    <div class="card fresh" role="status">
      <h3>{say.fresh(fresh.mount.name)}</h3>
      <dl class="facts">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="address">{text}</dd>
          </div>
        ))}
      </dl>
      <p>{say.once}</p>
      <button type="button" class="main" onClick={close}>
        {say.close}
      </button>
    </div>
  );
}

function MountForm({ made }: { made: (mount: FreshMount) => void }) {
  const say = words.value.talk.mounts;
  const [name, setName] = useState('');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const add = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const body = { name: name.trim() };
      const mount = await call('addLiveMount', { body, key: key.of(body) });
      key.done();
      setName('');
      made(mount);
      await mounts.refresh();
    });
  };
  return (
    <form class="card" onSubmit={add}>
      <TextField label={say.name} value={name} placeholder={say.namePlaceholder} change={setName} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || name.trim() === ''}>
        {say.submit}
      </button>
    </form>
  );
}
