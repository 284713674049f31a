import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { stationNow } from '../live/station.ts';
import { mayDo } from '../session/session.ts';
import type { Slot } from './calendar.ts';
import { moveSlot, openSlot } from './slot-panel.tsx';
import { isMovable } from './slot-state.ts';
import { targetOf } from './target.ts';
import { type Stop, stepOf, type WalkRow, walk } from './walk.ts';

/** Less is a shaking hand, not a drag. */
const DRAG_FROM_PX = 6;

interface Drop {
  /** Where the pointer was let go, on the screen. */
  readonly x: number;
  /** How far the block was carried; what was scrolled meanwhile counts. */
  readonly dx: number;
  readonly dy: number;
}
interface SlotGrid {
  readonly slots: readonly Slot[];
  readonly rows: readonly WalkRow[];
  readonly time: 'across' | 'down';
  /** Where a block would go if it were let go there; null: nowhere. */
  readonly target: (slot: Slot, row: string, drop: Drop) => { readonly date: string; readonly time: string } | null;
  /** Brings a slot that is not drawn into sight. */
  readonly reveal?: (stop: Stop) => void;
}
interface Carried {
  readonly slot: Slot;
  readonly row: string;
  readonly fromX: number;
  readonly fromY: number;
  readonly blocks: readonly HTMLElement[];
  x: number;
  y: number;
  isDragged: boolean;
  frame: number;
}

/** What lasts from one event to the next, and is not drawn. */
interface Held {
  carried: Carried | null;
  wasDragged: boolean;
  /** Where the focus goes as soon as it is drawn. */
  goesTo: Stop | null;
}

const blockOf = (event: Event) => (event.target as Element).closest<HTMLElement>('[data-slot]');

/**
 * Pointer and keys over many slots: one place listens for all of them. What is dragged is carried by its transform alone, so
 * nothing is laid out again before it is let go. Arrows lead from slot to slot, Enter opens, M moves.
 */
export function useSlotGrid({ slots, rows, time, target, reveal }: SlotGrid) {
  const frame = useRef<HTMLDivElement>(null);
  const told = useRef<HTMLOutputElement>(null);
  const held = useMemo<Held>(() => ({ carried: null, wasDragged: false, goesTo: null }), []);
  const [stop, setStop] = useState<Stop | null>(null);
  useLayoutEffect(() => {
    if (!held.goesTo) return;
    const [block] = blocksOf(frame.current, held.goesTo.id, held.goesTo.row);
    if (!block) return;
    held.goesTo = null;
    block.focus();
  });
  const find = (block: HTMLElement | null) => slots.find(({ id }) => id === block?.dataset['slot']) ?? null;
  const mayMove = (slot: Slot) => mayDo('operate') && isMovable(slot, stationNow());
  const dropAt = ({ fromX, fromY, x, y }: Carried): Drop => ({ x, dx: x - fromX, dy: y - fromY });

  function tell(text: string): void {
    told.current?.replaceChildren(text);
  }
  function draw(): void {
    const now = held.carried;
    if (!now) return;
    now.frame = 0;
    const drop = dropAt(now);
    const way = time === 'across' ? `translate3d(${drop.dx}px, 0, 0)` : `translate3d(${drop.dx}px, ${drop.dy}px, 0)`;
    for (const block of now.blocks) block.style.transform = way;
    tell(target(now.slot, now.row, drop)?.time ?? '');
  }
  function letGo(): Carried | null {
    const now = held.carried;
    held.carried = null;
    if (!now) return null;
    cancelAnimationFrame(now.frame);
    for (const block of now.blocks) {
      block.style.transform = '';
      block.classList.remove('slot-carried');
    }
    tell('');
    return now;
  }

  const handlers = {
    onClick(event: MouseEvent) {
      const slot = find(blockOf(event));
      if (slot && !held.wasDragged) openSlot(slot);
      held.wasDragged = false;
    },
    onPointerDown(event: PointerEvent) {
      held.wasDragged = false;
      const block = blockOf(event);
      const slot = find(block);
      // On a touch screen a finger scrolls; there the menu moves.
      if (!block || !slot || event.button !== 0 || event.pointerType !== 'mouse' || !mayMove(slot)) return;
      block.setPointerCapture(event.pointerId);
      const blocks = blocksOf(frame.current, slot.id, time === 'across' ? null : (block.dataset['row'] ?? null));
      const [x, y] = [event.clientX, event.clientY];
      const row = block.dataset['row'] ?? '';
      held.carried = { slot, row, fromX: x, fromY: y, blocks, x, y, isDragged: false, frame: 0 };
    },
    onPointerMove(event: PointerEvent) {
      const now = held.carried;
      if (!now) return;
      now.x = event.clientX;
      now.y = event.clientY;
      if (!now.isDragged) {
        if (Math.hypot(now.x - now.fromX, now.y - now.fromY) < DRAG_FROM_PX) return;
        now.isDragged = true;
        for (const block of now.blocks) block.classList.add('slot-carried');
      }
      if (now.frame === 0) now.frame = requestAnimationFrame(draw);
    },
    onPointerUp() {
      const now = letGo();
      if (!now?.isDragged) return;
      held.wasDragged = true;
      const to = target(now.slot, now.row, dropAt(now));
      if (to) moveSlot(now.slot, to);
    },
    onPointerCancel() {
      letGo();
    },
    onFocusIn(event: FocusEvent) {
      const block = blockOf(event);
      const id = block?.dataset['slot'];
      const row = block?.dataset['row'];
      if (id !== undefined && row !== undefined && (stop?.id !== id || stop.row !== row)) setStop({ id, row });
    },
    onKeyDown(event: KeyboardEvent) {
      const block = blockOf(event);
      const slot = find(block);
      if (!block || !slot || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Escape') held.wasDragged = letGo()?.isDragged ?? false;
      if (event.key.toLowerCase() === 'm' && mayMove(slot)) {
        event.preventDefault();
        moveSlot(slot, targetOf(slot));
        return;
      }
      const step = stepOf(event.key, time);
      const next = step && walk(rows, { row: block.dataset['row'] ?? '', id: slot.id }, step);
      if (step) event.preventDefault();
      if (!next) return;
      held.goesTo = next;
      reveal?.(next);
      setStop(next);
    },
  };
  /** One slot is reached by Tab, the others from there by arrows. */
  const tabStop = (drawn: readonly Stop[]): Stop | null =>
    drawn.find(({ id, row }) => id === stop?.id && row === stop.row) ?? drawn[0] ?? null;
  return { frame, told, handlers, tabStop };
}

/** The blocks of a slot that are drawn, in one row or in all. */
function blocksOf(frame: HTMLElement | null, id: string, row: string | null): HTMLElement[] {
  const all = frame?.querySelectorAll<HTMLElement>(`[data-slot="${CSS.escape(id)}"]`) ?? [];
  return [...all].filter((block) => row === null || block.dataset['row'] === row);
}
