import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import type { Span, Window } from './draft.ts';
import { hourOf } from './hour-text.ts';

interface HourFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly problem?: string | undefined;
}

/** An hour by the 24-hour clock; not the browser's own field, which may speak of AM and PM. */
function HourField({ label, value, change, problem }: HourFieldProps) {
  return (
    <TextField
      label={label}
      value={value}
      change={change}
      leave={() => change(hourOf(value))}
      placeholder="05:30"
      maxLength={12}
      required={false}
      numeric
      problem={problem}
    />
  );
}

interface RowsProps<Row> {
  readonly legend: string;
  readonly rows: readonly Row[];
  readonly change: (rows: Row[]) => void;
  readonly fresh: Row;
  readonly add: string;
  /** What the station says of a field of a row. */
  readonly problem: (field: string) => string | undefined;
}

/** Spans of the day, one below the other; windows have a name too. */
export function SpanRows<Row extends Span & Partial<Window>>({
  legend,
  rows,
  change,
  fresh,
  add,
  problem,
}: RowsProps<Row>) {
  const say = words.value.hours.change;
  const put = (at: number, part: Partial<Row>) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <fieldset class="inner">
      <legend>{legend}</legend>
      <p class="hint">{say.hourHint}</p>
      {rows.map((row, at) => (
        <div class="span-row" key={at}>
          {row.name === undefined ? null : (
            <TextField
              label={say.name}
              value={row.name}
              placeholder={say.nameHint}
              maxLength={60}
              required={false}
              problem={problem(`${at}.name`)}
              change={(name) => put(at, { name } as Partial<Row>)}
            />
          )}
          <HourField
            label={say.begin}
            value={row.from}
            change={(from) => put(at, { from } as Partial<Row>)}
            problem={problem(`${at}.from`)}
          />
          <HourField
            label={say.end}
            value={row.to}
            change={(to) => put(at, { to } as Partial<Row>)}
            problem={problem(`${at}.to`)}
          />
          <button
            type="button"
            class="danger-quiet"
            aria-label={say.remove(`${row.name ?? ''} ${row.from}–${row.to}`.trim())}
            onClick={() => change(rows.filter((_, index) => index !== at))}
          >
            {say.removeShort}
          </button>
        </div>
      ))}
      <button type="button" class="small" onClick={() => change([...rows, fresh])}>
        {add}
      </button>
    </fieldset>
  );
}
