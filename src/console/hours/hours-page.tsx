import { useFresh } from '../live/feed.ts';
import { areas, endpoints, type Gate, gate } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { ChangeSection } from './change-section.tsx';
import { ExceptionSection } from './exception-section.tsx';
import { MourningSection } from './mourning-section.tsx';
import { QuietSection } from './quiet-section.tsx';
import { StandingCard } from './standing-card.tsx';

const SLOWLY_MS = 10_000;

/** When the loudspeakers may sound: what holds now, and everything by which that is changed. */
export function HoursPage({ looking }: { looking: boolean }) {
  const { hours, wait } = words.value;
  useFresh(gate, looking, SLOWLY_MS);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, SLOWLY_MS);
  const known = gate.data.value;
  return (
    <div hidden={!looking}>
      <h1>{hours.title}</h1>
      {known === null ? <p>{wait}</p> : <Known known={known} />}
    </div>
  );
}

function Known({ known }: { known: Gate }) {
  const { hours } = words.value;
  const standing = tellingApart(known.inForce);
  return (
    <div>
      <section aria-labelledby="hours-now">
        <h2 id="hours-now">{hours.now}</h2>
        <ul class="cards">
          {standing.map((one) => (
            <StandingCard key={one.areaId} standing={one} gate={known} />
          ))}
        </ul>
        {standing.length < known.inForce.length ? <p class="hint">{hours.same}</p> : null}
      </section>
      <QuietSection spans={known.quietSpans.filter(({ to }) => to > known.now)} />
      <ExceptionSection days={known.exceptionDays} />
      <MourningSection mournings={known.mournings} />
      <ChangeSection known={known} />
    </div>
  );
}

/** The whole station, and the areas in which something else holds. */
function tellingApart(inForce: Gate['inForce']): Gate['inForce'] {
  const print = (one: Gate['inForce'][number]) => JSON.stringify({ ...one, areaId: null });
  const whole = inForce.find(({ areaId }) => areaId === null);
  return inForce.filter((one) => one.areaId === null || !whole || print(one) !== print(whole));
}
