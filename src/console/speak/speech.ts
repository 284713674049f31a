import { signal } from '@preact/signals';
import { type Answer, call, type Request } from '../api/client.ts';
import { feed } from '../live/feed.ts';

export type Rate = NonNullable<Request<'speakText'>['body']['rate']>;
export const RATES = ['slow', 'normal', 'fast'] as const satisfies readonly Rate[];
/** As the voices of the station were measured: pauses between sentences included. */
const SYLLABLES_A_MINUTE: Record<Rate, number> = { slow: 130, normal: 155, fast: 180 };

export const speech = feed(() => call('getSpeech', {}));
/** Words to be changed and read anew. */
export const wordsAgain = signal<Answer<'getRecording'>['spoken']>(null);

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
