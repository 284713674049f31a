import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';

const two = (value: number) => String(value).padStart(2, '0');
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MINUTES = Array.from({ length: 60 }, (_, minute) => two(minute));

/**
 * A time of day, HH:MM or empty. Not the browser's own field: on a computer set to English that one reads 05:00 PM, and
 * a bulletin for the afternoon would be heard at dawn. The hours say which part of the day they belong to.
 */
export function TimeChoice({ value, change }: { value: string; change: (time: string) => void }) {
  const say = words.value.play;
  const [hour = '', minute = '00'] = value.split(':');
  return (
    <>
      <Field label={say.hour}>
        {(ids) => (
          <select
            {...ids}
            value={hour}
            onChange={({ currentTarget }) =>
              change(currentTarget.value === '' ? '' : `${currentTarget.value}:${minute}`)
            }
          >
            <option value="">{say.chooseHour}</option>
            {HOURS.map((one) => (
              <option key={one} value={two(one)}>
                {say.hours(two(one), one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say.minute}>
        {(ids) => (
          <select
            {...ids}
            value={minute}
            disabled={hour === ''}
            onChange={({ currentTarget }) => change(`${hour}:${currentTarget.value}`)}
          >
            {MINUTES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
