import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { civilOf } from '#kernel';
import { stationNow, stationZone, tick, today } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellDate, tellTime } from '../words/tell.ts';
import type { Slot } from './calendar.ts';
import { type Block, hoursFor, layDay, minuteOf, timeAt } from './day-layout.ts';
import { moonText } from './moon.ts';
import { iconOf, stateText, toneOf } from './slot-mark.tsx';
import { moveSlot, openSlot } from './slot-panel.tsx';
import { isMovable, slotState } from './slot-state.ts';

/** Pixels of an hour; the time and a line of text need so many. */
export const HEIGHTS_PX = { low: 40, middle: 72, high: 120 } as const;
const LINE_PX = 42;
/** Less is a shaking hand, not a drag. */
const DRAG_FROM_PX = 6;

interface ColumnsProps {
  readonly slots: readonly Slot[];
  readonly dates: readonly string[];
  readonly hourPx: number;
}

/** Days beside each other, hours downwards. What is dragged asks before anything is changed. */
export function Columns({ slots, dates, hourPx }: ColumnsProps) {
  const zone = stationZone.value;
  const days = useMemo(
    () => dates.map((date) => ({ date, blocks: layDay(slots, date, zone, Math.ceil((LINE_PX / hourPx) * 60)) })),
    [slots, dates, zone, hourPx],
  );
  const [first, last] = hoursFor(days.flatMap(({ blocks }) => blocks));
  const hours = Array.from({ length: last - first }, (_, more) => first + more);
  const grid = useRef<HTMLDivElement>(null);
  return (
    <div class="columns-frame">
      <div class="columns" ref={grid} style={{ '--hour': `${hourPx}px`, '--days': dates.length }}>
        <div class="hours" aria-hidden="true">
          {hours.map((hour) => (
            <span key={hour}>{String(hour).padStart(2, '0')}:00</span>
          ))}
        </div>
        {days.map(({ date, blocks }) => (
          <DayColumn
            key={date}
            date={date}
            blocks={blocks}
            first={first}
            hours={hours.length}
            hourPx={hourPx}
            grid={grid}
          />
        ))}
      </div>
    </div>
  );
}

interface DayColumnProps {
  readonly date: string;
  readonly blocks: readonly Block[];
  readonly first: number;
  readonly hours: number;
  readonly hourPx: number;
  readonly grid: { readonly current: HTMLDivElement | null };
}

function DayColumn({ date, blocks, first, hours, hourPx, grid }: DayColumnProps) {
  const { moon, feast } = moonText(date);
  const isToday = date === today.value;
  return (
    <section class={`day${isToday ? ' day-now' : ''}`} aria-label={tellDate(date)} data-date={date}>
      <header>
        <strong>{tellDate(date).replace(/\/\d{4}$/, '')}</strong>
        <span class="moon">{moon}</span>
        {feast === null ? null : <span class="feast">{feast}</span>}
      </header>
      <div class="day-hours" style={{ height: `${hours * hourPx}px` }}>
        {isToday ? <NowLine first={first} hours={hours} hourPx={hourPx} /> : null}
        {blocks.map((block) => (
          <SlotBlock key={block.slot.id} block={block} first={first} hourPx={hourPx} grid={grid} />
        ))}
      </div>
    </section>
  );
}

function NowLine({ first, hours, hourPx }: { first: number; hours: number; hourPx: number }) {
  tick.value;
  const hour = minuteOf(civilOf(stationNow(), stationZone.value).time) / 60 - first;
  if (hour < 0 || hour > hours) return null;
  return <div class="now-line" style={{ top: `${hour * hourPx}px` }} />;
}

function SlotBlock({
  block,
  first,
  hourPx,
  grid,
}: {
  block: Block;
  first: number;
  hourPx: number;
  grid: DayColumnProps['grid'];
}) {
  const { slot, fromMinute, minutes, lane, lanes } = block;
  const state = slotState(slot);
  const drag = useSignal<{ x: number; y: number; dx: number; dy: number } | null>(null);
  const isDragged = useSignal(false);
  const time = tellTime(slot.plannedAt);
  const canMove = mayDo('operate') && isMovable(slot, stationNow());
  const text = words.value.schedule.slot.open(time, slot.title, stateText(state));
  const drop = (x: number, dy: number) => {
    const date = dateAt(grid.current, x);
    if (date === null || !slot.occurrence) return;
    moveSlot(slot, { date, time: timeAt(fromMinute + (dy / hourPx) * 60) });
  };
  return (
    <button
      type="button"
      class={`slot slot-${toneOf(state)}${canMove ? ' slot-movable' : ''}`}
      title={text}
      aria-label={text}
      style={{
        top: `${(fromMinute / 60 - first) * hourPx}px`,
        height: `${(minutes / 60) * hourPx}px`,
        left: `${(lane / lanes) * 100}%`,
        width: `${100 / lanes}%`,
        transform: drag.value ? `translate(${drag.value.dx}px, ${drag.value.dy}px)` : '',
      }}
      onClick={() => {
        if (!isDragged.value) openSlot(slot);
        isDragged.value = false;
      }}
      onPointerDown={(event) => {
        isDragged.value = false;
        // On a touch screen a finger scrolls; there the menu moves.
        if (!canMove || event.button !== 0 || event.pointerType !== 'mouse') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.value = { x: event.clientX, y: event.clientY, dx: 0, dy: 0 };
      }}
      onPointerMove={(event) => {
        const from = drag.value;
        if (!from) return;
        const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
        if (!isDragged.value && Math.hypot(dx, dy) < DRAG_FROM_PX) return;
        isDragged.value = true;
        drag.value = { ...from, dx, dy };
      }}
      onPointerUp={(event) => {
        const from = drag.value;
        drag.value = null;
        if (from && isDragged.value) drop(event.clientX, event.clientY - from.y);
      }}
      onPointerCancel={() => {
        drag.value = null;
        isDragged.value = false;
      }}
    >
      <Icon name={iconOf(state)} />
      <span class="slot-text">
        <strong>{time}</strong> {slot.title}
        <span class="slot-state">{stateText(state)}</span>
      </span>
    </button>
  );
}

/** The date of the column under a place on the screen. */
function dateAt(grid: HTMLElement | null, x: number): string | null {
  for (const column of grid?.querySelectorAll<HTMLElement>('[data-date]') ?? []) {
    const { left, right } = column.getBoundingClientRect();
    if (x >= left && x < right) return column.dataset['date'] ?? null;
  }
  return null;
}
