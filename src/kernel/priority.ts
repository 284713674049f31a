/** The order of the right to the air, highest first. The reason of each place stands beside it. */
export const LEVELS = ['emergency', 'live_authority', 'live_commune', 'priority', 'scheduled', 'filler'] as const;
export type Level = (typeof LEVELS)[number];

/** 0 is the highest. */
export function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** What stands in the programme. Decides how late it may still be played (see MISSED_AFTER_MS). */
export const KINDS = ['emergency', 'priority', 'bulletin', 'legal', 'relay', 'live', 'music', 'entertainment'] as const;
export type Kind = (typeof KINDS)[number];

/** What becomes of a broadcast that loses the air while it sounds. */
export const INTERRUPTIONS = ['resume', 'restart', 'drop'] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];
