import { useState } from 'preact/hooks';
import { dateOfDay, dayNumber } from '#kernel';
import { pathOf, queryText } from '../api/routes.ts';
import { today } from '../live/station.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import type { FmStation } from './lists.ts';

/** The printed sheets by which a person at the station plays a day. */
export function SheetLinks({ station: { id, audio } }: { station: FmStation }) {
  const say = words.value.fm.sheet;
  const tomorrow = dateOfDay((dayNumber(today.value) ?? 0) + 1);
  const [date, setDate] = useState('');
  const to = (day: string) => pathOf('/fm/stations/{id}/sheet', { id }) + queryText({ date: day });
  const main = audio === 'hand' ? 'button main' : 'button';
  return (
    <div class="stack">
      <h3>{say.title}</h3>
      <div class="buttons">
        <a class={main} href={to(today.value)} target="_blank" rel="noreferrer">
          {say.today}
        </a>
        <a class={main} href={to(tomorrow)} target="_blank" rel="noreferrer">
          {say.tomorrow}
        </a>
      </div>
      <details>
        <summary>{say.other}</summary>
        <div class="stack">
          <TextField label={say.date} type="date" value={date} required={false} change={setDate} />
          {date === '' ? null : (
            <a class="button" href={to(date)} target="_blank" rel="noreferrer">
              {say.print}
            </a>
          )}
        </div>
      </details>
    </div>
  );
}
