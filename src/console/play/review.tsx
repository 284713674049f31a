import type { ComponentChildren } from 'preact';
import type { Bilingual } from '#kernel';
import { endpoints } from '../live/lists.ts';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { Mark } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellDate, tellNumber, tellSpan } from '../words/tell.ts';
import type { Consequences } from './send-play.ts';

type Change = Consequences['changes'][number];

const ICONS: Record<Change['effect'], IconName> = { cut: 'stop', delayed: 'wait', refused: 'quiet' };

/** What the station says would come of it, the gravest first. */
export function Review({ answer }: { answer: Consequences }) {
  const { review: say, units } = words.value;
  const { villages, changes, refusals, listening, overlaps } = answer;
  const others = changes.filter(({ isNew }) => !isNew);
  const nameOf = (id: string) => endpoints.data.value?.find((endpoint) => endpoint.id === id)?.name ?? id;
  return (
    <>
      {refusals.length === 0 ? null : (
        <Part title={say.refusals} tone={refusals.some(({ blocks }) => blocks) ? 'bad' : 'warn'}>
          {sentences(refusals).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </Part>
      )}
      {others.length === 0 ? null : (
        <Part title={say.changes} tone="warn">
          {others.map((change) => (
            <li key={`${change.broadcastId} ${change.plannedAt} ${change.effect}`}>
              <Mark icon={ICONS[change.effect]} tone="warn">
                {say.effects[change.effect]}
              </Mark>{' '}
              {sayBoth(change.text)}
            </li>
          ))}
        </Part>
      )}
      {changes.some(({ isNew }) => isNew) ? (
        <Part title={say.title} tone="warn">
          {sentences(changes.filter(({ isNew }) => isNew)).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </Part>
      ) : null}
      {overlaps.length === 0 ? null : (
        <Part title={say.overlaps} tone="warn">
          {overlaps.map(({ endpointId, otherEndpointId, otherTitle, distanceM, from }) => (
            <li key={`${endpointId} ${otherEndpointId} ${from}`}>
              {say.overlapLine(nameOf(endpointId), nameOf(otherEndpointId), tellNumber(distanceM), otherTitle)}
            </li>
          ))}
        </Part>
      )}
      {refusals.length + others.length === 0 ? (
        <p class="done">
          <Icon name="done" />
          <span>{say.nothing}</span>
        </p>
      ) : null}
      <Part title={say.villages}>
        {villages.map(({ village, endpoints: speakers }) => {
          const away = speakers.filter(({ isReachable }) => !isReachable).map(({ name }) => name);
          return (
            <li key={village}>
              {say.village(village, units.speakers(speakers.length))}
              {away.length === 0 ? null : ` (${say.unreachable}: ${away.join(', ')})`}
            </li>
          );
        })}
      </Part>
      <details>
        <summary>{say.minutes}</summary>
        <ul class="plain-list">
          {listening.map(({ date, village, beforeMs, afterMs }) => (
            <li key={`${date} ${village}`}>
              {say.minutesLine(village, tellDate(date), tellSpan(beforeMs), tellSpan(afterMs))}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** The same of several endpoints is said once. */
function sentences(list: ReadonlyArray<{ readonly text: Bilingual }>): string[] {
  return [...new Set(list.map(({ text }) => sayBoth(text)))];
}

function Part({ title, tone, children }: { title: string; tone?: 'warn' | 'bad'; children: ComponentChildren }) {
  return (
    <div class={`note${tone === undefined ? '' : ` note-${tone}`}`}>
      <p>
        <strong>{title}:</strong>
      </p>
      <ul>{children}</ul>
    </div>
  );
}
