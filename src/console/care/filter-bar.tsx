import { areas } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { AreaChoice } from '../places/area-choice.tsx';
import { words } from '../words/language.ts';
import { type EndpointFilter, isFiltered, NO_FILTER } from './endpoint-filter.ts';
import { care } from './words.ts';

interface FilterBarProps {
  readonly filter: EndpointFilter;
  readonly change: (filter: EndpointFilter) => void;
  readonly shown: number;
  readonly all: number;
}

/** Finds one cluster among many: by words, state, kind, area. */
export function FilterBar({ filter, change, shown, all }: FilterBarProps) {
  const { filter: say } = care.value;
  const { states } = words.value.endpoints;
  const set = (part: Partial<EndpointFilter>) => change({ ...filter, ...part });
  const isOn = isFiltered(filter);
  return (
    <fieldset class="sift no-print" aria-label={say.title}>
      <SearchField
        what={say.what}
        value={filter.query}
        change={(query) => set({ query })}
        found={isOn ? shown : null}
      />
      <div class="sift-choices">
        <Choice
          label={say.state}
          value={filter.state}
          options={[
            ['', say.all],
            ['fault', say.trouble],
            ['online', states.online],
            ['offline', states.offline],
            ['never_seen', states.never_seen],
            ['unclaimed', states.unclaimed],
          ]}
          change={(state) => set({ state: state as EndpointFilter['state'] })}
        />
        <Choice
          label={say.kind}
          value={filter.protocol}
          options={[
            ['', say.all],
            ['link', say.kinds.link],
            ['http', say.kinds.http],
            ['fm', say.kinds.fm],
          ]}
          change={(protocol) => set({ protocol: protocol as EndpointFilter['protocol'] })}
        />
        {(areas.data.value ?? []).length === 0 ? null : (
          <AreaChoice label={say.area} value={filter.areaId} change={(areaId) => set({ areaId })} none={say.all} />
        )}
      </div>
      {isOn ? (
        <p class="row">
          <span>{shown === 0 ? say.none : say.shown(shown, all)}</span>
          <button type="button" class="small" onClick={() => change(NO_FILTER)}>
            {say.clear}
          </button>
        </p>
      ) : null}
    </fieldset>
  );
}
