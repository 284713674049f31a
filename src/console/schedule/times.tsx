import { TimeChoice } from '../play/time-choice.tsx';
import { words } from '../words/language.ts';

const MOST = 12;

/** One or more times of a day. */
export function Times({ times, change }: { times: readonly string[]; change: (times: string[]) => void }) {
  const say = words.value.schedule.rule;
  const set = (place: number, time: string) => change(times.map((one, at) => (at === place ? time : one)));
  return (
    <fieldset class="inner">
      <legend>{say.times}</legend>
      {times.map((time, place) => (
        <fieldset key={place} class="pair time-row">
          <legend class="unseen">{say.time(place + 1)}</legend>
          <TimeChoice value={time} change={(picked) => set(place, picked)} />
          {times.length > 1 ? (
            <button type="button" class="small" onClick={() => change(times.filter((_, at) => at !== place))}>
              {say.removeTime(time === '' ? String(place + 1) : time)}
            </button>
          ) : null}
        </fieldset>
      ))}
      {times.length < MOST ? (
        <button type="button" class="small" onClick={() => change([...times, ''])}>
          {say.addTime}
        </button>
      ) : null}
    </fieldset>
  );
}
