import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { AsRunLine } from '../live/lists.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { instantOfMoment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { askHearings, fmToday, HEARD, type Heard } from './hearings.ts';
import { receivers } from './lists.ts';

interface HearingFormProps {
  readonly line: AsRunLine;
  /** What the screen calls the place that was asked. */
  readonly place: string;
  readonly saved?: () => void;
}

/** Three answers; the one pressed opens what is still to be said: by whom and when. What is written stays for ever. */
export function HearingForm({ line, place, saved }: HearingFormProps) {
  const say = words.value.hearing;
  const [heard, setHeard] = useState<Heard | null>(null);
  return (
    <div class="stack">
      <div class="buttons answers">
        {HEARD.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={heard === one}
            aria-label={say.answerOf(say.answers[one], line.title, place)}
            onClick={() => setHeard(heard === one ? null : one)}
          >
            {say.answers[one]}
          </button>
        ))}
      </div>
      {heard === null ? null : (
        <SayForm
          line={line}
          heard={heard}
          leave={() => setHeard(null)}
          saved={() => {
            setHeard(null);
            saved?.();
          }}
        />
      )}
    </div>
  );
}

interface SayFormProps {
  readonly line: AsRunLine;
  readonly heard: Heard;
  readonly leave: () => void;
  readonly saved: () => void;
}

function SayForm({ line, heard, leave, saved }: SayFormProps) {
  const say = words.value.hearing;
  const { broadcastId, endpointId, title } = line;
  const [saidBy, setSaidBy] = useState(receivers.value.get(endpointId)?.confirmerName ?? '');
  const [moment, setMoment] = useState(momentNow);
  const [note, setNote] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const clear = () => {
    setNeed(null);
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    const saidAt = instantOfMoment(moment);
    if (saidBy.trim() === '') return setNeed(say.needName);
    if (saidAt === null) return setNeed(say.needTime);
    submitting.run(async () => {
      const body = { broadcastId, endpointId, heard, saidBy: saidBy.trim(), saidAt, note: note.trim() };
      await call('addHearing', { body, key: key.of(body) });
      key.done();
      await Promise.all([askHearings([line]), fmToday.refresh()]);
      saved();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={send} aria-label={say.saved(say.answers[heard])}>
      <p class="sentence">{say.saved(`${say.answers[heard]}: ${title}`)}</p>
      <TextField
        label={say.saidBy}
        value={saidBy}
        maxLength={100}
        problem={problemAt(submitting.failure, 'saidBy')}
        change={(typed) => {
          setSaidBy(typed);
          clear();
        }}
      />
      <MomentFields
        legend={say.saidAt}
        value={moment}
        problem={problemAt(submitting.failure, 'saidAt')}
        change={(picked) => {
          setMoment(picked);
          clear();
        }}
      />
      <TextField label={say.note} hint={say.noteHint} value={note} maxLength={500} required={false} change={setNote} />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {say.save}
      </FormEnd>
    </form>
  );
}
