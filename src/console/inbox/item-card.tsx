import { useState } from 'preact/hooks';
import { API } from '../api/routes.ts';
import { areas, zones } from '../live/lists.ts';
import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import { DeclineForm } from './decline-form.tsx';
import type { InboxItem } from './lists.ts';
import { ScheduleForm } from './schedule-form.tsx';

const CLASSES: Record<InboxItem['class'], readonly [IconName, Tone]> = {
  thong_thuong: ['inbox', 'quiet'],
  uu_tien: ['first', 'warn'],
  khan_cap: ['alarm', 'bad'],
};
const STATES: Record<InboxItem['state'], readonly [IconName, Tone]> = {
  waiting: ['wait', 'live'],
  scheduled: ['today', 'good'],
  declined: ['bad', 'quiet'],
  placed: ['first', 'good'],
  sent: ['sent', 'good'],
  lapsed: ['warn', 'warn'],
};

/** One item from above: what it is, and for an ordinary one what the commune does with it. */
export function ItemCard({ item }: { item: InboxItem }) {
  const say = words.value.inbox;
  const [doing, setDoing] = useState<'schedule' | 'decline' | null>(null);
  const names = [
    ...(zones.data.value ?? []).filter(({ id }) => item.zoneIds.includes(id)),
    ...(areas.data.value ?? []).filter(({ id }) => item.areaIds.includes(id)),
  ].map(({ name }) => name);
  const [classIcon, classTone] = CLASSES[item.class];
  const [stateIcon, stateTone] = STATES[item.state];
  return (
    <li class={`card${item.class === 'khan_cap' ? ' broadcast emergency' : ''}`}>
      <div class="row">
        <h3 class="grow">{item.title}</h3>
        <Mark icon={classIcon} tone={classTone}>
          {say.classes[item.class]}
        </Mark>
        {item.state === 'waiting' ? null : (
          <Mark icon={stateIcon} tone={stateTone}>
            {say.states[item.state]}
          </Mark>
        )}
      </div>
      <p class="hint">{say.from(item.source, tellSoon(item.receivedAt))}</p>
      {item.note === null ? null : <p>{item.note}</p>}
      {item.validTo === null ? null : <p>{say.validTo(tellSoon(item.validTo))}</p>}
      {names.length === 0 ? null : <p>{say.wanted(names.join(', '))}</p>}
      {item.decidedAt === null ? null : <p>{say.decision(tellSoon(item.decidedAt), item.decision ?? '')}</p>}
      {/* biome-ignore lint/a11y/useMediaCaption: what villagers hear has no caption file */}
      <audio
        controls
        preload="none"
        src={`${API}/recordings/${item.recordingId}/audio`}
        aria-label={say.listen(item.title)}
      />
      {item.state === 'waiting' && doing === null && mayDo('operate') ? (
        <div class="buttons">
          <button type="button" class="main" onClick={() => setDoing('schedule')}>
            {say.schedule}
          </button>
          <button type="button" class="danger-quiet" onClick={() => setDoing('decline')}>
            {say.decline}
          </button>
        </div>
      ) : null}
      {item.state === 'waiting' && doing === 'schedule' ? (
        <ScheduleForm item={item} leave={() => setDoing(null)} />
      ) : null}
      {item.state === 'waiting' && doing === 'decline' ? (
        <DeclineForm item={item} leave={() => setDoing(null)} />
      ) : null}
    </li>
  );
}
