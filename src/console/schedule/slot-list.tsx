import { civilOf } from '#kernel';
import { stationNow, stationZone, tick } from '../live/station.ts';
import { LevelMark } from '../parts/level-mark.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellDate, tellSpan, tellTime } from '../words/tell.ts';
import type { Slot } from './calendar.ts';
import { moonText } from './moon.ts';
import { SlotMark } from './slot-mark.tsx';
import { moveSlot, openSlot } from './slot-panel.tsx';
import { isMovable, slotState } from './slot-state.ts';
import { targetOf } from './target.ts';

/** The same as the columns, line by line: for phones, keyboards, screen readers and paper. */
export function SlotList({ slots, dates }: { slots: readonly Slot[]; dates: readonly string[] }) {
  tick.value;
  const say = words.value.schedule;
  const byDate = Map.groupBy(slots, ({ plannedAt }) => civilOf(plannedAt, stationZone.value).date);
  return (
    <div class="slot-list">
      {dates.map((date) => {
        const { moon, feast } = moonText(date);
        const own = byDate.get(date) ?? [];
        return (
          <section key={date} aria-labelledby={`day-${date}`}>
            <h3 id={`day-${date}`}>
              {tellDate(date)} <span class="moon">{moon}</span>{' '}
              {feast === null ? null : <strong class="feast">{feast}</strong>}
            </h3>
            {own.length === 0 ? <p class="hint">{say.none}</p> : null}
            <ul class="slot-lines">
              {own.map((slot) => (
                <SlotLine key={slot.id} slot={slot} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function SlotLine({ slot }: { slot: Slot }) {
  const say = words.value.schedule.slot;
  const { title, plannedAt, durationMs, level } = slot;
  return (
    <li class="card slot-line">
      <span class="time">{tellTime(plannedAt)}</span>
      <div class="grow">
        <button type="button" class="slot-title" onClick={() => openSlot(slot)}>
          {title}
        </button>
        {durationMs === null ? null : <span class="hint"> {tellSpan(durationMs)}</span>} <LevelMark level={level} />
      </div>
      <SlotMark state={slotState(slot)} />
      {mayDo('operate') && isMovable(slot, stationNow()) ? (
        <button
          type="button"
          class="small"
          aria-label={`${say.menu} ${title}, ${tellTime(plannedAt)}`}
          onClick={() => moveSlot(slot, targetOf(slot))}
        >
          {say.menu}
        </button>
      ) : null}
    </li>
  );
}
