import { signal } from '@preact/signals';
import { filtered, NO_FILTER } from '../care/endpoint-filter.ts';
import { FilterBar } from '../care/filter-bar.tsx';
import { openFaults } from '../live/faults.ts';
import { areas, endpoints } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { words } from '../words/language.ts';
import { AddEndpoint } from './add-endpoint.tsx';
import { EndpointRow } from './endpoint-row.tsx';
import { type FreshAddress, FreshAddressCard } from './fresh-address.tsx';

/** The code or address that was just given out; gone once the person says so. */
const fresh = signal<FreshAddress | null>(null);
const filter = signal(NO_FILTER);
const show = (address: FreshAddress) => {
  fresh.value = address;
};

export function EndpointSection() {
  const { endpoints: say, wait } = words.value;
  const list = endpoints.data.value;
  const faulty = new Set(openFaults.data.value?.map(({ endpointId }) => endpointId));
  const found = filtered(list ?? [], filter.value, { areas: areas.data.value ?? [], faulty });
  return (
    <section aria-labelledby="endpoints-title">
      <h1 id="endpoints-title">{say.title}</h1>
      {fresh.value === null ? null : (
        <FreshAddressCard
          address={fresh.value}
          close={() => {
            fresh.value = null;
          }}
        />
      )}
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="card">{say.none}</p> : null}
      {list && list.length > 1 ? (
        <FilterBar
          filter={filter.value}
          change={(fresh) => {
            filter.value = fresh;
          }}
          shown={found.length}
          all={list.length}
        />
      ) : null}
      {found.length > 0 ? (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say.name}</th>
              <th scope="col">{say.state}</th>
              <th scope="col">{say.seen}</th>
              <th scope="col">{say.clock}</th>
              <th scope="col">{say.listeners}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {found.map((endpoint) => (
              <EndpointRow key={endpoint.id} endpoint={endpoint} show={show} />
            ))}
          </tbody>
        </table>
      ) : null}
      <Fold label={say.add} needs="equip">
        {(close) => <AddEndpoint show={show} close={close} />}
      </Fold>
    </section>
  );
}
