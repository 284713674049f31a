import { areas } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { words } from '../words/language.ts';
import { AddArea } from './add-area.tsx';

export function AreaSection() {
  const { areas: say, wait } = words.value;
  const list = areas.data.value;
  const nameOf = (id: string | null) => list?.find((area) => area.id === id)?.name;
  return (
    <section aria-labelledby="areas-title">
      <h2 id="areas-title">{say.title}</h2>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="hint">{say.none}</p> : null}
      <ul class="plain-list">
        {list?.map(({ id, name, kind, parentId }) => (
          <li key={id}>
            <strong>{name}</strong> <span class="hint">{[kind, nameOf(parentId)].filter(Boolean).join(', ')}</span>
          </li>
        ))}
      </ul>
      <Fold label={say.add}>{() => <AddArea />}</Fold>
    </section>
  );
}
