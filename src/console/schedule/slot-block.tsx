import { stationNow } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellTime } from '../words/tell.ts';
import type { Slot } from './calendar.ts';
import { iconOf, stateText, toneOf } from './slot-mark.tsx';
import { isMovable, slotState } from './slot-state.ts';

interface SlotBlockProps {
  readonly slot: Slot;
  /** Which row of the grid it stands in: a village, or a day. */
  readonly row: string;
  readonly isStop: boolean;
  readonly style: Readonly<Record<'top' | 'left' | 'width' | 'height', string>>;
}

/** A slot on the calendar: time, title, and how it stands, as picture and text. Its grid listens for it. */
export function SlotBlock({ slot, row, isStop, style }: SlotBlockProps) {
  const state = slotState(slot);
  const time = tellTime(slot.plannedAt);
  const text = words.value.schedule.slot.open(time, slot.title, stateText(state));
  const canMove = mayDo('operate') && isMovable(slot, stationNow());
  return (
    <button
      type="button"
      class={`slot slot-${toneOf(state)}${canMove ? ' slot-movable' : ''}`}
      title={text}
      aria-label={text}
      tabIndex={isStop ? 0 : -1}
      data-slot={slot.id}
      data-row={row}
      style={style}
    >
      <Icon name={iconOf(state)} />
      <span class="slot-text">
        <strong>{time}</strong> <span class="slot-name">{slot.title}</span>
        <span class="slot-state">{stateText(state)}</span>
      </span>
    </button>
  );
}
