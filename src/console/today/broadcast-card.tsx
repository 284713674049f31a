import { call } from '../api/client.ts';
import type { Broadcast } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { LevelMark } from '../parts/level-mark.tsx';
import { words } from '../words/language.ts';
import { tellSpan, tellTime } from '../words/tell.ts';
import { broadcasts } from './broadcasts.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { stoppable, verdictOf } from './verdict.ts';
import { VerdictMark } from './verdict-mark.tsx';

/** More endpoints than this are folded away until somebody asks. */
const MOST_OPEN = 8;

/** Loudspeaker by loudspeaker is of interest while it sounds, and where it did not sound as it should. */
function isTelling({ state, deliveries }: Broadcast): boolean {
  return state !== 'planned' && (state === 'on_air' || deliveries.some((one) => one.state !== 'played'));
}

export function BroadcastCard({ broadcast }: { broadcast: Broadcast }) {
  const { today, units } = words.value;
  const { id, title, plannedAt, durationMs, deliveries, state } = broadcast;
  const time = tellTime(plannedAt);
  const onAir = state === 'on_air';
  const stop = async () => {
    await call('stopBroadcast', { params: { id } });
    await broadcasts.refresh();
  };
  return (
    <li class={`card broadcast${onAir ? ' on-air' : ''}${broadcast.level === 'emergency' ? ' emergency' : ''}`}>
      <div class="broadcast-head">
        <span class="time">{time}</span>
        <div class="grow">
          <h3>{title}</h3>
          <p class="hint">
            {tellSpan(durationMs)} · {today.origin[broadcast.origin]}
          </p>
          <LevelMark level={broadcast.level} />
        </div>
        <VerdictMark verdict={verdictOf(broadcast)} />
      </div>
      {deliveries.length === 0 ? null : (
        <details open={deliveries.length <= MOST_OPEN && isTelling(broadcast)}>
          <summary>{units.speakers(deliveries.length)}</summary>
          <ul class="deliveries">
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </details>
      )}
      {stoppable(broadcast) ? (
        <ActButton
          needs={['operate', 'emergency']}
          question={{
            text: onAir ? today.askStop(title) : today.askCancel(title, time),
            yes: onAir ? today.yesStop : today.yesCancel,
            no: today.keep,
          }}
          act={stop}
        >
          <Icon name={onAir ? 'stop' : 'bad'} />
          {onAir ? today.stop : today.cancel}
        </ActButton>
      ) : null}
    </li>
  );
}
