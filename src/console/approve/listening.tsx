import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { API } from '../api/routes.ts';
import { words } from '../words/language.ts';
import { approvals, type Card } from './lists.ts';

const RATES = [1, 1.5, 2] as const;
/** A jump is no listening; `timeupdate` comes four times a second, at double speed half a second apart. */
const STEP_MOST_S = 1.5;

/** Plays one recording of what is to be approved, faster if wanted, and reports how far it ran. */
export function Listening({ card, recording }: { card: Card; recording: Card['recordings'][number] }) {
  const say = words.value.approve;
  const sound = useRef<HTMLAudioElement>(null);
  const [rate, setRate] = useState<(typeof RATES)[number]>(1);
  const { recordingId, language, durationMs } = recording;
  const heard = useRef({ sha256: card.sha256, at: 0, listenedMs: 0, told: 0 });
  // What was heard of an older content says nothing of this one.
  if (heard.current.sha256 !== card.sha256) heard.current = { sha256: card.sha256, at: 0, listenedMs: 0, told: 0 };
  const tell = () => {
    const now = heard.current;
    const listenedMs = Math.min(Math.round(now.listenedMs), durationMs);
    if (listenedMs <= now.told) return;
    now.told = listenedMs;
    const body = { sha256: now.sha256, listenedMs, durationMs };
    // A report that is lost is only missing in the record; the next pause tells of more.
    call('noteListening', { params: { id: card.subject }, body })
      .then(() => approvals.refresh())
      .catch(() => (now.told = 0));
  };
  useEffect(() => {
    // biome-ignore lint/suspicious/noUnnecessaryConditions: a ref is filled by rendering
    if (sound.current) sound.current.playbackRate = rate;
  }, [rate]);
  const name = `${card.title}${language === null ? '' : ` (${language})`}`;
  return (
    <div class="stack">
      {/* biome-ignore lint/a11y/useMediaCaption: what villagers hear has no caption file */}
      <audio
        ref={sound}
        controls
        preload="none"
        src={`${API}/recordings/${recordingId}/audio`}
        aria-label={say.listen(name)}
        onPlay={({ currentTarget }) => {
          currentTarget.playbackRate = rate;
          heard.current.at = currentTarget.currentTime;
        }}
        onTimeUpdate={({ currentTarget }) => {
          const step = currentTarget.currentTime - heard.current.at;
          if (step > 0 && step < STEP_MOST_S) heard.current.listenedMs += step * 1000;
          heard.current.at = currentTarget.currentTime;
        }}
        onPause={tell}
        onEnded={tell}
      />
      <div class="buttons">
        {RATES.map((one) => (
          <button key={one} type="button" class="small" aria-pressed={rate === one} onClick={() => setRate(one)}>
            {say.rate(one)}
          </button>
        ))}
      </div>
    </div>
  );
}
