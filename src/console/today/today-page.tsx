import { GuideDoor } from '../guide/guide-door.tsx';
import { OpenQuestions } from '../inbox/question-card.tsx';
import { KeptSection } from '../kept/kept-section.tsx';
import { useFresh } from '../live/feed.ts';
import { areas, endpoints } from '../live/lists.ts';
import { today as todayDate } from '../live/station.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { around, proofs } from './around.ts';
import { BackupNote } from './backup-note.tsx';
import { BoardSection } from './board-section.tsx';
import { BroadcastCard } from './broadcast-card.tsx';
import { broadcasts, showDaysOn, shownDate, showToday } from './broadcasts.ts';
import { FirstSteps } from './first-steps.tsx';
import { NextSection } from './next-section.tsx';
import { useTasks, WaitingSection } from './waiting-section.tsx';

const OFTEN_MS = 4000;
const SLOWLY_MS = 15_000;

export function TodayPage({ looking }: { looking: boolean }) {
  const { today, wait, pages } = words.value;
  useFresh(broadcasts, looking);
  useFresh(areas, looking, SLOWLY_MS);
  useFresh(endpoints, looking, OFTEN_MS);
  useFresh(around, looking, OFTEN_MS);
  useFresh(proofs, looking, SLOWLY_MS);
  useTasks(looking);
  const list = broadcasts.data.value;
  return (
    <div hidden={!looking}>
      <h1>{pages['hom-nay']}</h1>
      <BackupNote />
      <OpenQuestions />
      <KeptSection />
      <FirstSteps looking={looking} />
      <GuideDoor looking={looking} />
      <div class="today-top">
        <WaitingSection />
        <NextSection />
      </div>
      <BoardSection />
      <section aria-labelledby="today-title">
        <h2 id="today-title">{today.title}</h2>
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
        <p class="shown-date" aria-live="polite">
          {tellDate(shownDate.value)}
        </p>
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
