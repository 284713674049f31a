import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'live' | 'warn' | 'bad' | 'quiet';

/** A state: picture, words and colour, so that none of the three is needed alone. */
export function Mark({ icon, tone, children }: { icon: IconName; tone: Tone; children: string }) {
  return (
    <span class={`mark mark-${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}
