import { signal } from '@preact/signals';

/** When the station last answered, by this computer's clock; null before the first time. */
const lastHeardAt = signal<number | null>(null);
/** Since when the station has been silent, by this computer's clock; null while it answers. */
export const lostSince = signal<number | null>(null);

export function heard(): void {
  lastHeardAt.value = Date.now();
  lostSince.value = null;
}

/** What is on screen dates from the last answer, so the silence is counted from there. */
export function missed(): void {
  lostSince.value ??= lastHeardAt.value ?? Date.now();
}
