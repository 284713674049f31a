import { signal } from '@preact/signals';

/** When the station last answered, by this computer's clock; null before the first time. */
const lastAt = signal<number | null>(null);
/** Since when the station has been silent, by this computer's clock; null while it answers. */
export const lostSince = signal<number | null>(null);

export function heard(): void {
  lastAt.value = Date.now();
  lostSince.value = null;
  isAway.value = false;
}

/** What is on screen dates from the last answer, so the silence is counted from there. */
export function missed(): void {
  lostSince.value ??= lastAt.value ?? Date.now();
}

export const lastHeardAt = (): number | null => lastAt.peek();

/** True while the console was opened without the station, and shows what was known before. */
export const isAway = signal(false);

/** The console opens without the station: what it shows was heard then. */
export function openAway(at: number): void {
  lastAt.value = at;
  lostSince.value = at;
  isAway.value = true;
}
