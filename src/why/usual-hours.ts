const MINUTES_A_DAY = 1440;
/** So near to a known hour counts as that hour. */
const NEAR_MINUTES = 30;
/** Where nothing was ever heard, people expect a loudspeaker in these hours. */
const WAKING = { from: 5 * 60, to: 21 * 60 } as const;

/**
 * True when people there are not used to hearing the loudspeaker at this minute of the day: nothing sounded, or will by
 * the rules, within half an hour of it. Where there is no history at all, 05:00 to 21:00 is usual. Pure.
 */
export function isUnusualHour(minute: number, known: readonly number[]): boolean {
  if (known.length === 0) return minute < WAKING.from || minute > WAKING.to;
  return !known.some((one) => {
    const apart = Math.abs(one - minute);
    return Math.min(apart, MINUTES_A_DAY - apart) <= NEAR_MINUTES;
  });
}
