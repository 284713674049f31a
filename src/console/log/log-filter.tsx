import { API, queryText } from '../api/routes.ts';
import { areas, endpoints, programmes } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { queryOf } from './filter.ts';
import { changeFilter, filter } from './lines.ts';

export function LogFilterForm() {
  const say = words.value.log;
  const { date, village, endpointId, programme, carrier } = filter.value;
  const named = (list: ReadonlyArray<{ name: string }> | null): Array<readonly [string, string]> => [
    ['', say.all],
    ...[...new Set(list?.map(({ name }) => name))].map((name) => [name, name] as const),
  ];
  return (
    <form class="card filter" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={say.date}
        type="date"
        value={date}
        required={false}
        change={(picked) => changeFilter({ date: picked })}
      />
      <Choice
        label={say.village}
        value={village}
        options={named(areas.data.value)}
        change={(picked) => changeFilter({ village: picked })}
      />
      <Choice
        label={say.endpoint}
        value={endpointId}
        options={[['', say.all], ...(endpoints.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
        change={(picked) => changeFilter({ endpointId: picked })}
      />
      <Choice
        label={say.programme}
        value={programme}
        options={named(programmes.data.value)}
        change={(picked) => changeFilter({ programme: picked })}
      />
      <Choice
        label={say.carrier}
        value={carrier}
        options={[
          ['', say.all],
          ['ip', say.carriers.ip],
          ['fm', say.carriers.fm],
        ]}
        change={(picked) => changeFilter({ carrier: picked === 'fm' || picked === 'ip' ? picked : '' })}
      />
      <a class="button" href={`${API}/as-run.csv${queryText(queryOf(filter.value))}`} download>
        {say.csv}
      </a>
    </form>
  );
}
