/** One word for each line of the log: how planned and heard compare. Pure. */
import type { Bilingual } from '#kernel';
import type { AsRunLine } from './as-run-store.ts';
import { type VillageWord, villageWord } from './village-word.ts';

/** From what was heard to what was not. */
export const LOG_WORDS = {
  whole: { vi: 'Nghe đủ', en: 'Heard whole' },
  part: { vi: 'Nghe một phần', en: 'Heard in part' },
  unknown: { vi: 'Không xác nhận được', en: 'Cannot be confirmed' },
  not_heard: { vi: 'Không nghe được', en: 'Not heard' },
  withheld: { vi: 'Giữ lại theo quy định', en: 'Held back by a rule' },
} as const satisfies Record<string, Bilingual>;
export type LogWord = keyof typeof LOG_WORDS;

const WORDS: Readonly<Record<VillageWord, LogWord>> = {
  confirmed: 'whole',
  confirmed_part: 'part',
  reported: 'unknown',
  sent: 'unknown',
  handed_over: 'unknown',
  open: 'unknown',
  withheld: 'withheld',
  not_heard: 'not_heard',
};

/** What devices proved of one line. People’s words stand beside the log and do not change it. */
export function logWord(
  line: Pick<AsRunLine, 'deliveryId' | 'carrier' | 'state' | 'evidence' | 'renderedMs'>,
): LogWord {
  return WORDS[villageWord([line], [])];
}
