import { Fold } from '../parts/fold.tsx';
import { words } from '../words/language.ts';
import { InterferenceCard } from './interference-card.tsx';
import { InterferenceForm } from './interference-form.tsx';
import { interference } from './lists.ts';

/** Foreign sound on FM receivers: what is open first, what is closed folded away. */
export function InterferenceSection() {
  const { interference: say, wait } = words.value;
  const list = interference.data.value;
  const open = (list ?? []).filter(({ closedAt }) => closedAt === null);
  const closed = (list ?? []).filter(({ closedAt }) => closedAt !== null);
  return (
    <section id="interference" tabIndex={-1} aria-labelledby="interference-title">
      <h2 id="interference-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {list === null ? <p>{wait}</p> : null}
      {list !== null && open.length === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {open.map((one) => (
          <InterferenceCard key={one.id} one={one} />
        ))}
      </ul>
      <Fold label={say.add} needs="operate">
        {(close) => <InterferenceForm saved={close} />}
      </Fold>
      {closed.length === 0 ? null : (
        <details>
          <summary>{say.older(closed.length)}</summary>
          <ul class="cards">
            {closed.map((one) => (
              <InterferenceCard key={one.id} one={one} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
