import { Choice } from '../parts/choice.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { FRESH_LINE, type LineDraft } from './station-draft.ts';

/** One air has so many encoders at most. */
const MOST_LINES = 4;
const PROFILES = ['uecp', 'pira', 'deva', 'minirds'] as const;
const TRANSPORTS = ['tcp', 'udp', 'serial', 'file'] as const;

interface LineRowsProps {
  readonly lines: readonly LineDraft[];
  readonly change: (lines: LineDraft[]) => void;
  readonly problem: (field: string) => string | undefined;
}

export function LineRows({ lines, change, problem }: LineRowsProps) {
  const say = words.value.fm.line;
  return (
    <>
      {lines.length === 0 ? <p class="hint">{say.none}</p> : null}
      {lines.map((line, at) => (
        <LineFields
          key={at}
          number={at + 1}
          line={line}
          put={(part) => change(lines.map((one, index) => (index === at ? { ...one, ...part } : one)))}
          remove={() => change(lines.filter((_, index) => index !== at))}
          problem={(field) => problem(`${at}.${field}`)}
        />
      ))}
      {lines.length < MOST_LINES ? (
        <button type="button" class="small" onClick={() => change([...lines, FRESH_LINE])}>
          {say.add}
        </button>
      ) : null}
    </>
  );
}

interface LineFieldsProps {
  readonly number: number;
  readonly line: LineDraft;
  readonly put: (part: Partial<LineDraft>) => void;
  readonly remove: () => void;
  readonly problem: (field: string) => string | undefined;
}

function LineFields({ number, line, put, remove, problem }: LineFieldsProps) {
  const say = words.value.fm.line;
  const isNet = line.transport === 'tcp' || line.transport === 'udp';
  const text = (name: TextName, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      value={line[name]}
      required={false}
      problem={problem(name)}
      change={(typed) => put({ [name]: typed })}
    />
  );
  return (
    <fieldset class="inner">
      <legend>{say.title(number)}</legend>
      {text('name', say.name)}
      <div class="two">
        <Choice
          label={say.profile}
          value={line.profile}
          options={PROFILES.map((one) => [one, say.profiles[one]] as const)}
          change={(picked) => put({ profile: PROFILES.find((one) => one === picked) ?? 'uecp' })}
        />
        <Choice
          label={say.transport}
          value={line.transport}
          options={TRANSPORTS.map((one) => [one, say.transports[one]] as const)}
          change={(picked) => put({ transport: TRANSPORTS.find((one) => one === picked) ?? 'tcp' })}
        />
      </div>
      {isNet ? (
        <div class="two">
          {text('host', say.host)}
          {text('port', say.port)}
        </div>
      ) : null}
      {line.transport === 'serial' ? text('path', say.device, say.deviceHint) : null}
      {line.transport === 'file' ? text('path', say.file) : null}
      {isNet ? text('password', say.password, line.hasPassword ? say.passwordKept : undefined) : null}
      {line.profile === 'uecp' ? (
        <>
          {line.toEverybody ? null : (
            <div class="two">
              {text('site', say.site)}
              {text('encoder', say.encoder)}
            </div>
          )}
          <Tick label={say.toEverybody} checked={line.toEverybody} change={(toEverybody) => put({ toEverybody })} />
          <Tick
            label={say.quirk}
            checked={line.quirk === 'no_stuffing'}
            change={(on) => put({ quirk: on ? 'no_stuffing' : 'standard' })}
          />
        </>
      ) : null}
      {line.transport === 'file' ? null : (
        <>
          <Tick label={say.answers} checked={line.answers} change={(answers) => put({ answers })} />
          <Tick label={say.readsBack} checked={line.readsBack} change={(readsBack) => put({ readsBack })} />
        </>
      )}
      <button type="button" class="danger-quiet" onClick={remove}>
        {say.remove}
      </button>
    </fieldset>
  );
}

type TextName = 'name' | 'host' | 'port' | 'path' | 'password' | 'site' | 'encoder';

function Tick({ label, checked, change }: { label: string; checked: boolean; change: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => change(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
