import { useEffect, useMemo, useState } from 'preact/hooks';
import { civilOf } from '#kernel';
import { stationNow, stationZone, tick, today } from '../live/station.ts';
import { tellDate } from '../words/tell.ts';
import type { Slot } from './calendar.ts';
import { type Block, hoursFor, layDays, minuteOf, timeAt } from './day-layout.ts';
import { size } from './kept-size.ts';
import { moonText } from './moon.ts';
import { say } from './say.ts';
import { SlotBlock } from './slot-block.tsx';
import { useSlotGrid } from './slot-grid.ts';

/** Pixels of an hour; the time and a line of text need so many. */
const HEIGHTS_PX = { low: 40, middle: 72, high: 120 } as const;
const LINE_PX = 42;
const REST_AFTER_MS = 200;

interface ColumnsProps {
  readonly slots: readonly Slot[];
  readonly dates: readonly string[];
}

/** Days beside each other, hours downwards. What is dragged asks before anything is changed. */
export function Columns({ slots, dates }: ColumnsProps) {
  const zone = stationZone.value;
  const hourPx = HEIGHTS_PX[size.value];
  const days = useMemo(() => {
    const laid = layDays(slots, zone, Math.ceil((LINE_PX / hourPx) * 60));
    return dates.map((date) => ({ date, blocks: laid.get(date) ?? [] }));
  }, [slots, dates, zone, hourPx]);
  const [first, last] = hoursFor(days.flatMap(({ blocks }) => blocks));
  const hours = Array.from({ length: last - first }, (_, more) => first + more);
  const lanes = Math.max(1, ...days.flatMap(({ blocks }) => blocks.map((one) => one.lanes)));
  // What a screen shows comes first, the rest a moment later.
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWhole(true), REST_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const until = isWhole ? 24 * 60 : first * 60 + (innerHeight / hourPx) * 60;
  const { frame, told, handlers, tabStop } = useSlotGrid({
    slots,
    time: 'down',
    rows: days.map(({ date, blocks }) => ({
      key: date,
      items: blocks.map(({ slot, fromMinute }) => ({ id: slot.id, minute: fromMinute })),
    })),
    target(slot, row, { x, dy }) {
      const date = dateAt(frame.current, x) ?? row;
      const { time } = civilOf(slot.plannedAt, zone);
      return { date, time: timeAt(minuteOf(time) + (dy / hourPx) * 60) };
    },
  });
  const stop = tabStop(days.flatMap(({ date, blocks }) => blocks.map(({ slot }) => ({ id: slot.id, row: date }))));
  return (
    <div class="columns-frame">
      <p class="unseen" id="columns-keys">
        {say.value.keys}
      </p>
      <section
        class="columns"
        aria-label={say.value.columns}
        aria-describedby="columns-keys"
        ref={frame}
        style={{ '--hour': `${hourPx}px`, '--days': dates.length, '--lanes': lanes }}
        {...handlers}
      >
        <output class="carried-to" ref={told} aria-hidden="true" />
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
            until={until}
            first={first}
            hours={hours.length}
            hourPx={hourPx}
            stopId={stop?.row === date ? stop.id : null}
          />
        ))}
      </section>
    </div>
  );
}

interface DayColumnProps {
  readonly date: string;
  readonly blocks: readonly Block[];
  /** Only what begins before this minute is drawn. */
  readonly until: number;
  readonly first: number;
  readonly hours: number;
  readonly hourPx: number;
  readonly stopId: string | null;
}

function DayColumn({ date, blocks, until, first, hours, hourPx, stopId }: DayColumnProps) {
  const { moon, feast } = moonText(date);
  const isToday = date === today.value;
  const drawn = useMemo(
    () =>
      blocks
        .filter((one) => one.fromMinute < until)
        .map(({ slot, fromMinute, minutes, lane, lanes }) => (
          <SlotBlock
            key={slot.id}
            slot={slot}
            row={date}
            isStop={slot.id === stopId}
            style={{
              top: `${(fromMinute / 60 - first) * hourPx}px`,
              height: `${(minutes / 60) * hourPx}px`,
              left: `${(lane / lanes) * 100}%`,
              width: `${100 / lanes}%`,
            }}
          />
        )),
    [blocks, until, date, first, hourPx, stopId],
  );
  return (
    <section class={`day${isToday ? ' day-now' : ''}`} aria-label={tellDate(date)} data-date={date}>
      <header>
        <strong>{tellDate(date).replace(/\/\d{4}$/, '')}</strong>
        <span class="moon">{moon}</span>
        {feast === null ? null : <span class="feast">{feast}</span>}
      </header>
      <div class="day-hours" style={{ height: `${hours * hourPx}px` }}>
        {isToday ? <NowLine first={first} hours={hours} hourPx={hourPx} /> : null}
        {drawn}
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

/** The date of the column under a place on the screen. */
function dateAt(grid: HTMLElement | null, x: number): string | null {
  for (const column of grid?.querySelectorAll<HTMLElement>('[data-date]') ?? []) {
    const { left, right } = column.getBoundingClientRect();
    if (x >= left && x < right) return column.dataset['date'] ?? null;
  }
  return null;
}
