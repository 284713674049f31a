import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type Alert, alerts } from './alerts.ts';
import { LEAST_REASON } from './draft.ts';
import { SoundChoice } from './sound-choice.tsx';

interface SequelProps {
  readonly alert: Alert;
  readonly endpoints: number;
}

/** Thu hồi: silence everywhere it went to. */
export function CancelButton({ alert, endpoints }: SequelProps) {
  const { alarm: say, units } = words.value;
  const act = async (reason: string) => {
    await call('cancelAlert', { params: { id: alert.id }, body: { reason } });
  };
  return (
    <Sequel
      icon="back"
      kind="danger"
      label={say.cancel}
      hint={say.cancelHint(units.speakers(endpoints))}
      question={say.askCancel(alert.title)}
      reason={say.cancelReason}
      yes={say.yesCancel}
      no={say.noCancel}
      act={act}
    />
  );
}

/** Báo yên: everybody who was to hear it is told that it is over. */
export function ClearButton({ alert, endpoints }: SequelProps) {
  const { alarm: say, units } = words.value;
  const [recordingId, setRecordingId] = useState('');
  const act = async (reason: string) => {
    const body = { reason, recordingId: recordingId === '' ? null : recordingId };
    await call('clearAlert', { params: { id: alert.id }, body });
  };
  return (
    <Sequel
      icon="done"
      kind="main"
      label={say.allClear}
      hint={say.allClearHint(units.speakers(endpoints))}
      question={say.askAllClear(alert.title)}
      reason={say.allClearReason}
      yes={say.yesAllClear}
      no={say.noAllClear}
      act={act}
    >
      {alert.allClear === null ? (
        <>
          <p class="note note-warn">{say.clearFirst}</p>
          <SoundChoice
            label={say.allClearWith}
            none={say.allClearStation}
            value={recordingId}
            change={setRecordingId}
          />
        </>
      ) : null}
    </Sequel>
  );
}

interface GreatProps {
  readonly icon: IconName;
  readonly kind: 'danger' | 'main';
  readonly label: string;
  readonly hint: string;
  readonly question: string;
  /** Filled in beforehand, so that one press is enough. */
  readonly reason: string;
  readonly yes: string;
  readonly no: string;
  readonly act: (reason: string) => Promise<void>;
  readonly children?: ComponentChildren;
}

function Sequel({ icon, kind, label, hint, question, reason, yes, no, act, children }: GreatProps) {
  const say = words.value.alarm;
  const [isOpen, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const submitting = useSubmitting();
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  const open = () => {
    setWhy(reason);
    setNeed(null);
    submitting.clear();
    setOpen(true);
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (why.trim().length < LEAST_REASON) return setNeed(say.whyNeed);
    submitting.run(async () => {
      await act(why.trim());
      setOpen(false);
      await alerts.refresh();
    });
  };
  return (
    <>
      <button type="button" class={`huge ${kind}`} onClick={open}>
        <Icon name={icon} />
        <span>
          {label}
          <span class="button-hint">{hint}</span>
        </span>
      </button>
      {isOpen ? (
        <dialog ref={dialog} class="ask" aria-label={question} onCancel={() => setOpen(false)}>
          <form noValidate onSubmit={send}>
            <p>
              <strong>{question}</strong>
            </p>
            {children}
            <TextField label={say.why} value={why} maxLength={500} change={setWhy} />
            <Need text={need} />
            <FailureNote failure={submitting.failure} />
            <div class="buttons">
              <button type="button" onClick={() => setOpen(false)}>
                {no}
              </button>
              <button type="submit" class={kind} disabled={submitting.busy}>
                {yes}
              </button>
            </div>
          </form>
        </dialog>
      ) : null}
    </>
  );
}
