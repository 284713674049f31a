import { SearchField } from './search-field.tsx';
import { useSought } from './sought.ts';

interface ChecksProps<Value extends string> {
  readonly label: string;
  /** True when the texts are short enough to stand beside each other on a phone. */
  readonly short?: boolean;
  readonly options: ReadonlyArray<{ readonly value: Value; readonly text: string; readonly disabled?: boolean }>;
  readonly chosen: readonly Value[];
  readonly change: (chosen: Value[]) => void;
}

/** Any of a list, in the order of the list; a long one can be searched, and what is ticked stays in sight. */
export function Checks<Value extends string>({ label, short = false, options, chosen, change }: ChecksProps<Value>) {
  const toggle = (value: Value, on: boolean) =>
    change(options.map((option) => option.value).filter((one) => (one === value ? on : chosen.includes(one))));
  const sought = useSought(
    options,
    ({ text }) => text,
    ({ value }) => chosen.includes(value),
  );
  return (
    <fieldset class={short ? 'checks checks-short' : 'checks'}>
      <legend>{label}</legend>
      {sought.isLong ? (
        <SearchField what={label} value={sought.query} change={sought.search} found={sought.found} />
      ) : null}
      {sought.shown.map(({ value, text, disabled = false }) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            disabled={disabled}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
