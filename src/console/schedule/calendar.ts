import { computed, signal } from '@preact/signals';
import { type Answer, call } from '../api/client.ts';
import { keepLast } from '../kept/last-known.ts';
import { feed } from '../live/feed.ts';
import { today } from '../live/station.ts';
import { datesOf, pageOn, type View } from './views.ts';

export type Slot = Answer<'getCalendar'>['slots'][number];

const wide = matchMedia('(min-width: 60rem)');
/** False on a phone. */
export const isWide = signal(wide.matches);
wide.addEventListener('change', () => {
  isWide.value = wide.matches;
});
/** On a phone a list reads better than seven columns. */
export const view = signal<View>(wide.matches ? 'week' : 'list');
const chosen = signal<string | null>(null);
/** The date that is looked at: today, moving on at midnight, unless another was chosen. */
export const shownDate = computed(() => chosen.value ?? today.value);
/** Empty: all villages. */
export const shownArea = signal('');

/** The civil dates on show, in order. */
export const shownDates = computed(() => datesOf(view.value, shownDate.value));
let last: { readonly text: string; readonly answer: Answer<'getCalendar'> } | null = null;
export const calendar = keepLast(
  'calendar',
  feed(
    async () => {
      const dates = shownDates.peek();
      const answer = await call('getCalendar', { query: { from: dates[0] ?? today.peek(), days: dates.length } });
      // What has not changed is not drawn again: a thousand slots take their time.
      const text = JSON.stringify(answer);
      if (text !== last?.text) last = { text, answer };
      return last.answer;
    },
    ...(['air', 'rules', 'gate', 'approvals'] as const),
  ),
  true,
);

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
