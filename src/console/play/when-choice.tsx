import { today } from '../live/station.ts';
import { Checks } from '../parts/checks.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { TimeChoice } from './time-choice.tsx';
import { WAYS, WEEKDAYS, type When } from './when.ts';

interface WhenChoiceProps {
  readonly when: When;
  readonly change: (when: When) => void;
  readonly name: string;
  readonly ways?: ReadonlyArray<When['way']>;
  /** What `later` is called, where it may be chosen. */
  readonly later?: string;
}

export function WhenChoice({ when, change, name, ways = WAYS, later = '' }: WhenChoiceProps) {
  const say = words.value.play;
  return (
    <fieldset class="checks">
      <legend>{say.when}</legend>
      {ways.map((way) => (
        <label key={way} class="check">
          <input type="radio" name={name} checked={when.way === way} onChange={() => change({ ...when, way })} />
          <span>{way === 'later' ? later : say.ways[way]}</span>
        </label>
      ))}
      {when.way === 'weekly' ? (
        <Checks
          label={say.days}
          short
          options={WEEKDAYS.map((day) => ({ value: day, text: say.weekdays[day] }))}
          chosen={when.weekdays}
          change={(weekdays) => change({ ...when, weekdays })}
        />
      ) : null}
      {when.way === 'now' || when.way === 'later' ? null : (
        <div class="pair">
          {when.way === 'once' ? (
            <TextField
              label={say.date}
              type="date"
              value={when.date}
              min={today.value}
              required={false}
              change={(date) => change({ ...when, date })}
            />
          ) : null}
          <TimeChoice value={when.time} change={(time) => change({ ...when, time })} />
        </div>
      )}
    </fieldset>
  );
}
