import { Field } from './field.tsx';
import type { HintName } from './hint-mark.tsx';
import { SearchField } from './search-field.tsx';
import { useSought } from './sought.ts';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: ReadonlyArray<readonly [value: string, text: string]>;
  readonly hint?: string | undefined;
  /** False where everybody knows the list: no field to search it stands above. */
  readonly canSearch?: boolean;
  readonly about?: HintName;
  readonly change: (value: string) => void;
}

/** One of a list; a long one can be searched. The entry that means none or all is never searched away. */
export function Choice({ label, value, options, hint, about, canSearch = true, change }: ChoiceProps) {
  const sought = useSought(
    options,
    ([, text]) => text,
    ([option]) => option === value || option === '',
  );
  return (
    <>
      {sought.isLong && canSearch ? (
        <SearchField what={label} value={sought.query} change={sought.search} found={sought.found} />
      ) : null}
      <Field label={label} hint={hint} about={about}>
        {(ids) => (
          <select {...ids} value={value} onChange={(event) => change(event.currentTarget.value)}>
            {sought.shown.map(([option, text]) => (
              <option key={option} value={option} selected={option === value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
