import { signal } from '@preact/signals';

export const SIZES = ['low', 'middle', 'high'] as const;
/** How high the rows of the calendar are: those who see badly, and those who see much at once, choose. */
export type Size = (typeof SIZES)[number];
const KEPT = 'loaxa.calendar-size';

function kept(): Size {
  try {
    return SIZES.find((one) => one === localStorage.getItem(KEPT)) ?? 'middle';
  } catch {
    return 'middle';
  }
}

export const size = signal<Size>(kept());

/** Kept on this computer. */
export function chooseSize(chosen: string): void {
  size.value = SIZES.find((one) => one === chosen) ?? 'middle';
  try {
    localStorage.setItem(KEPT, size.value);
  } catch {
    // A browser that keeps nothing still shows the size until it is closed.
  }
}
