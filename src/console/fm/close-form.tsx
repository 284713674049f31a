import { useState } from 'preact/hooks';
import { civilOf } from '#kernel';
import { call } from '../api/client.ts';
import { stationZone } from '../live/station.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { instantOfMoment, type Moment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { problemAt } from '../parts/problem-at.ts';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { type Interference, interference } from './lists.ts';

function momentOf(at: number): Moment {
  const { date, time } = civilOf(at, stationZone.value);
  return { date, time: time.slice(0, 5) };
}

/** Ends a case: since when it is over and what was done. */
export function CloseForm({ one, isCut, leave }: { one: Interference; isCut: boolean; leave: () => void }) {
  const say = words.value.interference;
  const [moment, setMoment] = useState(() => (one.toAt === null ? momentNow() : momentOf(one.toAt)));
  const [note, setNote] = useState('');
  const [need, setNeed] = useState<string | null>(null);
  const [empty, setEmpty] = useState(false);
  const submitting = useSubmitting();
  const clear = () => {
    setNeed(null);
    setEmpty(false);
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    const toAt = instantOfMoment(moment);
    if (toAt === null) return setNeed(say.needTo);
    if (note.trim() === '') return setEmpty(true);
    submitting.run(async () => {
      await call('closeInterference', { params: { id: one.id }, body: { toAt, note: note.trim() } });
      await interference.refresh();
    });
  };
  return (
    <form class="inner-form" noValidate onSubmit={send} aria-label={say.close}>
      {isCut ? <p class="note note-warn">{say.powerStillCut}</p> : null}
      <MomentFields
        legend={say.closeAt}
        value={moment}
        problem={problemAt(submitting.failure, 'toAt')}
        change={(picked) => {
          setMoment(picked);
          clear();
        }}
      />
      <TextField
        label={say.closeNote}
        value={note}
        maxLength={1000}
        problem={empty ? words.value.fillIn : problemAt(submitting.failure, 'note')}
        change={(typed) => {
          setNote(typed);
          clear();
        }}
      />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {say.submitClose}
      </FormEnd>
    </form>
  );
}
