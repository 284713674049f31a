import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { hourOf } from '../hours/hour-text.ts';
import { ask } from '../parts/ask.tsx';
import { Checks } from '../parts/checks.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { say as told, words } from '../words/language.ts';
import { security, type WeekSpan } from './security.ts';

const FRESH: WeekSpan = { weekdays: [1, 2, 3, 4, 5], from: '07:00', to: '17:00' };
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Weekdays and hours in which the station is administered; no row: always. */
export function HoursForm({ hours, leave }: { hours: readonly WeekSpan[]; leave: () => void }) {
  const { security: say, house } = words.value;
  const [draft, setDraft] = useState<readonly WeekSpan[] | null>(null);
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const rows = draft ?? hours;
  const change = (next: readonly WeekSpan[]) => {
    setDraft(next);
    setNeed(null);
    submitting.clear();
  };
  const put = (at: number, part: Partial<WeekSpan>) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const close = () => {
    setDraft(null);
    setNeed(null);
    submitting.clear();
    leave();
  };
  const press = (event: Event) => {
    event.preventDefault();
    const asked = rows.map((row) => ({ ...row, from: hourOf(row.from), to: hourOf(row.to) }));
    if (asked.some(({ weekdays }) => weekdays.length === 0)) return setNeed(say.needDays);
    if (asked.some(({ from, to }) => !(TIME.test(from) && TIME.test(to)))) return setNeed(say.needHours);
    submitting.run(async () => {
      if (!(await saved(asked))) return;
      await security.refresh();
      close();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={press}>
      {rows.length === 0 ? <p>{say.always}</p> : null}
      {rows.map((row, at) => (
        <fieldset class="inner" key={at}>
          <legend>{say.span(at + 1)}</legend>
          <Days chosen={row.weekdays} change={(weekdays) => put(at, { weekdays })} />
          <div class="pair">
            <TextField label={say.from} value={row.from} numeric maxLength={12} change={(from) => put(at, { from })} />
            <TextField label={say.to} value={row.to} numeric maxLength={12} change={(to) => put(at, { to })} />
          </div>
          <button type="button" class="danger-quiet" onClick={() => change(rows.filter((_, index) => index !== at))}>
            {say.dropSpan(at + 1)}
          </button>
        </fieldset>
      ))}
      <button type="button" class="small" onClick={() => change([...rows, FRESH])}>
        {say.addSpan}
      </button>
      <FormEnd need={need} submitting={submitting} leave={close} leaveWord={house.leave}>
        {say.saveHours}
      </FormEnd>
    </form>
  );
}

function Days({ chosen, change }: { chosen: readonly number[]; change: (days: number[]) => void }) {
  const names = Object.values(words.value.play.weekdays);
  return (
    <Checks
      label={words.value.play.days}
      short
      options={names.map((text, at) => ({ value: String(at + 1), text }))}
      chosen={chosen.map(String)}
      change={(days) => change(days.map(Number))}
    />
  );
}

/** Saves; what would close administration this very minute is asked once more, in the words of the station. */
async function saved(hours: WeekSpan[]): Promise<boolean> {
  const say = words.value.security;
  try {
    await call('setAdminHours', { body: { hours } });
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'ADMIN_HOURS_NOW') throw error;
    if (!(await ask({ text: told(error.text), yes: say.yesHours, no: words.value.house.keep }))) return false;
    await call('setAdminHours', { body: { hours, confirm: true } });
  }
  return true;
}
