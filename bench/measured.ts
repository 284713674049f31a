/** One figure of one bench. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was measured, how often, and how it was spread. */
  readonly note: string;
}

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How values are spread, in words. */
export function spread(values: readonly number[], digits = 1): string {
  const of = (share: number) => quantile(values, share).toFixed(digits);
  return `p50 ${of(0.5)}, p99 ${of(0.99)}, max ${of(1)}`;
}
