import { computed, signal } from '@preact/signals';
import { dateOfDay, dayNumber } from '#kernel';
import { call } from '../api/client.ts';
import { keepLast } from '../kept/last-known.ts';
import { feed } from '../live/feed.ts';
import { today } from '../live/station.ts';

const chosen = signal<string | null>(null);
/** The civil date on show: today, moving on at midnight, unless another day was chosen. */
export const shownDate = computed(() => chosen.value ?? today.value);

export const broadcasts = keepLast(
  'broadcasts',
  feed(() => call('listBroadcasts', { query: { date: shownDate.value } }), 'air'),
  true,
);

export function showToday(): void {
  show(null);
}

export function showDaysOn(days: number): void {
  const date = dateOfDay((dayNumber(shownDate.value) ?? 0) + days);
  show(date === today.value ? null : date);
}

function show(date: string | null): void {
  chosen.value = date;
  broadcasts.forget();
  void broadcasts.refresh();
}
