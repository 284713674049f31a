import { station, stationNow, tick } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { mayDo } from '../session/session.ts';
import { HoldNote } from '../stop/hold-note.tsx';
import { StopButton } from '../stop/stop-button.tsx';
import { OnAirStrip } from '../talk/on-air-strip.tsx';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { tellSecond } from '../words/tell.ts';
import { FenceNote, isFenced } from './fence-note.tsx';
import { LostNote } from './lost-note.tsx';
import { NewVersionNote } from './new-version-note.tsx';

function StationClock() {
  tick.value;
  return <span class="clock">{tellSecond(stationNow())}</span>;
}

/** The way to an emergency: its own colour, its own place, never among the daily pages. */
function AlarmLink() {
  return (
    <a class="button alarm-link" href="#khan-cap" aria-current={where.value.page === 'khan-cap' ? 'page' : undefined}>
      <Icon name="alarm" />
      <span class="short">{words.value.frame.alarmShort}</span>
      <span class="long">{words.value.frame.alarm}</span>
    </a>
  );
}

/** What stays in sight however far a page is scrolled: whose station, its clock, the two big buttons, what is held. */
export function Header({ inside }: { inside: boolean }) {
  const say = words.value;
  return (
    <header class="top">
      <div class="bar">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <span class="station">
          <strong>{station.data.value?.name ?? say.brand}</strong>
          {inside && station.data.value ? <StationClock /> : null}
        </span>
        {inside && mayDo('emergency') ? <AlarmLink /> : null}
        {inside && !isFenced() && mayDo('operate', 'emergency') ? <StopButton /> : null}
      </div>
      <HoldNote inside={inside} />
      <OnAirStrip />
      <LostNote />
      <NewVersionNote />
      <FenceNote inside={inside} />
    </header>
  );
}
