import { useEffect, useRef } from 'preact/hooks';
import { useFresh } from '../live/feed.ts';
import { areas, recordings, zones } from '../live/lists.ts';
import { stationNow, tick } from '../live/station.ts';
import { EmergencyProofNote } from '../session/proof-note.tsx';
import { words } from '../words/language.ts';
import { AlertCard } from './alert-card.tsx';
import { alerts, bank, isPressing } from './alerts.ts';
import { Composer } from './composer.tsx';

const FAST_MS = 1500;
const SLOWLY_MS = 10_000;

/** Emergency alerts: those in force first, then the three steps to a new one, then those before. */
export function AlarmPage({ looking }: { looking: boolean }) {
  const { alarm: say, wait } = words.value;
  useFresh(alerts, looking, FAST_MS);
  useFresh(bank, looking, SLOWLY_MS);
  useFresh(recordings, looking, SLOWLY_MS);
  useFresh(zones, looking, SLOWLY_MS);
  useFresh(areas, looking, SLOWLY_MS);
  tick.value;
  const now = stationNow();
  const top = useRef<HTMLHeadingElement>(null);
  const list = alerts.data.value;
  const pressing = list?.filter((alert) => isPressing(alert, now)) ?? [];
  const before = list?.filter((alert) => !isPressing(alert, now)) ?? [];
  const wasSent = useRef(false);
  useEffect(() => {
    // biome-ignore lint/suspicious/noUnnecessaryConditions: a ref changes between renders
    if (!wasSent.current || pressing.length === 0) return;
    wasSent.current = false;
    scrollTo({ top: 0 });
    top.current?.focus({ preventScroll: true });
  });
  return (
    <div hidden={!looking}>
      <h1>{say.title}</h1>
      <EmergencyProofNote />
      {pressing.length === 0 ? null : (
        <section aria-labelledby="alarm-now">
          <h2 id="alarm-now" ref={top} tabIndex={-1}>
            {say.now}
          </h2>
          <ul class="cards">
            {pressing.map((alert) => (
              <AlertCard key={alert.id} alert={alert} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={say.compose}>
        <Composer looking={looking} sent={() => (wasSent.current = true)} />
      </section>
      <section aria-labelledby="alarm-before" hidden={before.length === 0 && pressing.length > 0}>
        <h2 id="alarm-before">{say.before}</h2>
        {list === null ? <p>{wait}</p> : null}
        {list?.length === 0 ? <p class="hint">{say.none}</p> : null}
        <ul class="cards">
          {before.map((alert) => (
            <AlertCard key={alert.id} alert={alert} />
          ))}
        </ul>
      </section>
    </div>
  );
}
