import type { GateRules } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { HintMark } from '../parts/hint-mark.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import type { RulesDraft, Span, Window } from './draft.ts';
import { SpanRows } from './span-rows.tsx';

const SPAN: Span = { from: '', to: '' };
const WINDOW: Window = { name: '', from: '', to: '' };
const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const COUNTS = ['sessionsPerDay', 'minutesPerSession', 'repeatLimit'] as const satisfies ReadonlyArray<keyof GateRules>;

interface RulesFieldsProps {
  readonly draft: RulesDraft;
  readonly change: (part: Partial<RulesDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

/** The fields of the rules themselves. */
export function RulesFields({ draft, change, problem }: RulesFieldsProps) {
  const { hours } = words.value;
  const say = hours.change;
  const labels: Record<(typeof COUNTS)[number], string> = {
    sessionsPerDay: say.sessions,
    minutesPerSession: say.minutes,
    repeatLimit: say.repeats,
  };
  const { nightBand } = draft;
  return (
    <>
      <div>
        {hours.quietHours}
        <HintMark name="quietHours" word={hours.quietHours} />
      </div>
      <SpanRows
        legend={hours.quietHours}
        rows={draft.quietHours}
        fresh={SPAN}
        add={say.addQuiet}
        change={(quietHours) => change({ quietHours })}
        problem={(field) => problem(`quietHours.${field}`)}
      />
      <SpanRows
        legend={hours.windows}
        rows={draft.windows}
        fresh={WINDOW}
        add={say.addWindow}
        change={(windows) => change({ windows })}
        problem={(field) => problem(`windows.${field}`)}
      />
      <Checks
        label={hours.weekdays}
        short
        options={DAYS.map((day) => ({ value: day, text: hours.dayNames[Number(day) - 1] ?? day }))}
        chosen={draft.weekdays.map((day) => String(day) as (typeof DAYS)[number])}
        change={(days) => change({ weekdays: days.map(Number) })}
      />
      {problem('weekdays') === undefined ? null : <p class="field-problem">{problem('weekdays')}</p>}
      {COUNTS.map((field) => (
        <TextField
          key={field}
          label={labels[field]}
          hint={say.emptyIsNone}
          value={draft[field]}
          required={false}
          numeric
          maxLength={6}
          problem={problem(field)}
          change={(typed) => change({ [field]: typed })}
        />
      ))}
      <fieldset class="inner">
        <legend>{hours.night}</legend>
        <label class="check">
          <input
            type="checkbox"
            checked={nightBand !== null}
            onChange={({ currentTarget }) =>
              change({ nightBand: currentTarget.checked ? { from: '21:00', to: '06:00', ceilingDb: '-12' } : null })
            }
          />
          <span>{say.night}</span>
        </label>
        {nightBand === null ? null : (
          <div class="two">
            {(['from', 'to'] as const).map((end) => (
              <TextField
                key={end}
                label={end === 'from' ? say.begin : say.end}
                value={nightBand[end]}
                required={false}
                problem={problem(`nightBand.${end}`)}
                change={(hour) => change({ nightBand: { ...nightBand, [end]: hour } })}
              />
            ))}
            <TextField
              label={say.ceiling}
              hint={say.ceilingHint}
              value={nightBand.ceilingDb}
              required={false}
              problem={problem('nightBand.ceilingDb')}
              change={(ceilingDb) => change({ nightBand: { ...nightBand, ceilingDb } })}
            />
          </div>
        )}
      </fieldset>
    </>
  );
}
