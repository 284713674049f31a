import { Field } from './field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly type?: 'text' | 'date';
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly min?: string;
  readonly required?: boolean;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly numeric?: boolean;
  readonly leave?: () => void;
}

export function TextField({
  label,
  value,
  change,
  type = 'text',
  placeholder,
  maxLength = 200,
  min,
  required = true,
  hint,
  problem,
  numeric = false,
  leave,
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => (
        <input
          {...ids}
          value={value}
          required={required}
          onInput={(event) => change(event.currentTarget.value)}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(type === 'text' ? { type, maxLength } : { type })}
          {...(numeric ? { inputMode: 'numeric' as const } : {})}
          {...(leave === undefined ? {} : { onBlur: leave })}
          {...(min === undefined ? {} : { min })}
        />
      )}
    </Field>
  );
}
