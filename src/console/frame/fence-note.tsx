import { station } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';

/** Says on every page that nothing goes to the loudspeakers: the station was restored from a backup. */
export function FenceNote({ inside }: { inside: boolean }) {
  const isFenced = inside && (station.data.value?.fence ?? null) !== null;
  const { command: say } = words.value;
  return (
    <div role="status">
      {isFenced ? (
        <p class="lost">
          <Icon name="warn" />
          <span>
            {say.note} <a href="#quan-ly">{say.where}</a>
          </span>
        </p>
      ) : null}
    </div>
  );
}
