import { civilOf, instantOf } from '#kernel';
import { stationNow, stationZone } from '../live/station.ts';
import { TimeChoice } from '../play/time-choice.tsx';
import { words } from '../words/language.ts';
import { TextField } from './text-field.tsx';

/** A date and a time of day as they are being chosen. */
export interface Moment {
  readonly date: string;
  readonly time: string;
}

/** This minute, by the clock of the station. */
export function momentNow(): Moment {
  const { date, time } = civilOf(stationNow(), stationZone.value);
  return { date, time: time.slice(0, 5) };
}

/** The instant that was chosen; null while it is incomplete or does not exist on that day. */
export const instantOfMoment = ({ date, time }: Moment): number | null => instantOf(date, time, stationZone.value);

interface MomentFieldsProps {
  readonly legend: string;
  readonly value: Moment;
  readonly change: (value: Moment) => void;
  readonly problem?: string | undefined;
}

export function MomentFields({ legend, value, change, problem }: MomentFieldsProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="pair">
        <TextField
          label={words.value.play.date}
          type="date"
          value={value.date}
          problem={problem}
          change={(date) => change({ ...value, date })}
        />
        <TimeChoice value={value.time} change={(time) => change({ ...value, time })} />
      </div>
    </fieldset>
  );
}
