import { LEVELS, type Level } from '#kernel';
import { words } from '../words/language.ts';
import type { IconName } from './icon.tsx';
import { Mark, type Tone } from './mark.tsx';

/** What needs no mark is null: most of the day is scheduled. */
const LOOKS: Record<Level, readonly [IconName, Tone] | null> = {
  emergency: ['alarm', 'bad'],
  live_authority: ['mic', 'live'],
  live_commune: ['mic', 'live'],
  priority: ['first', 'warn'],
  scheduled: null,
  filler: ['part', 'quiet'],
};

/** The right to the air of a broadcast, wherever it is above or below the ordinary. */
export function LevelMark({ level }: { level: string }) {
  const known = LEVELS.find((one) => one === level);
  const look = known === undefined ? null : LOOKS[known];
  if (known === undefined || look === null) return null;
  return (
    <Mark icon={look[0]} tone={look[1]}>
      {words.value.levels[known]}
    </Mark>
  );
}
