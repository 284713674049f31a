import { useState } from 'preact/hooks';
import { type Answer, call, sendFile } from '../api/client.ts';
import { care } from '../care/words.ts';
import { feed, useFresh } from '../live/feed.ts';
import { areas, type Endpoint, endpoints } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Field } from '../parts/field.tsx';
import { Fold } from '../parts/fold.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { LOOKS, type ShownMap } from './looks.ts';
import { MapSheet } from './map-sheet.tsx';
import { PlaceForm } from './place-form.tsx';
import { degreesOf, frameOf, type Spot, spotOf } from './projection.ts';
import { type VillageMark, villageMarks } from './village-marks.ts';

const map = feed(() => call('getMap', {}), 'areas');
const SLOWLY_MS = 20_000;

/** The commune as a sheet: villages with their state on it, and the same as a list. */
export function MapSection({ looking }: { looking: boolean }) {
  const { map: say } = care.value;
  useFresh(map, looking, SLOWLY_MS);
  const known = map.data.value;
  if (known === null) return null;
  return (
    <section aria-labelledby="map-title" class="no-print">
      <h2 id="map-title">{say.title}</h2>
      {known.map === null ? <p class="card">{mayDo('equip') ? say.none : say.noneRead}</p> : null}
      {known.map === null ? null : <Sheet map={known.map} pins={known.pins} />}
      <Fold label={known.map === null ? say.file : say.replace} needs="equip">
        {(close) => <MapFile isThere={known.map !== null} close={close} />}
      </Fold>
    </section>
  );
}

function Sheet({ map: shown, pins }: { map: ShownMap; pins: Answer<'getMap'>['pins'] }) {
  const { map: say } = care.value;
  const [placing, setPlacing] = useState<{ readonly endpoint: Endpoint; readonly at: Spot } | null>(null);
  const [word, setWord] = useState('');
  const list = endpoints.data.value ?? [];
  const frame = shown.kind === 'image' ? null : frameOf(shown.outline.rings.flat());
  const pinned = new Map(pins.map(({ endpointId, x, y }) => [endpointId, { x, y }]));
  const standing = new Map(list.map((one) => [one.id, one]));
  const spot = (id: string): Spot | null => {
    if (frame === null) return pinned.get(id) ?? null;
    const { latitude = null, longitude = null } = standing.get(id) ?? {};
    return latitude === null || longitude === null ? null : spotOf(frame, longitude, latitude);
  };
  const marks = villageMarks(list, (id) => areas.data.value?.find((area) => area.id === id)?.name ?? id, spot);
  const missing = list.filter(({ id }) => spot(id) === null).length;
  const save = async () => {
    if (placing === null) return;
    const { endpoint, at } = placing;
    const { id, name, areaId, gainDb, leadInMs } = endpoint;
    if (frame === null) await call('pinEndpoint', { params: { id }, body: { at } });
    else
      await call('changeEndpoint', {
        ...{ params: { id }, body: { name, areaId, gainDb, leadInMs, ...degreesOf(frame, at) }, seen: endpoint },
      });
    await Promise.all([map.refresh(), endpoints.refresh()]);
    setPlacing(null);
    setWord(say.saved(name));
  };
  return (
    <div class="map">
      <MapSheet
        map={shown}
        frame={frame}
        marks={marks}
        placing={placing === null ? null : { name: placing.endpoint.name, at: placing.at }}
        move={(at) => placing && setPlacing({ ...placing, at })}
      />
      <div>
        <h3>{say.list}</h3>
        <ul class="plain-list">
          {marks.map((mark) => (
            <MarkLine key={mark.key} mark={mark} />
          ))}
        </ul>
        {missing === 0 ? null : <p class="hint">{say.notPlaced(missing)}</p>}
        <p role="status">{word}</p>
        {mayDo('equip') ? (
          <PlaceForm
            placing={placing?.endpoint ?? null}
            choose={(endpoint) => {
              setWord('');
              setPlacing(endpoint && { endpoint, at: spot(endpoint.id) ?? { x: 0.5, y: 0.5 } });
            }}
            save={save}
            // Receivers are changed on the page of their station; a picture takes them all the same.
            candidates={frame === null ? list : list.filter(({ protocol }) => protocol !== 'fm')}
          />
        ) : null}
      </div>
    </div>
  );
}

function MarkLine({ mark: { name, online, all, standing, endpoints: own } }: { mark: VillageMark }) {
  const { map: say } = care.value;
  return (
    <li>
      <p>
        <Icon name={LOOKS[standing]} /> {say.village(name, online, all)}
      </p>
      <p class="hint">
        {own.map(({ id, name: called }, at) => (
          <>
            {at === 0 ? '' : ', '}
            <a key={id} href={`#cum-loa/${id}`}>
              {called}
            </a>
          </>
        ))}
      </p>
    </li>
  );
}

function MapFile({ isThere, close }: { isThere: boolean; close: () => void }) {
  const { map: say } = care.value;
  const submitting = useSubmitting();
  const send = (file: File | null) => {
    if (file === null) return;
    submitting.run(async () => {
      await sendFile('putMap', {}, file, { headers: { 'upload-name': encodeURIComponent(file.name) } });
      close();
      await map.refresh();
    });
  };
  return (
    <div class="card">
      <Field label={say.file} hint={say.fileHint}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept=".geojson,.json,.png,.jpg,.jpeg,application/geo+json,image/png,image/jpeg"
            onChange={(event) => send(event.currentTarget.files?.[0] ?? null)}
          />
        )}
      </Field>
      {submitting.busy ? <p>{words.value.wait}</p> : null}
      <FailureNote failure={submitting.failure} />
      {isThere ? (
        <ActButton
          question={{ text: say.askRemove, yes: say.remove, no: words.value.today.keep }}
          act={async () => {
            await call('removeMap', {});
            close();
            await map.refresh();
          }}
        >
          {say.remove}
        </ActButton>
      ) : null}
    </div>
  );
}
