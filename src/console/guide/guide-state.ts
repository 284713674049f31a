import { signal } from '@preact/signals';
import { FIRST, type GuideState, readGuide } from './guide-kept.ts';

const KEPT = 'loaxa.guide';

function read(): GuideState {
  try {
    return readGuide(localStorage.getItem(KEPT));
  } catch {
    return FIRST;
  }
}

/** How far this browser is in the guided first run. */
export const state = signal<GuideState>(read());

export function change(now: Partial<GuideState>): void {
  state.value = { ...state.value, ...now };
  try {
    localStorage.setItem(KEPT, JSON.stringify(state.value));
  } catch {
    // A browser that keeps nothing still guides until it is closed.
  }
}
