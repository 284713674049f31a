import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas, endpoints, zones } from '../live/lists.ts';
import { today } from '../live/station.ts';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useRepeatKey, useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { ACT_KINDS, type ActDraft, actOf, draftFor } from './act-draft.ts';
import { ActPreview } from './act-preview.tsx';
import { type Area, type AreaActPreview, areaActs, isClosed } from './areas.ts';
import { KindField } from './kind-field.tsx';

/** Merge, split, move, rename or close one area: first what it would do, then the confirmation of exactly that. */
export function ActForm({ area, leave }: { area: Area; leave: () => void }) {
  const { areas: say } = words.value;
  const [draft, setDraft] = useState(() => draftFor(area));
  const [onDate, setOnDate] = useState(today.value);
  const [document, setDocument] = useState('');
  const [preview, setPreview] = useState<AreaActPreview | null>(null);
  const submitting = useSubmitting();
  const key = useRepeatKey();
  const act = actOf(draft, area);
  const put = (part: Partial<ActDraft>) => {
    setDraft({ ...draft, ...part });
    setPreview(null);
  };
  const look = (event: Event) => {
    event.preventDefault();
    if (act === null) return;
    submitting.run(async () => setPreview(await call('previewAreaAct', { body: { onDate, act } })));
  };
  const confirm = () =>
    submitting.run(async () => {
      if (act === null || preview === null) return;
      const body = { onDate, act, seen: preview.seen, document: document.trim(), note: '' };
      await call('addAreaAct', { body, key: key.of(body) });
      key.done();
      leave();
      await Promise.all([areas, areaActs, endpoints, zones].map((list) => list.refresh()));
    });
  return (
    <form class="card" onSubmit={look}>
      <Choice
        label={say.act}
        value={draft.kind}
        options={ACT_KINDS.map((kind) => [kind, say.acts[kind]] as const)}
        change={(kind) => put({ kind: kind as ActDraft['kind'], areaIds: [], endpointIds: [] })}
      />
      <ActFields area={area} draft={draft} put={put} />
      <TextField
        label={say.onDate}
        type="date"
        value={onDate}
        min={today.value}
        hint={say.onDateHint}
        change={(date) => {
          setOnDate(date);
          setPreview(null);
        }}
      />
      <TextField label={say.document} value={document} change={setDocument} required={false} />
      {preview === null ? null : <ActPreview preview={preview} />}
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        {preview === null ? (
          <button type="submit" class="main" disabled={submitting.busy || act === null}>
            {say.look}
          </button>
        ) : (
          <button type="button" class="main" disabled={submitting.busy} onClick={confirm}>
            {onDate > today.value ? say.confirmLater : say.confirmNow}
          </button>
        )}
        <button type="button" onClick={leave}>
          {say.leave}
        </button>
      </div>
    </form>
  );
}

interface ActFieldsProps {
  readonly area: Area;
  readonly draft: ActDraft;
  readonly put: (part: Partial<ActDraft>) => void;
}

function ActFields({ area, draft, put }: ActFieldsProps) {
  const { areas: say } = words.value;
  const open = (areas.data.value ?? []).filter((one) => !isClosed(one) && one.id !== area.id);
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, text: name });
  const choice = ({ id, name }: { id: string; name: string }) => [id, name] as const;
  if (draft.kind === 'move') {
    const above = [['', say.noParent] as const, ...open.map(choice)];
    return (
      <Choice label={say.parent} value={draft.parentId} options={above} change={(parentId) => put({ parentId })} />
    );
  }
  if (draft.kind === 'rename') return <NameFields draft={draft} put={put} />;
  if (draft.kind === 'close') return <p class="hint">{say.closeHint}</p>;
  if (draft.kind === 'merge') {
    const beside = open.filter(({ parentId }) => parentId === area.parentId);
    const joined = [area, ...beside.filter(({ id }) => draft.areaIds.includes(id))];
    return (
      <>
        <Checks
          label={say.mergeWith}
          options={beside.map(option)}
          chosen={draft.areaIds}
          change={(areaIds) => put({ areaIds, intoId: areaIds.includes(draft.intoId) ? draft.intoId : area.id })}
        />
        <Choice
          label={say.into}
          value={draft.intoId}
          options={[...joined.map(choice), ['', say.newArea] as const]}
          change={(intoId) => put({ intoId })}
        />
        {draft.intoId === '' ? <NameFields draft={draft} put={put} withCode /> : null}
        <Choice
          label={say.hoursOf}
          value={draft.hoursOf}
          options={[['', say.hoursFirst] as const, ...joined.map(choice)]}
          change={(hoursOf) => put({ hoursOf })}
        />
        <CarryRights draft={draft} put={put} />
      </>
    );
  }
  const inside = open.filter(({ parentId }) => parentId === area.id);
  const clusters = (endpoints.data.value ?? []).filter(({ areaId }) => areaId === area.id);
  return (
    <>
      <NameFields draft={draft} put={put} withCode />
      {inside.length === 0 ? null : (
        <Checks
          label={say.partAreas}
          options={inside.map(option)}
          chosen={draft.areaIds}
          change={(areaIds) => put({ areaIds })}
        />
      )}
      {clusters.length === 0 ? null : (
        <Checks
          label={say.partClusters}
          options={clusters.map(option)}
          chosen={draft.endpointIds}
          change={(endpointIds) => put({ endpointIds })}
        />
      )}
      <CarryRights draft={draft} put={put} />
    </>
  );
}

function NameFields({ draft, put, withCode = false }: Omit<ActFieldsProps, 'area'> & { withCode?: boolean }) {
  const { areas: say } = words.value;
  return (
    <>
      <TextField label={say.newName} value={draft.name} change={(name) => put({ name })} />
      <KindField value={draft.areaKind} change={(areaKind) => put({ areaKind })} />
      {withCode ? (
        <TextField
          label={say.code}
          value={draft.code}
          change={(code) => put({ code })}
          required={false}
          maxLength={40}
        />
      ) : null}
    </>
  );
}

function CarryRights({ draft, put }: Omit<ActFieldsProps, 'area'>) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={draft.carryRights}
        onChange={(event) => put({ carryRights: event.currentTarget.checked })}
      />
      <span>{words.value.areas.carryRights}</span>
    </label>
  );
}
