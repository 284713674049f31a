import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';

export function NameField({ value, change }: { value: string; change: (value: string) => void }) {
  return (
    <Field label={words.value.session.name}>
      {(ids) => (
        <input
          {...ids}
          type="text"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          value={value}
          required
          maxLength={100}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
