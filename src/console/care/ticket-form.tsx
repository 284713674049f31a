import { useId, useState } from 'preact/hooks';
import { civilOf } from '#kernel';
import { call } from '../api/client.ts';
import type { Fault } from '../live/faults.ts';
import { stationZone } from '../live/station.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Field } from '../parts/field.tsx';
import { instantOfMoment, type Moment, MomentFields, momentNow } from '../parts/moment-fields.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { tellNumber } from '../words/tell.ts';
import { readCost } from './readiness.ts';
import { care } from './words.ts';

const momentOf = (at: number): Moment => {
  const { date, time } = civilOf(at, stationZone.value);
  return { date, time: time.slice(0, 5) };
};

/** What was done about a fault, and what it cost. What was written before is kept by the station. */
export function TicketForm({ fault, saved }: { fault: Fault; saved: () => Promise<void> }) {
  const { faults: say } = care.value;
  // The list is renewed under an open form: what the person began from stays.
  const [opened] = useState(fault);
  const { ticket } = opened;
  const [cause, setCause] = useState(ticket?.cause ?? '');
  const [cost, setCost] = useState(ticket?.costVnd == null ? '' : tellNumber(ticket.costVnd));
  const [contractor, setContractor] = useState(ticket?.contractor ?? '');
  const [funding, setFunding] = useState(ticket?.funding ?? '');
  const [note, setNote] = useState(ticket?.note ?? '');
  const [since, setSince] = useState<Moment | null>(ticket?.sinceAt == null ? null : momentOf(ticket.sinceAt));
  const [repaired, setRepaired] = useState<Moment | null>(
    ticket?.repairedAt == null ? null : momentOf(ticket.repairedAt),
  );
  const submitting = useSubmitting();
  const fundings = useId();
  const costVnd = readCost(cost);
  const send = (event: Event) => {
    event.preventDefault();
    if (costVnd === undefined) return;
    submitting.run(async () => {
      const body = {
        ...{ cause, costVnd, contractor, funding, note },
        sinceAt: since && instantOfMoment(since),
        repairedAt: repaired && instantOfMoment(repaired),
      };
      await call('writeTicket', { params: { id: opened.id }, body, seen: opened });
      await saved();
    });
  };
  return (
    <form onSubmit={send}>
      <TextField label={say.cause} value={cause} change={setCause} maxLength={500} required={false} />
      <TextField
        label={say.cost}
        value={cost}
        change={setCost}
        numeric
        required={false}
        problem={costVnd === undefined ? say.costWrong : undefined}
      />
      <TextField label={say.contractor} value={contractor} change={setContractor} required={false} />
      <Field label={say.funding}>
        {(ids) => (
          <>
            <input
              {...ids}
              type="text"
              list={fundings}
              value={funding}
              maxLength={200}
              onInput={(event) => setFunding(event.currentTarget.value)}
            />
            <datalist id={fundings}>
              {say.fundings.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <TextArea label={say.note} value={note} change={setNote} />
      <MaybeMoment ask={say.setSince} legend={say.sinceAt} value={since} change={setSince} />
      <MaybeMoment ask={say.setRepaired} legend={say.repairedAt} value={repaired} change={setRepaired} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || costVnd === undefined}>
        {say.save}
      </button>
    </form>
  );
}

interface MaybeMomentProps {
  readonly ask: string;
  readonly legend: string;
  readonly value: Moment | null;
  readonly change: (value: Moment | null) => void;
}

function MaybeMoment({ ask, legend, value, change }: MaybeMomentProps) {
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={value !== null}
          onChange={(event) => change(event.currentTarget.checked ? momentNow() : null)}
        />
        <span>{ask}</span>
      </label>
      {value === null ? null : <MomentFields legend={legend} value={value} change={change} />}
    </>
  );
}
