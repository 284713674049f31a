import type { AsRunLine } from '../live/lists.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { Mark } from '../parts/mark.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellTime } from '../words/tell.ts';
import { HearingForm } from './hearing-form.tsx';
import { HearingMark } from './hearing-mark.tsx';
import { fmToday, hearingOf, unconfirmed } from './hearings.ts';
import { receivers, villageOf } from './lists.ts';

/** One call for each village: whom to ring, and every broadcast of today that is to be asked about. */
export function ConfirmSection() {
  const { hearing: say, wait } = words.value;
  const lines = fmToday.data.value;
  const groups = Map.groupBy(unconfirmed.value, ({ endpointId }) => endpointId);
  const told = (lines ?? []).filter((line) => line.evidence === 'F2' || hearingOf(line.deliveryId) !== undefined);
  return (
    <section id="confirm" tabIndex={-1} aria-labelledby="confirm-title">
      <h2 id="confirm-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {lines === null ? <p>{wait}</p> : null}
      {lines !== null && groups.size === 0 ? <p class="card">{say.none}</p> : null}
      <ul class="cards">
        {[...groups].map(([endpointId, asked]) => (
          <VillageCall key={endpointId} endpointId={endpointId} lines={asked} />
        ))}
      </ul>
      {told.length === 0 ? null : (
        <details>
          <summary>{`${say.done} (${told.length})`}</summary>
          <ul class="plain-list">
            {told.map((line) => (
              <ToldLine key={line.id} line={line} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The village as people call it now; of receivers that are gone, as the log calls it. */
function placeOf(line: AsRunLine): string {
  const receiver = receivers.value.get(line.endpointId);
  return receiver ? villageOf(receiver) : line.village || line.endpointName;
}

function VillageCall({ endpointId, lines }: { endpointId: string; lines: readonly AsRunLine[] }) {
  const say = words.value.hearing;
  const receiver = receivers.value.get(endpointId);
  const [first] = lines;
  const place = first ? placeOf(first) : '';
  return (
    <li class="card">
      <div class="row">
        <h3 class="grow">
          {place}
          <span class="hint">{say.waiting(lines.length)}</span>
        </h3>
        {receiver && receiver.confirmerPhone !== '' ? (
          <PhoneLink name={receiver.confirmerName} phone={receiver.confirmerPhone} />
        ) : (
          <span class="hint">{say.noPhone}</span>
        )}
      </div>
      <ul class="plain-list">
        {lines.map((line) => (
          <li key={line.id} class="stack">
            <span>
              <strong>{line.title}</strong> <span class="hint">{say.aired(tellTime(airedAt(line)))}</span>
            </span>
            {line.state === 'handed_over' ? null : <DeliveryMark state={line.state} evidence={line.evidence} />}
            {mayDo('operate', 'confirm') ? <HearingForm line={line} place={place} /> : null}
          </li>
        ))}
      </ul>
    </li>
  );
}

function ToldLine({ line }: { line: AsRunLine }) {
  const say = words.value.hearing;
  const hearing = hearingOf(line.deliveryId);
  return (
    <li class="row">
      <span class="grow">
        <strong>{line.title}</strong>{' '}
        <span class="hint">{`${placeOf(line)}, ${say.aired(tellTime(airedAt(line)))}`}</span>
      </span>
      {line.evidence === 'F2' ? (
        <Mark icon="done" tone="good">
          {say.confirmed}
        </Mark>
      ) : null}
      {hearing ? <HearingMark hearing={hearing} /> : null}
    </li>
  );
}

const airedAt = (line: AsRunLine) => line.startedAt ?? line.plannedAt;
