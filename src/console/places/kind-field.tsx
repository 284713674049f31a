import { useId } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { words } from '../words/language.ts';

/** The office's own word for a level; the usual ones are suggested. */
export function KindField({ value, change }: { value: string; change: (kind: string) => void }) {
  const { areas: say } = words.value;
  const list = useId();
  return (
    <Field label={say.kind} hint={say.kindHint}>
      {(ids) => (
        <>
          <input
            {...ids}
            type="text"
            list={list}
            value={value}
            maxLength={60}
            required
            onInput={(event) => change(event.currentTarget.value)}
          />
          <datalist id={list}>
            {say.kinds.map((kind) => (
              <option key={kind} value={kind} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
