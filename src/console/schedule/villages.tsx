import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { civilOf } from '#kernel';
import { stationNow, stationZone, tick, today } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import type { Slot } from './calendar.ts';
import { hoursFor, minuteOf, timeAt } from './day-layout.ts';
import { type Size, size } from './kept-size.ts';
import { say } from './say.ts';
import { SlotBlock } from './slot-block.tsx';
import { useSlotGrid } from './slot-grid.ts';
import { blocksByVillage, linesOf, linesWithin, type Village } from './village-rows.ts';

/** Pixels: an hour, a lane of a row, and the least that a block needs to be read. */
const LOOKS: Record<Size, { readonly hour: number; readonly lane: number; readonly block: number }> = {
  low: { hour: 62, lane: 38, block: 118 },
  middle: { hour: 62, lane: 60, block: 124 },
  high: { hour: 88, lane: 96, block: 176 },
};
const GROUP_PX = 32;
const GAP_PX = 8;
/** So much around what is seen is drawn too, so that a wheel does not outrun it. */
const MARGIN_PX = 240;

interface Seen {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface VillageRowsProps {
  readonly slots: readonly Slot[];
  readonly villages: readonly Village[];
  readonly date: string;
}

/** A day with its villages under each other and its hours from left to right; only what is in sight is drawn. */
export function VillageRows({ slots, villages, date }: VillageRowsProps) {
  const zone = stationZone.value;
  const { hour: hourPx, lane, block: blockPx } = LOOKS[size.value];
  const leastMinutes = Math.ceil((blockPx / hourPx) * 60);
  const blocksOf = useMemo(() => blocksByVillage(slots, date, zone, leastMinutes), [slots, date, zone, leastMinutes]);
  const lines = useMemo(
    () => linesOf(villages, blocksOf, { group: GROUP_PX, lane, gap: GAP_PX }),
    [villages, blocksOf, lane],
  );
  const [first, last] = useMemo(() => hoursFor([...new Set(blocksOf.values())].flat()), [blocksOf]);
  const rows = useMemo(
    () =>
      lines.flatMap((line) =>
        line.kind === 'group'
          ? []
          : [
              {
                key: line.village.id,
                items: line.blocks.map(({ slot, fromMinute }) => ({ id: slot.id, minute: fromMinute })),
              },
            ],
      ),
    [lines],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, look] = useSeen(scroller);
  const { frame, told, handlers, tabStop } = useSlotGrid({
    slots,
    rows,
    time: 'across',
    target: (slot, _row, { dx }) => {
      const civil = civilOf(slot.plannedAt, zone);
      return { date: civil.date, time: timeAt(minuteOf(civil.time) + (dx / hourPx) * 60) };
    },
    reveal({ row, id }) {
      const box: HTMLElement | null = scroller.current;
      const line = lines.find((one) => one.kind === 'village' && one.village.id === row);
      const block = line?.kind === 'village' ? line.blocks.find(({ slot }) => slot.id === id) : undefined;
      if (!box || !line || !block) return;
      const left = (block.fromMinute / 60 - first) * hourPx;
      box.scrollTop = between(line.top + line.height - seen.height + HEAD_PX, box.scrollTop, line.top);
      box.scrollLeft = between(left + blockPx - seen.width + NAME_PX, box.scrollLeft, left);
      look();
    },
  });
  const shown = linesWithin(lines, seen.top - MARGIN_PX, seen.top + seen.height + MARGIN_PX);
  const fromMinute = (first + (seen.left - MARGIN_PX) / hourPx) * 60;
  const toMinute = (first + (seen.left + seen.width + MARGIN_PX) / hourPx) * 60;
  const inSight = shown.map((line) => ({
    line,
    blocks:
      line.kind === 'group'
        ? []
        : line.blocks.filter((one) => one.fromMinute < toMinute && one.fromMinute + one.minutes > fromMinute),
  }));
  const stop = tabStop(
    inSight.flatMap(({ line, blocks }) =>
      line.kind === 'group' ? [] : blocks.map(({ slot }) => ({ id: slot.id, row: line.village.id })),
    ),
  );
  const hours = Array.from({ length: last - first }, (_, more) => first + more);
  const bottom = lines.at(-1);
  const height = bottom ? bottom.top + bottom.height : 0;
  return (
    <section
      class="villages-frame"
      ref={scroller}
      onScroll={look}
      aria-label={say.value.villages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it too when nothing in it can be reached
      tabIndex={0}
    >
      <p class="unseen" id="villages-keys">
        {say.value.keys}
      </p>
      <div
        class={`villages villages-${size.value}`}
        aria-describedby="villages-keys"
        ref={frame}
        style={{
          '--hour': `${hourPx}px`,
          '--lane': `${lane}px`,
          width: `calc(var(--names) + ${hours.length * hourPx}px)`,
        }}
        {...handlers}
      >
        <div class="village-hours" aria-hidden="true">
          <span class="village-corner">
            <output class="carried-to" ref={told} />
          </span>
          {hours.map((hour) => (
            <span key={hour}>{String(hour).padStart(2, '0')}:00</span>
          ))}
        </div>
        <div class="village-lines" style={{ height: `${height}px` }}>
          {date === today.value ? <NowLine first={first} hours={hours.length} hourPx={hourPx} /> : null}
          {inSight.map(({ line, blocks }) =>
            line.kind === 'group' ? (
              <p key={`in ${line.name}`} class="village-group" style={{ top: `${line.top}px` }}>
                <span>{line.name === '' ? say.value.elsewhere : line.name}</span>
              </p>
            ) : (
              <section
                key={line.village.id}
                class="village-line"
                aria-label={line.village.name}
                style={{ top: `${line.top}px`, height: `${line.height}px` }}
              >
                <h3>
                  <span>{line.village.name}</span>
                </h3>
                {line.blocks.length === 0 ? <Empty /> : null}
                {blocks.map((one) => (
                  <SlotBlock
                    key={one.slot.id}
                    slot={one.slot}
                    row={line.village.id}
                    isStop={stop?.id === one.slot.id && stop.row === line.village.id}
                    style={{
                      left: `calc(var(--names) + ${(one.fromMinute / 60 - first) * hourPx}px)`,
                      width: `${(one.minutes / 60) * hourPx - 2}px`,
                      top: `${one.lane * lane + GAP_PX / 2}px`,
                      height: `${lane - 2}px`,
                    }}
                  />
                ))}
              </section>
            ),
          )}
        </div>
      </div>
    </section>
  );
}

const HEAD_PX = 36;
const NAME_PX = 190;
const between = (low: number, value: number, high: number) => Math.min(Math.max(low, value), high);

/** A village that hears nothing that day. */
function Empty() {
  return (
    <p class="village-empty">
      <Icon name="none" />
      <span>{say.value.empty}</span>
    </p>
  );
}

/** What of a box is in sight; looked at again when it is scrolled or becomes wider. Small steps change nothing. */
function useSeen(box: { readonly current: HTMLElement | null }) {
  const [seen, setSeen] = useState<Seen>({ top: 0, left: 0, width: 1200, height: 700 });
  const look = () => {
    const at = box.current;
    if (!at) return;
    const step = (value: number) => Math.floor(value / (MARGIN_PX / 2)) * (MARGIN_PX / 2);
    const now = {
      ...{ top: step(at.scrollTop), left: step(at.scrollLeft) },
      ...{ width: at.clientWidth + MARGIN_PX / 2, height: at.clientHeight + MARGIN_PX / 2 },
    };
    setSeen((before) =>
      (['top', 'left', 'width', 'height'] as const).every((key) => before[key] === now[key]) ? before : now,
    );
  };
  useLayoutEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return [seen, look] as const;
}

function NowLine({ first, hours, hourPx }: { first: number; hours: number; hourPx: number }) {
  tick.value;
  const hour = minuteOf(civilOf(stationNow(), stationZone.value).time) / 60 - first;
  if (hour < 0 || hour > hours) return null;
  return <div class="now-line-across" style={{ left: `calc(var(--names) + ${hour * hourPx}px)` }} />;
}
