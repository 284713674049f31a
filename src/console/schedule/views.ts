import { dateOfDay, dayNumber } from '#kernel';

export const VIEWS = ['list', 'day', 'week', 'month'] as const;
export type View = (typeof VIEWS)[number];

/** The dates of a view: the day, seven days from it on, its week from Monday on, or six weeks with its month. Pure. */
export function datesOf(of: View, date: string): string[] {
  const day = dayNumber(date) ?? 0;
  const run = (first: number, count: number) => Array.from({ length: count }, (_, more) => dateOfDay(first + more));
  const monday = (number: number) => number - ((((number + 3) % 7) + 7) % 7);
  if (of === 'day') return run(day, 1);
  // A list is read from the top: what is over stands on an earlier page.
  if (of === 'list') return run(day, 7);
  if (of === 'month') return run(monday(day - Number(date.slice(8)) + 1), 42);
  return run(monday(day), 7);
}

/** As far before or after as a page of the view is long. Pure. */
export function pageOn(of: View, date: string, pages: number): string {
  const day = dayNumber(date) ?? 0;
  if (of === 'day') return dateOfDay(day + pages);
  if (of !== 'month') return dateOfDay(day + 7 * pages);
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + pages;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(months / 12)}-${two((months % 12) + 1)}-01`;
}
