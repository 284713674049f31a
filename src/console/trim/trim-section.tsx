import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { API } from '../api/routes.ts';
import type { Recording } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import { usePart } from './hearing.ts';
import { longSilences, type Selection } from './selection.ts';
import { SilentEnds } from './silent-ends.tsx';
import { TrimHandle } from './trim-handle.tsx';
import { Waveform } from './waveform.tsx';
import { trimWords } from './words.ts';

interface TrimSectionProps {
  readonly recording: Recording;
  readonly refresh: () => Promise<void>;
}

/** The sound of a recording: its shape, what of it is kept, and the ear. */
export function TrimSection({ recording, refresh }: TrimSectionProps) {
  const { id, state, durationMs, trimHeadMs, trimTailMs, peaks } = recording;
  const text = words.value.recording;
  const wholeMs = durationMs ?? 0;
  const saved = useMemo(() => ({ fromMs: trimHeadMs, toMs: wholeMs - trimTailMs }), [trimHeadMs, trimTailMs, wholeMs]);
  const [wished, setWished] = useState<Selection | null>(null);
  const player = useRef<HTMLAudioElement>(null);
  const submitting = useSubmitting();
  // What was cut meanwhile, here or elsewhere, is what there is.
  useEffect(() => setWished(null), [saved]);
  const silences = useMemo(() => longSilences(peaks ?? [], wholeMs), [peaks, wholeMs]);
  const cut = (headMs: number, tailMs: number) =>
    submitting.run(async () => {
      await call('trimRecording', { params: { id }, body: { headMs, tailMs } });
      await refresh();
    });
  const kept = wished ?? saved;
  const mayCut = state === 'ready' && mayDo('edit');
  return (
    <>
      {peaks === null || peaks.length === 0 || wholeMs === 0 ? null : (
        <div class={mayCut ? 'trim' : ''}>
          <div class="trim-track">
            <Waveform peaks={peaks} wholeMs={wholeMs} kept={kept} silences={silences} />
            {mayCut ? (
              <>
                <TrimHandle edge="fromMs" selection={kept} wholeMs={wholeMs} change={setWished} />
                <TrimHandle edge="toMs" selection={kept} wholeMs={wholeMs} change={setWished} />
              </>
            ) : null}
          </div>
        </div>
      )}
      <Silences silences={silences} />
      {state === 'ready' ? (
        <>
          {mayCut ? (
            <Kept
              {...{ kept, saved, wholeMs, player }}
              busy={submitting.busy}
              cut={() => cut(kept.fromMs, wholeMs - kept.toMs)}
            />
          ) : null}
          <FailureNote failure={submitting.failure} />
          <p class="hint">{text.listen}</p>
          {/* biome-ignore lint/a11y/useMediaCaption: what villagers hear has no caption file */}
          <audio ref={player} controls preload="none" src={audioOf(recording)} aria-label={text.listen} />
          {mayCut ? <SilentEnds recording={recording} busy={submitting.busy} cut={cut} /> : null}
        </>
      ) : null}
    </>
  );
}

/** The trim stands in the address so that a player asks the station anew when it changes. */
function audioOf({ id, trimHeadMs, trimTailMs }: Recording): string {
  return `${API}/recordings/${id}/audio#trim=${trimHeadMs},${trimTailMs}`;
}

interface KeptProps {
  readonly kept: Selection;
  /** What the station plays now. */
  readonly saved: Selection;
  readonly wholeMs: number;
  readonly player: { readonly current: HTMLAudioElement | null };
  readonly busy: boolean;
  readonly cut: () => void;
}

/** What is kept, in words; hear it, and cut it so. */
function Kept({ kept, saved, wholeMs, player, busy, cut }: KeptProps) {
  const say = trimWords.value;
  const part = usePart(player);
  const { fromMs, toMs } = kept;
  const isChanged = fromMs !== saved.fromMs || toMs !== saved.toMs;
  const isHeard = fromMs >= saved.fromMs && toMs <= saved.toMs;
  const span = tellSpan(toMs - fromMs);
  return (
    <>
      <p role="status">
        {fromMs === 0 && toMs === wholeMs ? say.all(span) : say.kept(tellSpan(fromMs), tellSpan(toMs), span)}
      </p>
      <p class="hint">{say.hint}</p>
      {isChanged ? (
        <div class="buttons">
          {part.playing ? (
            <button type="button" onClick={part.stop}>
              <Icon name="stop" />
              {say.stop}
            </button>
          ) : (
            <button
              type="button"
              disabled={!isHeard}
              onClick={() => part.play(fromMs - saved.fromMs, toMs - saved.fromMs)}
            >
              <Icon name="air" />
              {say.hear}
            </button>
          )}
          <button type="button" class="main" disabled={busy} onClick={cut}>
            {busy ? say.cutting : say.cut}
          </button>
        </div>
      ) : null}
      {isChanged && !isHeard ? <p class="hint">{say.cutAway}</p> : null}
    </>
  );
}

function Silences({ silences }: { silences: readonly Selection[] }) {
  const say = trimWords.value;
  if (silences.length === 0) return null;
  return (
    <div>
      <p>{say.silences}</p>
      <ul class="silences">
        {silences.map(({ fromMs, toMs }) => (
          <li key={fromMs}>{say.silence(tellSpan(toMs - fromMs), tellSpan(fromMs))}</li>
        ))}
      </ul>
    </div>
  );
}
