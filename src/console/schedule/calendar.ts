import { computed, signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { feed } from '../live/feed.ts';
import { today } from '../live/station.ts';
import { datesOf, pageOn, type View } from './views.ts';

export type Slot = Answer<'getCalendar'>['slots'][number];

const WIDE_PX = 960;
/** On a phone a list reads better than seven columns. */
export const view = signal<View>(innerWidth < WIDE_PX ? 'list' : 'week');
const chosen = signal<string | null>(null);
/** The date that is looked at: today, moving on at midnight, unless another was chosen. */
export const shownDate = computed(() => chosen.value ?? today.value);
/** Empty: all villages. */
export const shownArea = signal('');

/** The civil dates on show, in order. */
export const shownDates = computed(() => datesOf(view.value, shownDate.value));
export const calendar = feed(() => {
  const dates = shownDates.peek();
  return call('getCalendar', { query: { from: dates[0] ?? today.peek(), days: dates.length } });
});

export function showView(of: View): void {
  view.value = of;
  load();
}

/** Null: today. */
export function showDate(date: string | null): void {
  chosen.value = date === today.value ? null : date;
  load();
}

export function turnPage(pages: number): void {
  showDate(pageOn(view.value, shownDate.value, pages));
}

function load(): void {
  calendar.forget();
  void calendar.refresh();
}
