import { useFresh } from '../live/feed.ts';
import { areas, programmes, zones } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { ItemCard } from './item-card.tsx';
import { items, waitingItems } from './lists.ts';
import { OpenQuestions } from './question-card.tsx';

const SLOWLY_MS = 10_000;

/** What the system above sends down: what a person must decide first. */
export function InboxPage({ looking }: { looking: boolean }) {
  const { inbox: say, wait } = words.value;
  useFresh(items, looking);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(zones, looking, SLOWLY_MS);
  useFresh(programmes, looking, SLOWLY_MS);
  const list = items.data.value;
  const decided = list?.filter(({ state }) => state !== 'waiting') ?? [];
  return (
    <div hidden={!looking}>
      <h1>{say.title}</h1>
      <OpenQuestions />
      <section aria-labelledby="inbox-waiting">
        <h2 id="inbox-waiting">{say.waiting}</h2>
        {list === null ? <p>{wait}</p> : null}
        {list !== null && waitingItems.value.length === 0 ? <p class="card">{say.noWaiting}</p> : null}
        <ul class="cards">
          {waitingItems.value.map((item) => (
            <ItemCard key={item.id} item={item} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="inbox-decided">
        <h2 id="inbox-decided">{say.decided}</h2>
        {list !== null && decided.length === 0 ? <p class="hint">{say.noDecided}</p> : null}
        <ul class="cards">
          {decided.map((item) => (
            <ItemCard key={item.id} item={item} />
          ))}
        </ul>
      </section>
    </div>
  );
}
