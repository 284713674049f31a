import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { areas } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { Choice } from '../parts/choice.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { language, words } from '../words/language.ts';
import { beginOf, endOf, oddOf, roles, type Verb, verbsText } from './people.ts';

export interface Granting {
  readonly verb: Verb;
  readonly areaId: string | null;
  readonly fromAt: number | null;
  readonly toAt: number | null;
}

interface GrantFormProps {
  /** What the person holds already: for the warnings. */
  readonly held: readonly Verb[];
  readonly submit: string;
  readonly send: (rights: Granting[]) => Promise<void>;
  readonly leave: () => void;
  /** What is still missing of the fields above; null: nothing. */
  readonly need?: string | null;
  readonly children?: ComponentChildren;
}

const FRESH = { role: 'culture_officer', own: [] as readonly Verb[], areaId: '', from: '', to: '' };

/** A role, a place and a time; says in words what it means. */
export function GrantForm({ held, submit, send, leave, need = null, children }: GrantFormProps) {
  const { house: say } = words.value;
  const [draft, setDraft] = useState(FRESH);
  const [missing, setMissing] = useState<string | null>(null);
  const submitting = useSubmitting();
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setMissing(null);
    submitting.clear();
  };
  const list = roles.data.value?.roles ?? [];
  const verbs = list.find(({ role }) => role === draft.role)?.verbs ?? draft.own;
  const all = Object.keys(say.verbs) as Verb[];
  const press = (event: Event) => {
    event.preventDefault();
    const [fromAt, toAt] = [beginOf(draft.from), endOf(draft.to)];
    if (need !== null) return setMissing(need);
    if (verbs.length === 0) return setMissing(say.needVerbs);
    if (fromAt !== null && toAt !== null && toAt <= fromAt) return setMissing(say.needDates);
    const areaId = draft.areaId === '' ? null : draft.areaId;
    submitting.run(async () => {
      await send(verbs.map((verb) => ({ verb, areaId, fromAt, toAt })));
      setDraft(FRESH);
    });
  };
  const odd = oddOf(new Set([...held, ...verbs]));
  return (
    <form class="inner-form" noValidate onSubmit={press}>
      {children}
      <Choice
        label={say.role}
        value={draft.role}
        options={[...list.map(({ role, name }) => [role, name[language.value]] as const), ['', say.pickVerbs] as const]}
        change={(role) => change({ role })}
      />
      {draft.role === '' ? (
        <Checks
          label={say.verbsLabel}
          options={all.map((value) => ({ value, text: say.verbs[value] }))}
          chosen={draft.own}
          change={(own) => change({ own })}
        />
      ) : (
        <Meaning verbs={verbs} />
      )}
      <Choice
        label={say.where}
        value={draft.areaId}
        options={[['', say.whole], ...(areas.data.value ?? []).map(({ id, name }) => [id, name] as const)]}
        change={(areaId) => change({ areaId })}
      />
      <TextField
        label={say.fromDate}
        type="date"
        required={false}
        value={draft.from}
        change={(from) => change({ from })}
      />
      <TextField label={say.toDate} type="date" required={false} value={draft.to} change={(to) => change({ to })} />
      {odd.map((text) => (
        <Need key={text.vi} text={text[language.value]} />
      ))}
      <FormEnd need={missing} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {submit}
      </FormEnd>
    </form>
  );
}

/** What verbs let somebody do, and what not. */
export function Meaning({ verbs }: { verbs: readonly Verb[] }) {
  const { house: say } = words.value;
  const others = (Object.keys(say.verbs) as Verb[]).filter((verb) => !verbs.includes(verb));
  return (
    <p class="hint">
      {say.can(verbsText(verbs))} {say.cannot(verbsText(others))}
    </p>
  );
}
