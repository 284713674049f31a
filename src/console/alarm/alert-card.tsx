import { REASONS } from '#kernel';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellSoon, tellTime } from '../words/tell.ts';
import type { Alert } from './alerts.ts';
import { CancelButton, ClearButton } from './sequels.tsx';

type Endpoint = Alert['villages'][number]['endpoints'][number];

const STATES: Record<Alert['state'], readonly [IconName, Tone]> = {
  planned: ['sent', 'warn'],
  on_air: ['alarm', 'bad'],
  over: ['done', 'quiet'],
  taken_back: ['back', 'quiet'],
};
const REACHES: Record<Endpoint['reach'], readonly [IconName, Tone]> = {
  waiting: ['sent', 'quiet'],
  reached: ['sent', 'quiet'],
  sounding: ['air', 'live'],
  confirmed: ['done', 'good'],
  part: ['part', 'warn'],
  unproved: ['sent', 'quiet'],
  by_fm: ['sent', 'quiet'],
  not_reachable: ['lost', 'bad'],
  silent: ['bad', 'bad'],
};

/** One alert: how it stands in numbers, the two great buttons, and each village. */
export function AlertCard({ alert }: { alert: Alert }) {
  const { alarm: say } = words.value;
  const { counts, villages } = alert;
  const all = villages.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  const heard = counts.sounding + counts.confirmed + counts.part + counts.unproved;
  const toWalk = villages.filter(({ walkThere }) => walkThere).length;
  const [icon, tone] = STATES[alert.state];
  return (
    <li class="card broadcast emergency">
      <div class="broadcast-head">
        <span class="time">{tellTime(alert.sentAt)}</span>
        <div class="grow">
          <h3>{alert.title}</h3>
          <p class="hint">
            {say.sentBy(alert.sentBy, tellSoon(alert.sentAt))} · {say.because(alert.reason)}
          </p>
        </div>
        <Mark icon={icon} tone={tone}>
          {say.states[alert.state]}
        </Mark>
      </div>
      <p class="sentence">{say.heard(heard, all)}</p>
      {toWalk === 0 ? null : (
        <p class="note note-bad">
          <Icon name="warn" />
          <strong>{say.walk(toWalk)}</strong>
        </p>
      )}
      {alert.liveSessionId === null ? null : <p>{say.spoken}</p>}
      {alert.takenBack === null ? null : (
        <p>{say.takenBack(alert.takenBack.name, tellSoon(alert.takenBack.at), alert.takenBack.reason)}</p>
      )}
      {alert.cleared === null ? null : (
        <p>{say.cleared(alert.cleared.name, tellSoon(alert.cleared.at), alert.cleared.reason)}</p>
      )}
      <div class="great">
        {alert.cancel === null ? null : <CancelButton alert={alert} endpoints={alert.cancel.endpoints} />}
        {alert.cleared === null ? <ClearButton alert={alert} endpoints={all} /> : null}
      </div>
      <details open={alert.state === 'planned' || alert.state === 'on_air'}>
        <summary>{say.villagesState}</summary>
        <ul class="deliveries">
          {villages.map((village) => (
            <li key={village.areaId ?? village.name} class="delivery">
              <strong class="delivery-name">{village.name}</strong>
              {village.walkThere ? (
                <Mark icon="warn" tone="bad">
                  {say.walkThere}
                </Mark>
              ) : null}
              <ul class="village-speakers">
                {village.endpoints.map((endpoint) => (
                  <Speaker key={endpoint.endpointId} endpoint={endpoint} alert={alert} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function Speaker({ endpoint, alert }: { endpoint: Endpoint; alert: Alert }) {
  const { alarm: say, today } = words.value;
  const [icon, tone] = REACHES[endpoint.reach];
  const notes = [
    endpoint.startedAt === null ? null : today.startedAt(tellTime(endpoint.startedAt)),
    endpoint.reason === null || endpoint.reason === 'complete' || endpoint.reason === 'unreachable'
      ? null
      : sayBoth(REASONS[endpoint.reason]),
    alert.mayBeLate.includes(endpoint.endpointId) ? say.late : null,
  ].filter((note) => note !== null);
  return (
    <li class="row">
      <span class="grow">{endpoint.name}</span>
      <Mark icon={icon} tone={tone}>
        {say.reach[endpoint.reach]}
      </Mark>
      {notes.length === 0 ? null : <span class="hint">{notes.join(' · ')}</span>}
    </li>
  );
}
