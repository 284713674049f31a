import { EVIDENCE } from '#kernel';
import { LevelMark } from '../parts/level-mark.tsx';
import { Mark } from '../parts/mark.tsx';
import { say as sayBoth, words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import type { FmStation } from './lists.ts';

/** Programme types that receivers take for an alarm. */
const PTY_TEST = 30;
const PTY_ALARM = 31;

/** What the transmitter carries right now and how far that is proved. */
export function OnAirPart({ onAir }: { onAir: FmStation['onAir'] }) {
  const say = words.value.fm;
  return (
    <div class="stack">
      <h3>{say.now}</h3>
      {onAir === null ? (
        <Mark icon="none" tone="quiet">
          {say.nothing}
        </Mark>
      ) : (
        <>
          <p>
            <strong>{onAir.title}</strong>
            <span class="hint">
              {onAir.endAt === null
                ? say.open(tellSoon(onAir.startAt))
                : say.span(tellSoon(onAir.startAt), tellSoon(onAir.endAt))}
              {' · '}
              {say.receiversHear(onAir.endpointIds.length)}
            </span>
          </p>
          <LevelMark level={onAir.level} />
          <Mark icon="mast" tone="quiet">
            {onAir.evidence === 'E0' ? say.sentOnly : sayBoth(EVIDENCE[onAir.evidence])}
          </Mark>
          {onAir.pty === PTY_ALARM ? <p class="hint">{say.alarmNow}</p> : null}
          {onAir.pty === PTY_TEST ? <p class="hint">{say.testNow}</p> : null}
          {onAir.rt === '' ? null : <p class="hint">{say.shown(onAir.rt)}</p>}
        </>
      )}
    </div>
  );
}
