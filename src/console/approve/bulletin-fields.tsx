import { useRef } from 'preact/hooks';
import { useFresh } from '../live/feed.ts';
import { areas } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { isClosed } from '../places/areas.ts';
import { words } from '../words/language.ts';
import { ABOUTS, type BulletinDraft, OUTSIDE } from './bulletin-draft.ts';

const SLOWLY_MS = 10_000;
const LONG: ReadonlySet<string> = new Set(['conditions', 'activity']);
const LONGEST_TEXT = 20_000;

interface BulletinFieldsProps {
  readonly draft: BulletinDraft;
  readonly change: (change: Partial<BulletinDraft>) => void;
  /** The name of the document that is attached already. */
  readonly attached: string | null;
}

/** What a person says of a bulletin for whoever approves it: its words, for whom, on what paper, from whom. */
export function BulletinFields({ draft, change, attached }: BulletinFieldsProps) {
  const say = words.value.approve.fields;
  const isLoaded = areas.data.value !== null;
  useFresh(areas, true, SLOWLY_MS);
  const places = (areas.data.value ?? []).filter((area) => !isClosed(area) || draft.audience.includes(area.id));
  return (
    <div class="stack">
      <TextArea
        label={say.text}
        hint={say.textHint}
        rows={5}
        maxLength={LONGEST_TEXT}
        value={draft.text}
        change={(text) => change({ text })}
      />
      <Choice
        label={say.forWhom}
        value={draft.isLocal ? 'local' : 'all'}
        options={[
          ['all', say.everywhere],
          ['local', say.onlyIn],
        ]}
        change={(value) => change({ isLocal: value === 'local' })}
      />
      {draft.isLocal && isLoaded ? (
        <Checks
          label={say.places}
          options={places.map(({ id, name }) => ({ value: id, text: name }))}
          chosen={draft.audience}
          change={(audience) => change({ audience })}
        />
      ) : null}
      <TextField
        label={say.documentNumber}
        required={false}
        maxLength={100}
        placeholder={say.documentExample}
        value={draft.documentNumber}
        change={(documentNumber) => change({ documentNumber })}
      />
      <DocumentField draft={draft} change={change} attached={attached} />
      <Choice
        label={say.from}
        about="class"
        value={draft.isExternal ? 'external' : 'own'}
        options={[
          ['own', say.own],
          ['external', say.external],
        ]}
        change={(value) => change({ isExternal: value === 'external' })}
      />
      {draft.isExternal ? <OutsideFields draft={draft} change={change} /> : null}
      <label class="check">
        <input
          type="checkbox"
          checked={draft.hasPersonal}
          onChange={({ currentTarget }) => change({ hasPersonal: currentTarget.checked })}
        />
        <span>{say.personal}</span>
      </label>
      {draft.hasPersonal ? (
        <TextField
          label={say.personalDate}
          hint={say.personalHint}
          type="date"
          value={draft.personalDate}
          change={(personalDate) => change({ personalDate })}
        />
      ) : null}
    </div>
  );
}

/** Only what a message from outside may say has a field. */
function OutsideFields({ draft, change }: Pick<BulletinFieldsProps, 'draft' | 'change'>) {
  const say = words.value.approve.fields;
  const put = (field: string, value: string) => change({ outside: { ...draft.outside, [field]: value } });
  return (
    <fieldset class="inner">
      <legend>{say.outside}</legend>
      <p class="hint">{say.outsideHint}</p>
      <Choice
        label={say.about}
        value={draft.about}
        options={ABOUTS.map((about) => [about, say.abouts[about]] as const)}
        change={(value) => change({ about: ABOUTS.find((one) => one === value) ?? draft.about })}
      />
      {OUTSIDE[draft.about].map((field) =>
        LONG.has(field) ? (
          <TextArea
            key={field}
            label={say.outsideFields[field]}
            maxLength={500}
            value={draft.outside[field] ?? ''}
            change={(value) => put(field, value)}
          />
        ) : (
          <TextField
            key={field}
            label={say.outsideFields[field]}
            numeric={field === 'number'}
            value={draft.outside[field] ?? ''}
            change={(value) => put(field, value)}
          />
        ),
      )}
    </fieldset>
  );
}

/** The signed paper, as PDF: another one takes the place of the one that is there. */
function DocumentField({ draft, change, attached }: BulletinFieldsProps) {
  const say = words.value.approve.fields;
  const input = useRef<HTMLInputElement>(null);
  const name = draft.file?.name ?? (draft.dropsDocument ? null : attached);
  return (
    <fieldset class="inner">
      <legend>{say.document}</legend>
      <p class="hint">{say.documentHint}</p>
      {name === null ? null : <p class="as-written">{name}</p>}
      <input
        ref={input}
        type="file"
        accept="application/pdf,.pdf"
        hidden
        onChange={({ currentTarget }) => {
          change({ file: currentTarget.files?.[0] ?? null });
          currentTarget.value = '';
        }}
      />
      <div class="buttons">
        <button type="button" class="small" onClick={() => input.current?.click()}>
          {name === null ? say.pickDocument : say.otherDocument}
        </button>
        {name === null ? null : (
          <button
            type="button"
            class="small"
            onClick={() => change(draft.file ? { file: null } : { dropsDocument: true })}
          >
            {say.dropDocument}
          </button>
        )}
      </div>
    </fieldset>
  );
}
