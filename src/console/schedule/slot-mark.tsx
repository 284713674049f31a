import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { words } from '../words/language.ts';
import { tellNumber } from '../words/tell.ts';
import type { SlotState } from './slot-state.ts';

const LOOKS: Record<SlotState['kind'], readonly [IconName, Tone]> = {
  coming: ['wait', 'quiet'],
  empty: ['none', 'bad'],
  unapproved: ['warn', 'warn'],
  held: ['quiet', 'bad'],
  under: ['part', 'warn'],
  over: ['warn', 'warn'],
  waiting: ['warn', 'bad'],
  dropped: ['none', 'quiet'],
  on_air: ['air', 'live'],
  all: ['done', 'good'],
  sent: ['sent', 'quiet'],
  part: ['part', 'warn'],
  handed_over: ['mast', 'quiet'],
  withheld: ['quiet', 'warn'],
  nowhere: ['bad', 'bad'],
  cancelled: ['none', 'quiet'],
  expired: ['warn', 'warn'],
};

export const toneOf = ({ kind }: SlotState): Tone => LOOKS[kind][1];
export const iconOf = ({ kind }: SlotState): IconName => LOOKS[kind][0];

export function SlotMark({ state }: { state: SlotState }) {
  return (
    <Mark icon={iconOf(state)} tone={toneOf(state)}>
      {stateText(state)}
    </Mark>
  );
}

export function stateText(state: SlotState): string {
  const say = words.value.schedule.states;
  switch (state.kind) {
    case 'held':
      return say.held(state.endpoints);
    case 'under':
      return say.under(clock(state.byMs));
    case 'over':
      return say.over(clock(state.byMs));
    case 'part':
      return say.part(state.played, state.all);
    default:
      return say[state.kind];
  }
}

/** mm:ss, as slots are told. */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${tellNumber(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
