import type { Recording } from '../live/lists.ts';
import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { words } from '../words/language.ts';

const LOOKS: Record<Recording['state'], readonly [IconName, Tone]> = {
  received: ['wait', 'quiet'],
  checking: ['wait', 'live'],
  ready: ['done', 'good'],
  refused: ['bad', 'bad'],
};

export function RecordingMark({ state }: { state: Recording['state'] }) {
  const [icon, tone] = LOOKS[state];
  return (
    <Mark icon={icon} tone={tone}>
      {words.value.recording.states[state]}
    </Mark>
  );
}
