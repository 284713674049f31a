import { type Answer, call } from '../api/client.ts';
import { placeName } from '../hours/place-name.ts';
import { feed, useFresh } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { words } from '../words/language.ts';

const people = feed(() => call('listPeople', {}));
const SLOWLY_MS = 10_000;

/** Who works here, and what each may do where. */
export function PeopleSection({ looking }: { looking: boolean }) {
  const { house: say, wait } = words.value;
  useFresh(people, looking, SLOWLY_MS);
  useFresh(areas, looking, SLOWLY_MS);
  const list = people.data.value;
  return (
    <section aria-labelledby="house-people">
      <h2 id="house-people">{say.people}</h2>
      {list === null ? <p>{wait}</p> : null}
      <ul class="cards">
        {(list ?? []).map((person) => (
          <PersonCard key={person.id} person={person} />
        ))}
      </ul>
    </section>
  );
}

function PersonCard({ person: { name, hasPassword, rights } }: { person: Answer<'listPeople'>[number] }) {
  const { house: say } = words.value;
  const places = Map.groupBy(rights, ({ areaId }) => areaId);
  return (
    <li class="card">
      <h3>{name}</h3>
      {hasPassword ? null : <p class="hint">{say.noPassword}</p>}
      {rights.length === 0 ? <p class="hint">{say.noRights}</p> : null}
      {[...places].map(([areaId, some]) => (
        <p key={areaId}>{say.may(placeName(areaId), some.map(({ verb }) => say.verbs[verb]).join(', '))}</p>
      ))}
    </li>
  );
}
