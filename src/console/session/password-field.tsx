import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';

interface PasswordFieldProps {
  readonly label?: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly fresh?: boolean;
  readonly hint?: string;
}

export function PasswordField({ label, value, change, fresh = false, hint }: PasswordFieldProps) {
  const [shown, show] = useState(false);
  return (
    <>
      <Field label={label ?? words.value.session.password} hint={hint}>
        {(ids) => (
          <input
            {...ids}
            {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
            autocomplete={fresh ? 'new-password' : 'current-password'}
            value={value}
            required
            maxLength={1024}
            onInput={(event) => change(event.currentTarget.value)}
          />
        )}
      </Field>
      <label class="check">
        <input type="checkbox" checked={shown} onChange={(event) => show(event.currentTarget.checked)} />
        <span>{words.value.session.show}</span>
      </label>
    </>
  );
}
