import { OpenQuestions } from '../inbox/question-card.tsx';
import { useFresh } from '../live/feed.ts';
import { today as todayDate } from '../live/station.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { BackupNote } from './backup-note.tsx';
import { BroadcastCard } from './broadcast-card.tsx';
import { broadcasts, showDaysOn, shownDate, showToday } from './broadcasts.ts';
import { FirstSteps } from './first-steps.tsx';

export function TodayPage({ looking }: { looking: boolean }) {
  const { today, wait } = words.value;
  useFresh(broadcasts, looking);
  const list = broadcasts.data.value;
  return (
    <div hidden={!looking}>
      <BackupNote />
      <OpenQuestions />
      <FirstSteps looking={looking} />
      <section aria-labelledby="today-title">
        <h1 id="today-title">{today.title}</h1>
        <div class="days">
          <button type="button" onClick={() => showDaysOn(-1)}>
            {today.before}
          </button>
          <button type="button" aria-pressed={shownDate.value === todayDate.value} onClick={showToday}>
            {today.now}
          </button>
          <button type="button" onClick={() => showDaysOn(1)}>
            {today.after}
          </button>
        </div>
        <h2 class="shown-date" aria-live="polite">
          {tellDate(shownDate.value)}
        </h2>
        {list === null ? <p>{wait}</p> : null}
        {list?.length === 0 ? (
          <p class="card">
            {today.none} <a href="#tai-len">{today.toUpload}</a>
          </p>
        ) : null}
        <ul class="cards">
          {list?.map((broadcast) => (
            <BroadcastCard key={broadcast.id} broadcast={broadcast} />
          ))}
        </ul>
      </section>
      <p>
        <a href="#lich-phat">{today.toSchedule}</a>
      </p>
    </div>
  );
}
