import { API } from '../api/routes.ts';
import { zones } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Mark } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellSoon, tellSpan } from '../words/tell.ts';
import { killSession, type LiveSession } from './talk.ts';

const nameOf = ({ note }: LiveSession) => note ?? words.value.talk.unnamed;

function placesOf({ zoneIds }: LiveSession): string {
  const names = (zones.data.value ?? []).filter(({ id }) => zoneIds.includes(id)).map(({ name }) => name);
  return names.join(', ');
}

/** Who else has the air, and how they are cut off. */
export function OtherTalks({ sessions }: { sessions: readonly LiveSession[] }) {
  const { talk: say, levels, today } = words.value;
  if (sessions.length === 0) return null;
  return (
    <section aria-labelledby="talk-others">
      <h2 id="talk-others">{say.others}</h2>
      <ul class="cards">
        {sessions.map((session) => (
          <li key={session.id} class="card broadcast on-air">
            <h3>{nameOf(session)}</h3>
            <Mark icon="mic" tone="live">
              {sayBoth(session.stateText)}
            </Mark>
            <p>
              {[placesOf(session), levels[session.level], say.from[session.source], tellSoon(session.openedAt)].join(
                ' · ',
              )}
            </p>
            <ActButton
              needs={['live', 'authority', 'operate', 'emergency']}
              question={{ text: say.askKill(nameOf(session)), yes: say.yesKill, no: today.keep }}
              act={() => killSession(session.id)}
            >
              <Icon name="stop" />
              {say.killOther}
            </ActButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was said, when, how it ended, and its recording. */
export function LastTalks({ sessions }: { sessions: readonly LiveSession[] }) {
  const say = words.value.talk;
  return (
    <section aria-labelledby="talk-last">
      <h2 id="talk-last">{say.last}</h2>
      {sessions.length === 0 ? <p class="hint">{say.noLast}</p> : null}
      <ul class="cards">
        {sessions.map((session) => {
          const { id, onAirAt, endedAt, openedAt, end, recording } = session;
          return (
            <li key={id} class="card">
              <h3>{nameOf(session)}</h3>
              <p>
                {onAirAt === null
                  ? say.notAired(tellSoon(openedAt))
                  : say.span(tellSoon(onAirAt), tellSpan(Math.max(0, (endedAt ?? onAirAt) - onAirAt)))}
                {end === null ? '' : `. ${say.ended(sayBoth(end.text))}`}
              </p>
              <p class="hint">{placesOf(session)}</p>
              {recording === null ? null : (
                // biome-ignore lint/a11y/useMediaCaption: what was said live has no caption file
                <audio
                  controls
                  preload="none"
                  src={`${API}/live/sessions/${id}/recording`}
                  aria-label={say.listen(nameOf(session))}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
