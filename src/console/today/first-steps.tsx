import { useFresh } from '../live/feed.ts';
import { areas, endpoints, recordings, zones } from '../live/lists.ts';
import { Mark } from '../parts/mark.tsx';
import { words } from '../words/language.ts';

const EVERY_MS = 10_000;

/** Leads a new station to its first sound; gone for good once each step was done. */
export function FirstSteps({ looking }: { looking: boolean }) {
  const say = words.value.today.steps;
  const lists = [
    [areas, 'cum-loa', say.area],
    [endpoints, 'cum-loa', say.endpoint],
    [zones, 'cum-loa', say.zone],
    [recordings, 'tai-len', say.audio],
  ] as const;
  const counts = lists.map(([list]) => list.data.value?.length ?? null);
  const unfinished = counts.some((count) => !count);
  useFresh(areas, looking && !counts[0], EVERY_MS);
  useFresh(endpoints, looking && !counts[1], EVERY_MS);
  useFresh(zones, looking && !counts[2], EVERY_MS);
  useFresh(recordings, looking && !counts[3], EVERY_MS);
  if (!unfinished || counts.includes(null)) return null;
  return (
    <section class="card" aria-labelledby="first-steps">
      <h2 id="first-steps">{say.title}</h2>
      <ol class="steps">
        {lists.map(([, page, text], index) => (
          <li key={text}>
            {counts[index] ? (
              <Mark icon="done" tone="good">
                {`${text}: ${say.done}`}
              </Mark>
            ) : (
              <a href={`#${page}`}>{text}</a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
