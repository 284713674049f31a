import { station } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';

/** Says that there is no good copy of the station from the last days: who can, is led to the button. */
export function BackupNote() {
  const { backup: say } = words.value;
  if (!station.data.value?.backup.isLate) return null;
  return (
    <p class="note note-warn">
      <Icon name="warn" />
      <span>
        {say.noneOfLate} {mayDo('maintain') ? <a href="#quan-ly">{say.toButton}</a> : say.tellKeeper}
      </span>
    </p>
  );
}
