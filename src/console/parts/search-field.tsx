import { words } from '../words/language.ts';
import { Field } from './field.tsx';

interface SearchFieldProps {
  /** What is searched: it is said in the label. */
  readonly what: string;
  readonly value: string;
  readonly change: (value: string) => void;
  /** How many were found, told to whoever cannot see the list; null while nothing is searched for. */
  readonly found: number | null;
}

/** A search by words, without regard to tone marks: use it with `matches` of the kernel. */
export function SearchField({ what, value, change, found }: SearchFieldProps) {
  const say = words.value.search;
  return (
    <div class="search">
      <Field label={say.label(what)}>
        {(ids) => (
          <input
            {...ids}
            type="search"
            value={value}
            maxLength={100}
            placeholder={say.example}
            autocomplete="off"
            onInput={({ currentTarget }) => change(currentTarget.value)}
            // Enter would send the form around it.
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        )}
      </Field>
      <p class="hint" role="status">
        {found === null || value.trim() === '' ? '' : found === 0 ? say.none : say.found(found)}
      </p>
    </div>
  );
}
