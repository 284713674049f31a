import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { words } from '../words/language.ts';
import type { Verdict } from './verdict.ts';

const LOOKS: Record<Verdict['kind'], readonly [IconName, Tone]> = {
  planned: ['wait', 'quiet'],
  on_air: ['air', 'live'],
  stopping: ['wait', 'live'],
  stopped: ['stop', 'quiet'],
  cancelled: ['none', 'quiet'],
  expired: ['warn', 'warn'],
  withheld: ['quiet', 'warn'],
  all: ['done', 'good'],
  sent: ['sent', 'quiet'],
  handed_over: ['mast', 'quiet'],
  part_fm: ['part', 'warn'],
  part: ['part', 'warn'],
  nowhere: ['bad', 'bad'],
  nobody: ['bad', 'bad'],
};

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const [icon, tone] = isQuietFm(verdict) ? (['mast', 'quiet'] as const) : LOOKS[verdict.kind];
  return (
    <Mark icon={icon} tone={tone}>
      {verdictText(verdict)}
    </Mark>
  );
}

/** Every speaker played it whole; what went by FM besides is no fault. */
function isQuietFm(verdict: Verdict): boolean {
  return verdict.kind === 'part_fm' && verdict.played === verdict.all;
}

function verdictText(verdict: Verdict): string {
  const say = words.value.today;
  switch (verdict.kind) {
    case 'on_air':
      return say.onAir;
    case 'part':
      return say.part(verdict.played, verdict.all);
    case 'part_fm':
      return say.part_fm(verdict.played, verdict.all, verdict.handedOver);
    default:
      return say[verdict.kind];
  }
}
