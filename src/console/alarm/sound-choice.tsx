import { recordings } from '../live/lists.ts';
import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import { bank } from './alerts.ts';

interface SoundChoiceProps {
  readonly label: string;
  readonly none: string;
  readonly value: string;
  /** True where nothing may be late. */
  readonly bankOnly?: boolean;
  readonly change: (recordingId: string) => void;
}

/** A recording, those of the emergency bank first. */
export function SoundChoice({ label, none, value, bankOnly = false, change }: SoundChoiceProps) {
  const say = words.value.alarm;
  const banked = bank.data.value ?? [];
  const others = (recordings.data.value ?? []).filter(
    ({ id, state }) => !bankOnly && state === 'ready' && !banked.some(({ recordingId }) => recordingId === id),
  );
  return (
    <Field label={label}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => change(event.currentTarget.value)}>
          <option value="">{none}</option>
          {banked.length === 0 ? null : (
            <optgroup label={say.inBank}>
              {banked.map(({ recordingId, title, durationMs }) => (
                <option key={recordingId} value={recordingId} selected={recordingId === value}>
                  {title} ({tellSpan(durationMs)})
                </option>
              ))}
            </optgroup>
          )}
          {others.length === 0 ? null : (
            <optgroup label={say.outOfBank}>
              {others.map(({ id, title, durationMs }) => (
                <option key={id} value={id} selected={id === value}>
                  {title} ({tellSpan(durationMs ?? 0)})
                </option>
              ))}
            </optgroup>
          )}
        </select>
      )}
    </Field>
  );
}

/** What a recording is called. */
export function soundName(recordingId: string): string | null {
  const banked = bank.data.value?.find((one) => one.recordingId === recordingId)?.title;
  return banked ?? recordings.data.value?.find(({ id }) => id === recordingId)?.title ?? null;
}
