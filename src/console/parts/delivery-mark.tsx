import { FINAL_STATES } from '#kernel';
import type { Delivery } from '../live/lists.ts';
import { say, words } from '../words/language.ts';
import type { IconName } from './icon.tsx';
import { Mark, type Tone } from './mark.tsx';

const LOOKS: Record<Delivery['state'], readonly [IconName, Tone]> = {
  planned: ['wait', 'quiet'],
  ordered: ['sent', 'quiet'],
  playing: ['air', 'live'],
  played: ['done', 'good'],
  played_part: ['part', 'warn'],
  failed: ['bad', 'bad'],
  cancelled: ['none', 'quiet'],
  superseded: ['none', 'quiet'],
  expired: ['warn', 'warn'],
  // Nobody sees into an FM receiver: never green, and no failure either.
  handed_over: ['mast', 'quiet'],
  withheld: ['quiet', 'warn'],
};

/** How far a delivery is. Green is kept for what the speaker proved. */
export function DeliveryMark({ state, evidence }: Pick<Delivery, 'state' | 'evidence'>) {
  const [icon, tone] = state === 'played' && evidence !== 'E2' ? (['done', 'quiet'] as const) : LOOKS[state];
  const open = state === 'planned' || state === 'ordered' || state === 'playing';
  return (
    <Mark icon={icon} tone={tone}>
      {open ? words.value.today.delivery[state] : capital(say(FINAL_STATES[state]))}
    </Mark>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
