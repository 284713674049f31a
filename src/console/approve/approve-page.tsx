import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { useFresh } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { askForProof } from '../session/step-up.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { OtherCard, WaitingCard } from './approval-card.tsx';
import { approvals, type Card, forMe, forOthers, type Refusal, toMend } from './lists.ts';

const SLOWLY_MS = 10_000;

/** Approves what was seen. Whoever approves his own may be asked for the second step first. */
async function approveSeen(items: ReadonlyArray<Pick<Card, 'subject' | 'sha256'>>): Promise<Refusal[]> {
  const ask = async (some: typeof items) => {
    const seen = some.map(({ subject, sha256 }) => ({ subject, sha256 }));
    return (await call('approve', { body: { items: seen } })).refused;
  };
  const refused = await ask(items);
  const unproved = refused.filter(({ code }) => code === 'SECOND_FACTOR_NEEDED').map(({ subject }) => subject);
  if (unproved.length === 0 || !(await askForProof())) return refused;
  const others = refused.filter(({ subject }) => !unproved.includes(subject));
  return [...others, ...(await ask(items.filter(({ subject }) => unproved.includes(subject))))];
}

/** Duyệt: nothing is heard that is not approved here; what was sent back is submitted again. */
export function ApprovePage({ looking }: { looking: boolean }) {
  const { approve: say, wait } = words.value;
  useFresh(approvals, looking);
  useFresh(areas, looking, SLOWLY_MS);
  // The content as it was when it was ticked: what changes under the hand is refused by name.
  const [chosen, setChosen] = useState<ReadonlyMap<string, Card>>(new Map());
  const [refused, setRefused] = useState<ReadonlyArray<Refusal & { title: string }>>([]);
  const [done, setDone] = useState(0);
  const submitting = useSubmitting();
  const list = approvals.data.value;
  const ticked = [...chosen.values()].filter((card) => forMe.value.some(({ subject }) => subject === card.subject));
  const choose = (card: Card, on: boolean) => {
    const next = new Map(chosen);
    if (on) next.set(card.subject, card);
    else next.delete(card.subject);
    setChosen(next);
  };
  const approve = (cards: readonly Card[]) =>
    submitting.run(async () => {
      setRefused([]);
      setDone(0);
      const no = await approveSeen(cards);
      const titleOf = (id: string) => cards.find(({ subject }) => subject === id)?.title ?? id;
      setRefused(no.map((one) => ({ ...one, title: titleOf(one.subject) })));
      setDone(cards.length - no.length);
      setChosen(new Map([...chosen].filter(([id]) => !cards.some(({ subject }) => subject === id))));
      await approvals.refresh();
    });
  return (
    <div hidden={!looking}>
      <h1>{say.title}</h1>
      <p class="hint">{say.rule}</p>
      {done > 0 ? (
        <p class="note note-good" role="status">
          {say.done(done)}
        </p>
      ) : null}
      {refused.length === 0 ? null : (
        <div class="note note-bad" role="alert">
          <p>
            <strong>{say.refused}</strong>
          </p>
          <ul>
            {refused.map(({ subject, title, text }) => (
              <li key={subject}>
                “{title}”: {sayBoth(text)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <FailureNote failure={submitting.failure} />
      <section aria-labelledby="approve-mine">
        <h2 id="approve-mine">{say.mine}</h2>
        {list === null ? <p>{wait}</p> : null}
        {list !== null && forMe.value.length === 0 ? <p class="card">{say.noMine}</p> : null}
        <ul class="cards">
          {forMe.value.map((card) => (
            <WaitingCard
              key={card.subject}
              card={card}
              isChosen={chosen.has(card.subject)}
              choose={(on) => choose(card, on)}
              approve={() => approve([card])}
              busy={submitting.busy}
            />
          ))}
        </ul>
        {ticked.length === 0 ? null : (
          <div class="buttons">
            <button type="button" class="main" disabled={submitting.busy} onClick={() => approve(ticked)}>
              {say.approveAll(ticked.length)}
            </button>
          </div>
        )}
      </section>
      <Others title={say.mend} cards={toMend.value} />
      <Others title={say.others} cards={forOthers.value} />
    </div>
  );
}

function Others({ title, cards }: { title: string; cards: readonly Card[] }) {
  if (cards.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="cards">
        {cards.map((card) => (
          <OtherCard key={card.subject} card={card} maySubmit={mayDo('edit')} />
        ))}
      </ul>
    </section>
  );
}
