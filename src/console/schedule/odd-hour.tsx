import { isNight } from '../play/when.ts';
import { words } from '../words/language.ts';

interface OddHourProps {
  readonly times: readonly string[];
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

/** Asked once more before a village is woken. */
export function OddHour({ times, checked, change }: OddHourProps) {
  const odd = times.filter(isNight);
  return (
    <label class="check tick">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => change(currentTarget.checked)} />
      <span>{words.value.review.odd((odd.length > 0 ? odd : times).join(', '))}</span>
    </label>
  );
}
