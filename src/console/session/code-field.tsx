import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';

interface CodeFieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
  /** A code from paper instead of one of the app. */
  readonly paper?: boolean;
}

/** Six digits of the app, or a code from paper. */
export function CodeField({ value, change, paper = false }: CodeFieldProps) {
  const say = words.value.account;
  return (
    <Field label={paper ? say.recoveryCode : say.code} hint={paper ? say.recoveryHint : say.codeHint}>
      {(ids) => (
        <input
          {...ids}
          type="text"
          class="code"
          {...(paper
            ? { autocomplete: 'off' as const, autocapitalize: 'characters', maxLength: 20 }
            : { autocomplete: 'one-time-code' as const, inputMode: 'numeric' as const, maxLength: 8 })}
          spellcheck={false}
          value={value}
          required
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** True once a code is whole. */
export const isWholeCode = (text: string, paper: boolean): boolean =>
  paper ? text.replaceAll(/[\s-]/g, '').length === 12 : /^\d{6}$/.test(plainDigits(text));

/** Apps show "123 456". */
export const plainDigits = (text: string): string => text.replaceAll(/\s/g, '');
