import { useState } from 'preact/hooks';
import { areas } from '../live/lists.ts';
import { Fold } from '../parts/fold.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { tellDate } from '../words/tell.ts';
import { ActForm } from './act-form.tsx';
import { ActList } from './act-list.tsx';
import { AddArea } from './add-area.tsx';
import { type Area, isClosed } from './areas.ts';
import { BrandPart } from './brand-part.tsx';
import { ImportForm } from './import-form.tsx';
import { treeLines } from './tree.ts';

/** Deeper than this nothing is indented any more: a phone is narrow. */
const MOST_DEPTH = 4;

/** The tree of areas, what is planned for it, station identities, and lists from files. */
export function AreaSection() {
  const { areas: say, wait } = words.value;
  const [search, setSearch] = useState('');
  const [importing, setImporting] = useState(false);
  const [arranged, setArranged] = useState<string | null>(null);
  const list = areas.data.value;
  const open = (list ?? []).filter((area) => !isClosed(area));
  const closed = (list ?? []).filter(isClosed);
  const lines = treeLines(open, search);
  const nameOf = (id: string) => list?.find((area) => area.id === id)?.name ?? '';
  return (
    <section aria-labelledby="areas-title">
      <h2 id="areas-title">{say.title}</h2>
      {list === null ? <p>{wait}</p> : null}
      {list?.length === 0 ? <p class="hint">{say.none}</p> : null}
      {open.length > 8 ? <SearchField what={say.title} value={search} change={setSearch} found={lines.length} /> : null}
      <ul class="plain-list tree">
        {lines.map(({ area, depth }) => (
          <li key={area.id} class={`depth-${Math.min(depth, MOST_DEPTH)}`}>
            <AreaLine area={area} isArranged={arranged === area.id} arrange={setArranged} />
          </li>
        ))}
      </ul>
      {closed.length === 0 ? null : (
        <details>
          <summary>{say.closed(closed.length)}</summary>
          <ul class="plain-list">
            {closed.map(({ id, name, validTo, successorIds }) => (
              <li key={id}>
                {name}
                <span class="hint">
                  {[say.until(tellDate(validTo ?? '')), ...successorIds.map((one) => say.became(nameOf(one)))].join(
                    ', ',
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <ActList />
      {mayDo('equip') ? (
        <>
          <Fold label={say.add}>{() => <AddArea />}</Fold>
          <button type="button" class="main" aria-expanded={importing} onClick={() => setImporting(!importing)}>
            {say.fromFile}
          </button>
          {importing ? <ImportForm /> : null}
        </>
      ) : null}
      <BrandPart />
    </section>
  );
}

interface AreaLineProps {
  readonly area: Area;
  readonly isArranged: boolean;
  readonly arrange: (id: string | null) => void;
}

function AreaLine({ area, isArranged, arrange }: AreaLineProps) {
  const { areas: say } = words.value;
  const { id, name, kind, code, stationCode, validFrom } = area;
  const facts = [
    // "Ấp Cây Me" says what it is.
    name.toLowerCase().startsWith(kind.toLowerCase()) ? '' : kind,
    code === null ? '' : say.codeIs(code),
    stationCode === '' ? '' : say.stationIs(stationCode),
    validFrom === null ? '' : say.since(tellDate(validFrom)),
  ];
  return (
    <>
      <div class="tree-line">
        <span>
          <strong>{name}</strong> <span class="hint">{facts.filter((fact) => fact !== '').join(' · ')}</span>
        </span>
        {mayDo('equip') ? (
          <button
            type="button"
            class="small"
            aria-expanded={isArranged}
            aria-label={say.arrangeOf(name)}
            onClick={() => arrange(isArranged ? null : id)}
          >
            {say.arrange}
          </button>
        ) : null}
      </div>
      {isArranged ? <ActForm area={area} leave={() => arrange(null)} /> : null}
    </>
  );
}
