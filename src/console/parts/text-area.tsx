import { Field } from './field.tsx';

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
}

/** Text of several lines. */
export function TextArea({
  label,
  value,
  change,
  rows = 3,
  maxLength = 2000,
  required = false,
  hint,
  problem,
}: TextAreaProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => (
        <textarea
          {...ids}
          value={value}
          rows={rows}
          maxLength={maxLength}
          required={required}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
