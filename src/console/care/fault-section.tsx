import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { API, queryText } from '../api/routes.ts';
import { type Fault, openFaults } from '../live/faults.ts';
import { feed, useFresh } from '../live/feed.ts';
import { endpoints } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Fold } from '../parts/fold.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { FaultCard } from './fault-card.tsx';
import { care } from './words.ts';

type Shown = '' | 'open' | 'closed';
const shown = signal<Shown>('open');
/** What the list shows, and what its file holds. */
const query = () => ({ state: shown.value === '' ? undefined : shown.value, limit: 500 });
const faults = feed(() => call('listFaults', { query: query() }), 'faults');
const SLOWLY_MS = 10_000;

/** Asks for the lists anew: here, and on the home. */
const again = async (): Promise<void> => {
  await Promise.all([faults.refresh(), openFaults.refresh()]);
};

/** Endpoints in trouble, who knows of it, and what was done. */
export function FaultSection({ looking }: { looking: boolean }) {
  const { faults: say } = care.value;
  useFresh(faults, looking, SLOWLY_MS);
  const list = faults.data.value;
  const isMeant = looking && where.value.thing === 'su-co';
  useEffect(() => {
    if (isMeant) document.querySelector('#faults-title')?.scrollIntoView();
  }, [isMeant]);
  const show = (state: string) => {
    shown.value = state as Shown;
    void faults.refresh();
  };
  return (
    <section aria-labelledby="faults-title">
      <h2 id="faults-title">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      <div class="row no-print">
        <Choice
          label={say.show}
          value={shown.value}
          options={[
            ['open', say.open],
            ['closed', say.closed],
            ['', say.all],
          ]}
          change={show}
        />
        <a class="button" href={`${API}/faults.csv${queryText(query())}`}>
          {say.export}
        </a>
      </div>
      {list === null ? <p>{words.value.wait}</p> : null}
      {list?.length === 0 ? <p class="card">{say.none}</p> : null}
      <FaultList faults={list ?? []} changed={again} />
      <Fold label={say.add} needs="operate">
        {(close) => <AddFault close={close} />}
      </Fold>
    </section>
  );
}

export function FaultList({ faults: list, changed }: { faults: readonly Fault[]; changed: () => Promise<void> }) {
  return (
    <ul class="cards">
      {list.map((fault) => (
        <FaultCard key={fault.id} fault={fault} changed={changed} />
      ))}
    </ul>
  );
}

function AddFault({ close }: { close: () => void }) {
  const { faults: say, map } = care.value;
  const [endpointId, setEndpoint] = useState('');
  const [what, setWhat] = useState('');
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const body = { endpointId, what: what.trim() };
      await call('addFault', { body, key: key.of(body) });
      key.done();
      setWhat('');
      close();
      await again();
    });
  };
  const options = (endpoints.data.value ?? []).map(({ id, name }) => [id, name] as const);
  return (
    <form class="card" onSubmit={send}>
      <Choice label={say.endpoint} value={endpointId} options={[['', map.choose], ...options]} change={setEndpoint} />
      <TextField label={say.what} value={what} change={setWhat} placeholder={say.whatPlaceholder} maxLength={500} />
      <FailureNote failure={submitting.failure} />
      <button type="submit" class="main" disabled={submitting.busy || endpointId === '' || what.trim() === ''}>
        {say.submit}
      </button>
    </form>
  );
}
