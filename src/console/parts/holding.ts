/** How long a finger must rest on what is held. */
export const HOLD_MS = 1200;
/** How long the second press of somebody who cannot hold is waited for. */
export const SECOND_PRESS_MS = 6000;

/** A button that acts only when it is held, or when it is pressed twice by what can press but not hold. */
export type Holding =
  | { readonly state: 'idle' }
  | { readonly state: 'held'; readonly since: number }
  /** Let go too early: says what to do. */
  | { readonly state: 'short' }
  /** Pressed once by a screen reader, a switch or a voice; the second press acts. */
  | { readonly state: 'asked'; readonly since: number };

export type HoldingEvent = 'down' | 'up' | 'time' | 'press';

export const IDLE: Holding = { state: 'idle' };

/**
 * The next state, and whether the act is to be done now. `now` in milliseconds of any one clock. `down` and `up`: a finger,
 * the mouse, Space or Enter; `press`: a click that nothing was held for, as assistive technology makes it; `time`: the clock
 * was looked at.
 */
export function holdingAfter(before: Holding, event: HoldingEvent, now: number): { next: Holding; acts: boolean } {
  const stay = { next: before, acts: false };
  switch (event) {
    case 'down':
      return before.state === 'held' ? stay : { next: { state: 'held', since: now }, acts: false };
    case 'up':
      if (before.state !== 'held') return stay;
      return now - before.since >= HOLD_MS ? { next: IDLE, acts: true } : { next: { state: 'short' }, acts: false };
    case 'time':
      if (before.state === 'held' && now - before.since >= HOLD_MS) return { next: IDLE, acts: true };
      if (before.state === 'asked' && now - before.since >= SECOND_PRESS_MS) return { next: IDLE, acts: false };
      return stay;
    case 'press':
      return before.state === 'asked' && now - before.since < SECOND_PRESS_MS
        ? { next: IDLE, acts: true }
        : { next: { state: 'asked', since: now }, acts: false };
  }
}
