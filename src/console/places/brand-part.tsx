import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas, endpoints } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { Checks } from '../parts/checks.tsx';
import { Fold } from '../parts/fold.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { mayDo } from '../session/session.ts';
import { words } from '../words/language.ts';
import { type Brand, brands, isClosed } from './areas.ts';
import { treeLines } from './tree.ts';

/** The stations that this commune is made of, by code and name. */
export function BrandPart() {
  const { areas: say } = words.value;
  const list = brands.data.value ?? [];
  const nameOf = (id: string) => areas.data.value?.find((area) => area.id === id)?.name;
  if (list.length === 0 && !mayDo('equip')) return null;
  return (
    <>
      <h3>{say.brands}</h3>
      <p class="hint">{say.brandsHint}</p>
      <ul class="plain-list">
        {list.map(({ id, name, stationCode, holderIds }) => (
          <li key={id}>
            <strong>{name}</strong>{' '}
            <span class="hint">
              {[say.stationIs(stationCode), ...holderIds.flatMap((holder) => nameOf(holder) ?? [])].join(' · ')}
            </span>
            {mayDo('equip') ? (
              <ActButton
                question={{ text: say.askRetire(name), yes: say.retireBrand, no: words.value.today.keep }}
                act={async () => {
                  await call('retireBrand', { params: { id } });
                  await Promise.all([brands.refresh(), areas.refresh(), endpoints.refresh()]);
                }}
              >
                {say.retireBrand}
              </ActButton>
            ) : null}
          </li>
        ))}
      </ul>
      {mayDo('equip') ? <Fold label={say.addBrand}>{(close) => <AddBrand leave={close} />}</Fold> : null}
    </>
  );
}

function AddBrand({ leave }: { leave: () => void }) {
  const { areas: say } = words.value;
  const blank: Omit<Brand, 'id' | 'mark'> = { stationCode: '', name: '', paperName: '', holderIds: [] };
  const [draft, setDraft] = useState(blank);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      const body = { ...draft, paperName: draft.paperName.trim() === '' ? draft.name : draft.paperName };
      await call('addBrand', { body, key: key.of(body) });
      key.done();
      setDraft(blank);
      leave();
      await Promise.all([brands.refresh(), areas.refresh(), endpoints.refresh()]);
    });
  };
  const lines = treeLines(
    (areas.data.value ?? []).filter((area) => !isClosed(area)),
    '',
  );
  return (
    <form class="card" onSubmit={send}>
      <TextField
        label={say.stationCode}
        value={draft.stationCode}
        maxLength={40}
        change={(stationCode) => setDraft({ ...draft, stationCode })}
      />
      <TextField label={say.airName} value={draft.name} change={(name) => setDraft({ ...draft, name })} />
      <TextField
        label={say.paperName}
        value={draft.paperName}
        required={false}
        change={(paperName) => setDraft({ ...draft, paperName })}
      />
      <Checks
        label={say.holders}
        options={lines.map(({ area: { id, name } }) => ({ value: id, text: name }))}
        chosen={draft.holderIds}
        change={(holderIds) => setDraft({ ...draft, holderIds })}
      />
      <FormEnd need={null} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {say.addBrand}
      </FormEnd>
    </form>
  );
}
