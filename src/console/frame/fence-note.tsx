import { station } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';

/** True while another machine may command the loudspeakers: then nothing is begun or stopped from here. */
export const isFenced = () => (station.data.value?.fence ?? null) !== null;

/** Says on every page that nothing goes to the loudspeakers: the station was restored from a backup. */
export function FenceNote({ inside }: { inside: boolean }) {
  const { command: say } = words.value;
  return (
    <div role="status">
      {inside && isFenced() ? (
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
