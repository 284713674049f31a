import { civilOf } from '#kernel';
import { stationZone, today } from '../live/station.ts';
import type { Tone } from '../parts/mark.tsx';
import { WEEKDAYS } from '../play/when.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { type Slot, showDate, showView } from './calendar.ts';
import { moonText } from './moon.ts';
import { stateText, toneOf } from './slot-mark.tsx';
import { type SlotState, slotState } from './slot-state.ts';

const GRAVE: readonly Tone[] = ['bad', 'warn', 'live', 'good', 'quiet'];

/** Six weeks: how much there is on each day, and the gravest that is wrong with it. */
export function Month({ slots, dates, month }: { slots: readonly Slot[]; dates: readonly string[]; month: string }) {
  const say = words.value.schedule;
  const byDate = Map.groupBy(slots, ({ plannedAt }) => civilOf(plannedAt, stationZone.value).date);
  return (
    <>
      <div class="month weekday-heads" aria-hidden="true">
        {WEEKDAYS.map((day) => (
          <span key={day}>{words.value.play.weekdays[day]}</span>
        ))}
      </div>
      <ol class="month">
        {dates.map((date) => {
          const own = byDate.get(date) ?? [];
          const { short, feast } = moonText(date);
          const worst = gravest(own.map(slotState));
          return (
            <li key={date} class={date.slice(0, 7) === month ? '' : 'other-month'}>
              <button
                type="button"
                aria-label={`${tellDate(date)}, ${say.count(own.length)}`}
                aria-current={date === today.value ? 'date' : undefined}
                onClick={() => {
                  showDate(date);
                  showView('day');
                }}
              >
                <strong>{Number(date.slice(8))}</strong> <span class="moon">{short}</span>
                {feast === null ? null : <span class="feast">{feast}</span>}
                {own.length === 0 ? null : <span>{say.count(own.length)}</span>}
                {worst === null ? null : <span class={`worst slot-${toneOf(worst)}`}>{stateText(worst)}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** The gravest of what is not simply coming or well done. */
function gravest(states: readonly SlotState[]): SlotState | null {
  const grave = (state: SlotState) => GRAVE.indexOf(toneOf(state));
  const [worst] = states.toSorted((a, b) => grave(a) - grave(b));
  return worst && grave(worst) < 2 ? worst : null;
}
