import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words/language.ts';
import { HOLD_MS, type Holding, type HoldingEvent, holdingAfter, IDLE, SECOND_PRESS_MS } from './holding.ts';

interface HoldButtonProps {
  readonly disabled: boolean;
  readonly act: () => void;
  readonly children: ComponentChildren;
}

const KEYS = ['Enter', ' '];

/**
 * Acts when it is held for a second by finger, mouse, Space or Enter; a brush of the thumb does nothing and is told so. What
 * can press but not hold (a screen reader, a switch, a voice) presses twice.
 */
export function HoldButton({ disabled, act, children }: HoldButtonProps) {
  const say = words.value.holding;
  const [holding, setHolding] = useState<Holding>(IDLE);
  const now = useRef<Holding>(IDLE);
  // What is done is what the screen says at the end of the hold, not at its begin.
  const latest = useRef(act);
  latest.current = act;
  const on = (event: HoldingEvent) => {
    const { next, acts } = holdingAfter(now.current, event, performance.now());
    now.current = next;
    setHolding(next);
    if (acts) latest.current();
  };
  useEffect(() => {
    const wait = { held: HOLD_MS, asked: SECOND_PRESS_MS, idle: null, short: null }[holding.state];
    if (wait === null) return;
    // A timer may come a moment early.
    const timer = setTimeout(() => on('time'), wait + 20);
    return () => clearTimeout(timer);
    // The page is drawn anew every second, the hold goes on
  }, [holding]);
  const down = (event: Event) => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).focus();
    if (!disabled) on('down');
  };
  const note = { idle: say.how, held: say.going, short: say.longer, asked: say.again }[holding.state];
  return (
    <>
      <button
        type="button"
        class={`danger huge hold-button${holding.state === 'held' ? ' is-held' : ''}`}
        disabled={disabled}
        aria-describedby="hold-how"
        onPointerDown={(event) => {
          if (event.button === 0) down(event);
        }}
        onPointerUp={() => on('up')}
        onPointerCancel={() => on('up')}
        onPointerLeave={() => on('up')}
        onBlur={() => on('up')}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!KEYS.includes(event.key)) return;
          if (event.repeat) event.preventDefault();
          else down(event);
        }}
        onKeyUp={(event) => {
          if (!KEYS.includes(event.key)) return;
          event.preventDefault();
          on('up');
        }}
        onClick={(event) => {
          // A click with a pointer or a key behind it was judged when that was let go.
          if (event.detail === 0) on('press');
        }}
      >
        {children}
      </button>
      <p id="hold-how" class={holding.state === 'short' ? 'need' : 'hint'} aria-live="assertive">
        {note}
      </p>
    </>
  );
}
