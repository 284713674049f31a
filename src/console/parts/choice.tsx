import { Field } from './field.tsx';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: ReadonlyArray<readonly [value: string, text: string]>;
  readonly hint?: string | undefined;
  readonly change: (value: string) => void;
}

/** One of a list. */
export function Choice({ label, value, options, hint, change }: ChoiceProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => change(event.currentTarget.value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option} selected={option === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
