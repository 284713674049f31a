/**
 * What ffmpeg's limiter will do to the loudness, foretold from the envelope of a recording, so that the first encoding
 * already has the right gain. Speech with strong peaks loses 1 to 2 LU in the limiter.
 */
export const PIECE_MS = 10;
export const RELEASE_MS = 30;

/** The highest sample and the sum of squares of every 10 ms. */
export interface Envelope {
  readonly peaks: readonly number[];
  readonly energies: readonly number[];
}

/** By how many dB the limiter lowers the loudness when the recording is raised by `gainDb` (never negative). */
export function limiterLossDb({ peaks, energies }: Envelope, gainDb: number, limitDb: number): number {
  const gate = gateOf(energies);
  const highest = 10 ** ((limitDb - gainDb) / 20);
  let held = 1;
  let step = 0;
  let before = 0;
  let after = 0;
  for (const [index, peak] of peaks.entries()) {
    // The limiter looks 5 ms ahead, so a peak also lowers what comes before it.
    const wanted = highest / Math.max(highest, peak, (peaks[index + 1] ?? 0) * 0.5);
    held = Math.min(1, held + step);
    if (wanted < held) {
      held = wanted;
      step = (1 - held) * (PIECE_MS / RELEASE_MS);
    }
    const energy = energies[index] ?? 0;
    if (energy < gate) continue;
    before += energy;
    after += energy * held * held;
  }
  return before === 0 ? 0 : 10 * Math.log10(before / after);
}

/** The gain with which the recording ends `wantedDb` louder than it is, limiter included; at most 12 dB more than that. */
export function gainThroughLimiter(envelope: Envelope, wantedDb: number, limitDb: number): number {
  let low = wantedDb;
  let high = wantedDb + 12;
  for (let turn = 0; turn < 12; turn += 1) {
    const middle = (low + high) / 2;
    if (middle - limiterLossDb(envelope, middle, limitDb) < wantedDb) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Pauses do not count for loudness (10 LU below the mean, as EBU R128 has it). */
function gateOf(energies: readonly number[]): number {
  const heard = energies.filter((energy) => energy > 1e-7);
  return heard.length === 0 ? 0 : heard.reduce((sum, energy) => sum + energy, 0) / heard.length / 10;
}
