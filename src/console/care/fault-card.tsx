import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import type { Fault } from '../live/faults.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellMoment, tellNumber } from '../words/tell.ts';
import { TicketForm } from './ticket-form.tsx';
import { care } from './words.ts';

interface FaultCardProps {
  readonly fault: Fault;
  readonly changed: () => Promise<void>;
}

/** One fault: what, since when, who knows, and its ticket. */
export function FaultCard({ fault, changed }: FaultCardProps) {
  const { faults: say } = care.value;
  const [writing, setWriting] = useState(false);
  const { id, endpointId, endpointName, village, kind, what, toldBy, acknowledgedAt, closedAt, ticket } = fault;
  const isOpen = closedAt === null;
  const may = mayDo('operate', 'equip');
  const key = useRepeatKey();
  const submitting = useSubmitting();
  const acknowledge = () =>
    submitting.run(async () => {
      await call('acknowledgeFault', { params: { id }, body: {} });
      key.done();
      await changed();
    });
  return (
    <li class="card fault">
      <h3>
        <a href={`#cum-loa/${endpointId}`}>{endpointName}</a>
        {village === '' || village === endpointName ? null : <span class="hint">{village}</span>}
      </h3>
      <Mark icon={isOpen ? 'warn' : 'done'} tone={isOpen ? 'bad' : 'good'}>
        {say.kinds[kind]}
      </Mark>
      {what === '' ? null : (
        <p>
          {what} <span class="hint">{say.toldBy(toldBy ?? say.somebody)}</span>
        </p>
      )}
      <p>{spanText(fault)}</p>
      <p class={isOpen && acknowledgedAt === null ? 'note note-warn' : 'hint'}>
        {acknowledgedAt === null
          ? say.unknown
          : say.known(fault.acknowledgedBy ?? say.somebody, tellMoment(acknowledgedAt))}
      </p>
      {ticket === null ? null : <TicketFacts ticket={ticket} />}
      {writing ? (
        <TicketForm
          fault={fault}
          saved={async () => {
            setWriting(false);
            await changed();
          }}
        />
      ) : null}
      <FailureNote failure={submitting.failure} />
      {may ? (
        <div class="acts no-print">
          {isOpen && acknowledgedAt === null ? (
            <button type="button" class="main" disabled={submitting.busy} onClick={acknowledge}>
              {say.acknowledge}
            </button>
          ) : null}
          <button type="button" class="small" aria-expanded={writing} onClick={() => setWriting(!writing)}>
            {writing ? words.value.close : say.writeTicket}
          </button>
          {isOpen && kind === 'told' ? (
            <ActButton
              danger={false}
              question={{ text: say.askClose(endpointName), yes: say.yesClose, no: words.value.today.keep }}
              act={async () => {
                await call('closeFault', { params: { id }, body: {} });
                await changed();
              }}
            >
              {say.close}
            </ActButton>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function spanText({ sinceAt, closedAt, closedBecause, daysOut, ticket }: Fault): string {
  const { faults: say } = care.value;
  const days = tellNumber(daysOut, 1);
  const from = ticket?.sinceAt ?? sinceAt;
  const to = ticket?.repairedAt ?? closedAt;
  const since = say.since(tellMoment(from), days);
  if (to === null) return `${since}.`;
  const why = closedBecause === null ? '' : ` (${say.because[closedBecause]})`;
  return `${tellMoment(from)}. ${say.until(tellMoment(to), days)}${why}.`;
}

function TicketFacts({ ticket }: { ticket: NonNullable<Fault['ticket']> }) {
  const { faults: say } = care.value;
  const { cause, costVnd, contractor, funding, note, writtenBy, writtenAt } = ticket;
  const facts = [
    [say.cause, cause],
    [say.cost, costVnd === null ? '' : say.costIs(tellNumber(costVnd))],
    [say.contractor, contractor],
    [say.funding, funding],
    [say.note, note],
  ] as const;
  return (
    <>
      <dl class="facts">
        {facts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      <p class="hint">{say.by(writtenBy ?? say.somebody, tellMoment(writtenAt))}</p>
    </>
  );
}
