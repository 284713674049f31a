/** What is told of typed words before they are a sound. Pure. */

/** How fast the voice speaks, as the station knows it. */
export const RATES = ['slow', 'normal', 'fast'] as const;
export type Rate = (typeof RATES)[number];
/** As the voices of the station were measured: pauses between sentences included. */
const SYLLABLES_A_MINUTE: Record<Rate, number> = { slow: 160, normal: 195, fast: 235 };

/** About how long it will be, to the second. */
export function lengthOf(syllables: number, rate: Rate): number {
  return Math.max(1, Math.round((syllables / SYLLABLES_A_MINUTE[rate]) * 60)) * 1000;
}

const LONGEST_TITLE = 80;

/** What it is called until somebody says otherwise: the beginning of its first line, cut between words. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trim()}…`;
}
