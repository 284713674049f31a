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
}: TextFieldProps) {
  return (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          value={value}
          required={required}
          onInput={(event) => change(event.currentTarget.value)}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(type === 'text' ? { type, maxLength } : { type })}
          {...(min === undefined ? {} : { min })}
        />
      )}
    </Field>
  );
}
