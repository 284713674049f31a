import { useEffect, useState } from 'preact/hooks';
import { type Answer, call } from '../api/client.ts';
import { words } from '../words/language.ts';

/** So long after the last letter the station is asked. */
const AFTER_MS = 350;
const PS_BOXES = 8;

/** How a receiver will show a name and, where there is one, a text: eight boxes, and one line of 64 plain letters. */
export function RdsPreview({ ps, rt }: { ps: string; rt?: string }) {
  const say = words.value.fm.preview;
  const [shown, setShown] = useState<Answer<'previewRdsText'> | null>(null);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      call('previewRdsText', { body: { ps, rt: rt ?? '' } }).then(
        (answer) => {
          if (!over) setShown(answer);
        },
        () => {
          // What cannot be previewed is told when it is saved; the client has noted a silence.
        },
      );
    }, AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ps, rt]);
  if (shown === null) return null;
  const letters = [...shown.ps.padEnd(PS_BOXES)].slice(0, PS_BOXES);
  return (
    <div class="radio" role="status" aria-label={say.title}>
      <span class="radio-label">{say.ps}</span>
      <span class="radio-ps" role="img" aria-label={shown.ps.trim()}>
        {letters.map((letter, at) => (
          <span key={at} aria-hidden="true">
            {letter}
          </span>
        ))}
      </span>
      {rt === undefined ? null : (
        <>
          <span class="radio-label">{say.rt}</span>
          <span class="radio-rt">{shown.rt === '' ? say.empty : shown.rt}</span>
          {shown.dropped === '' ? null : <span class="radio-cut">{say.shortened(shown.dropped)}</span>}
        </>
      )}
    </div>
  );
}
