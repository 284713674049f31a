import { describe, expect, it } from 'vitest';
import { KINDS } from '#kernel';
import { notAfter } from '#schedule';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PLANNED = 1_000_000_000_000;

describe('how late each kind may begin', () => {
  it.each([
    ['emergency', DAY_MS],
    ['priority', 60 * MINUTE_MS],
    ['bulletin', 5 * MINUTE_MS],
    ['legal', 7 * DAY_MS],
    ['music', 30_000],
  ] as const)('%s: %i ms', (kind, windowMs) => {
    expect(notAfter(kind, PLANNED, null)).toBe(PLANNED + windowMs);
  });

  it('never reaches the next occurrence of the same rule', () => {
    for (const kind of KINDS) expect(notAfter(kind, PLANNED, PLANNED + 10_000)).toBe(PLANNED + 9_999);
  });

  it('an emergency waits until it expires, longer or shorter than a day; nothing outlives its own end', () => {
    expect(notAfter('emergency', PLANNED, null, PLANNED + 3 * DAY_MS)).toBe(PLANNED + 3 * DAY_MS);
    expect(notAfter('emergency', PLANNED, null, PLANNED + 5)).toBe(PLANNED + 5);
    expect(notAfter('legal', PLANNED, null, PLANNED + DAY_MS)).toBe(PLANNED + DAY_MS);
    expect(notAfter('bulletin', PLANNED, null, PLANNED + DAY_MS)).toBe(PLANNED + 5 * MINUTE_MS);
  });

  it('is never before the planned time itself', () => {
    expect(notAfter('bulletin', PLANNED, PLANNED, PLANNED - 1)).toBe(PLANNED);
  });
});
