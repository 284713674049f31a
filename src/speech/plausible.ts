/** A voice that swallowed half of a text, or went on about nothing, is found out by its length. */
const LEAST_MS_A_SYLLABLE = 90;
const MOST_MS_A_SYLLABLE = 1500;
/** Breath before and after; a single word is short. */
const ASIDE_MS = 2000;
const SILENT_BELOW = 0.01;

/** Why this sound cannot be that text; null: it may be. */
export function oddityOf(
  sound: { durationMs: number; peak: number },
  syllables: number,
): 'silent' | 'short' | 'long' | null {
  if (sound.peak < SILENT_BELOW) return 'silent';
  if (sound.durationMs < syllables * LEAST_MS_A_SYLLABLE) return 'short';
  return sound.durationMs > syllables * MOST_MS_A_SYLLABLE + ASIDE_MS ? 'long' : null;
}
