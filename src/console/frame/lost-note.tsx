import { isAway, lostSince } from '../live/connection.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import { tellSecond, tellSoon } from '../words/tell.ts';

/** Says that what is on screen is old, and from when it is. */
export function LostNote() {
  const since = lostSince.value;
  return (
    <div role="status" class="lost-place">
      {since === null ? null : (
        <p class="lost">
          <Icon name="lost" />
          <span>{isAway.value ? words.value.frame.away(tellSoon(since)) : words.value.lost(tellSecond(since))}</span>
        </p>
      )}
    </div>
  );
}
