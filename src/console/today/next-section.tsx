import { endpoints } from '../live/lists.ts';
import { stationNow, tick } from '../live/station.ts';
import { LevelMark } from '../parts/level-mark.tsx';
import { Mark } from '../parts/mark.tsx';
import { words } from '../words/language.ts';
import { tellSoon, tellSpan } from '../words/tell.ts';
import { around, next } from './around.ts';
import { readinessOf } from './board.ts';

/** What is heard next, when, and whether every loudspeaker is ready for it. */
export function NextSection() {
  const { next: say, wait } = words.value;
  const one = next.value;
  return (
    <section aria-labelledby="next-title" class="card">
      <h2 id="next-title">{say.title}</h2>
      {one === null ? <p>{around.data.value === null ? wait : say.none}</p> : <Next />}
    </section>
  );
}

function Next() {
  const { next: say, units } = words.value;
  const one = next.value;
  tick.value;
  if (one === null) return null;
  const { ready, all, obstacles } = readinessOf(one, endpoints.data.value ?? []);
  // Whole minutes until the last one: a number that jumps each second is read by nobody.
  const leftMs = one.plannedAt - stationNow();
  const left = leftMs > 120_000 ? Math.floor(leftMs / 60_000) * 60_000 : Math.max(0, Math.floor(leftMs / 1000) * 1000);
  return (
    <>
      <p class="next-line">
        <span class="time">{tellSoon(one.plannedAt)}</span> <strong>{one.title}</strong>
      </p>
      <p>
        {say.left(tellSpan(left))} · {tellSpan(one.durationMs)}
      </p>
      <LevelMark level={one.level} />
      {obstacles.length === 0 ? (
        <Mark icon="done" tone="good">
          {say.allReady(units.speakers(all))}
        </Mark>
      ) : (
        <>
          <Mark icon="warn" tone="warn">
            {say.ready(ready, all)}
          </Mark>
          <details>
            <summary>{say.notReady(obstacles.length)}</summary>
            <ul class="plain-list">
              {obstacles.map(({ endpointId, name, obstacle }) => (
                <li key={endpointId}>
                  {name}: {say.obstacles[obstacle]}
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </>
  );
}
