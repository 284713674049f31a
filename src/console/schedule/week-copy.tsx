import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dateOfDay, dayNumber } from '#kernel';
import { type Answer, call } from '../api/client.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellDate, tellMoment } from '../words/tell.ts';
import { calendar, showDate } from './calendar.ts';
import { say } from './say.ts';

type Line = Answer<'previewWeekCopy'>[number];
type Copy = Answer<'getCalendar'>['copies'][number];
const LOOKS: Record<Line['state'], readonly [IconName, Tone]> = {
  comes: ['done', 'good'],
  clashes: ['warn', 'warn'],
  waits: ['wait', 'warn'],
  lapses: ['none', 'bad'],
};

/** The first day of the week that somebody is about to copy. */
const source = signal<string | null>(null);

interface Told {
  readonly done: (what: string) => void;
}

export function CopyButton({ from }: { from: string }) {
  if (!mayDo('operate')) return null;
  return (
    <button
      type="button"
      class="no-print"
      onClick={() => {
        source.value = from;
      }}
    >
      {say.value.copy.open}
    </button>
  );
}

/** What of the week comes again, what stands in its way and what cannot; then one button. */
export function CopyPanel({ done }: Told) {
  const dialog = useRef<HTMLDialogElement>(null);
  const from = source.value;
  useLayoutEffect(() => {
    if (from !== null) dialog.current?.showModal();
  }, [from]);
  if (from === null) return null;
  const close = () => {
    source.value = null;
  };
  return (
    <dialog ref={dialog} class="ask slot-panel" aria-labelledby="copy-title" onCancel={close} onClose={close}>
      <CopyForm key={from} from={from} close={close} done={done} />
    </dialog>
  );
}

function CopyForm({ from, close, done }: Told & { from: string; close: () => void }) {
  const text = say.value.copy;
  const to = dateOfDay((dayNumber(from) ?? 0) + 7);
  const [lines, setLines] = useState<readonly Line[] | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const look = () => submitting.run(async () => setLines(await call('previewWeekCopy', { body: { from, to } })));
  useEffect(() => {
    look();
  }, [from]);
  const copied = (lines ?? []).filter(({ state }) => state !== 'lapses');
  const save = () =>
    submitting.run(async () => {
      const body = { from, to, broadcastIds: copied.map(({ broadcastId }) => broadcastId) };
      const { count } = await call('copyWeek', { body, key: key.of(body) });
      key.done();
      close();
      showDate(to);
      done(text.done(count));
    });
  return (
    <div class="stack">
      <h2 id="copy-title">{text.title(tellDate(from), tellDate(to))}</h2>
      <p class="hint">{text.hint}</p>
      {lines === null ? <p>{words.value.wait}</p> : lines.length === 0 ? <p>{text.nothing}</p> : null}
      <ul class="plain-list copy-lines" aria-live="polite">
        {lines?.map((line) => (
          <li key={line.broadcastId}>
            <Mark icon={LOOKS[line.state][0]} tone={LOOKS[line.state][1]}>
              {text.states[line.state]}
            </Mark>{' '}
            <strong>{tellMoment(line.startAt)}</strong>{' '}
            {line.state === 'lapses' ? line.title : text.line(line.title, line.areaIds.length)}
            {line.text === null ? null : `: ${sayBoth(line.text)}`}
          </li>
        ))}
      </ul>
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        {copied.length === 0 ? null : (
          <button type="button" class="main" disabled={submitting.busy} onClick={save}>
            {submitting.busy ? words.value.play.busy : text.yes(copied.length)}
          </button>
        )}
        <button type="button" onClick={close}>
          {words.value.close}
        </button>
      </div>
    </div>
  );
}

/** Copies in these days that can be taken back as a whole. */
export function CopiesNote({ copies, done }: Told & { copies: readonly Copy[] }) {
  const text = say.value.copy;
  return (
    <>
      {copies.map(({ id, count, firstAt }) => (
        <div key={id} class="note no-print copy-note">
          <span>{text.there(count, tellMoment(firstAt))}</span>
          <ActButton
            needs={['operate']}
            question={{ text: text.askUndo(count), yes: text.undo, no: words.value.today.keep }}
            act={async () => {
              const undone = await call('undoWeekCopy', { params: { id } });
              await calendar.refresh();
              done(text.undone(undone.count));
            }}
          >
            {text.undo}
          </ActButton>
        </div>
      ))}
    </>
  );
}
