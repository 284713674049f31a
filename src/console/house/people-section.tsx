import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { useFresh } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useSought } from '../parts/sought.ts';
import { useRepeatKey } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { mayDo } from '../session/session.ts';
import { language, words } from '../words/language.ts';
import { GrantForm, Meaning } from './grant-form.tsx';
import { people, roles } from './people.ts';
import { InviteLink, PersonCard } from './person-card.tsx';

const SLOWLY_MS = 10_000;

/** Who works here, what each may do where and until when; adding, inviting, removing. */
export function PeopleSection({ looking }: { looking: boolean }) {
  const { house: say, wait } = words.value;
  const isLooking = looking && mayDo('people');
  useFresh(people, isLooking, SLOWLY_MS);
  useFresh(roles, isLooking);
  useFresh(areas, isLooking, SLOWLY_MS);
  const list = people.data.value;
  const sought = useSought(list ?? [], ({ name }) => name);
  if (!mayDo('people')) return null;
  return (
    <section aria-labelledby="house-people">
      <h2 id="house-people">{say.people}</h2>
      <p class="hint">{say.rolesHint}</p>
      <p class="hint">{say.whoMay}</p>
      {list === null ? <p>{wait}</p> : null}
      {sought.isLong ? (
        <SearchField what={say.people} value={sought.query} change={sought.search} found={sought.found} />
      ) : null}
      <ul class="cards">
        {sought.shown.map((person) => (
          <PersonCard key={person.id} person={person} />
        ))}
      </ul>
      <Fold label={say.add}>{(close) => <AddPerson leave={close} />}</Fold>
      <details>
        <summary>{say.rolesTitle}</summary>
        {(roles.data.value?.roles ?? []).map(({ role, name, verbs }) => (
          <div key={role}>
            <h3>{name[language.value]}</h3>
            <Meaning verbs={verbs} />
          </div>
        ))}
      </details>
    </section>
  );
}

function AddPerson({ leave }: { leave: () => void }) {
  const { house: say } = words.value;
  const [name, setName] = useState('');
  const [made, setMade] = useState<{ name: string; token: string } | null>(null);
  const key = useRepeatKey();
  return (
    <>
      {made === null ? null : <InviteLink {...made} />}
      <GrantForm
        held={[]}
        submit={say.submitAdd}
        leave={leave}
        need={name.trim() === '' ? say.needName : null}
        send={async (rights) => {
          const body = { name: name.trim(), rights };
          const { token } = await call('addPerson', { body, key: key.of(body) });
          key.done();
          setMade({ name: body.name, token });
          setName('');
          await people.refresh();
        }}
      >
        <TextField label={say.name} value={name} maxLength={100} placeholder={say.namePlaceholder} change={setName} />
      </GrantForm>
    </>
  );
}
