/** How long an endpoint was out, as it stands in papers. Pure. */
const DAY_MS = 86_400_000;

export interface Course {
  readonly sinceAt: number;
  readonly closedAt: number | null;
  /** What a person wrote down instead. */
  readonly ticket: { readonly sinceAt: number | null; readonly repairedAt: number | null } | null;
}

/** From when until when; what a person wrote goes before what the station saw. Null: it lasts. */
export function spanOf({ sinceAt, closedAt, ticket }: Course): {
  readonly fromAt: number;
  readonly toAt: number | null;
} {
  return { fromAt: ticket?.sinceAt ?? sinceAt, toAt: ticket?.repairedAt ?? closedAt };
}

/** Days of 24 hours, in tenths, never fewer than it was. */
export function daysOut(course: Course, now: number): number {
  const { fromAt, toAt } = spanOf(course);
  return Math.ceil((Math.max(0, (toAt ?? now) - fromAt) / DAY_MS) * 10) / 10;
}
