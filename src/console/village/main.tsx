import { signal } from '@preact/signals';
import { render } from 'preact';
import '../frame/theme.ts';
import '../style/base.css';
import { ask, Refused, type Village } from './ask.ts';
import './village.css';
import { language, switchLanguage, words } from './words.ts';

/** 'out': the code is asked for; null: not known yet. */
const village = signal<Village | 'out' | null>(null);
const problem = signal('');
const code = signal('');
const busy = signal(false);

/** One act at a time; what the station says against it stands on the page. */
async function act(work: () => Promise<unknown>): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  problem.value = '';
  try {
    await work();
    village.value = (await ask('GET', '/village')) as Village;
  } catch (error) {
    if (error instanceof Refused && error.isOut) village.value = 'out';
    problem.value = error instanceof Error ? error.message : words().lost;
  } finally {
    busy.value = false;
  }
}

async function look(): Promise<void> {
  try {
    village.value = (await ask('GET', '/village')) as Village;
  } catch (error) {
    if (error instanceof Refused && error.isOut) village.value = 'out';
    else problem.value = words().lost;
  }
}

function tellMoment(at: number, zone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', hourCycle: 'h23' } as const;
  const locale = language.value === 'vi' ? 'vi-VN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(at);
}

const ANSWERS = ['heard', 'partly', 'not_heard'] as const;

function Code() {
  const say = words();
  const enter = (event: Event) => {
    event.preventDefault();
    void act(() => ask('POST', '/village/session', { code: code.value }));
  };
  return (
    <form onSubmit={enter}>
      <label for="code">{say.codeLabel}</label>
      <input
        id="code"
        value={code.value}
        required
        minLength={8}
        maxLength={40}
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        aria-describedby="code-hint"
        onInput={(event) => {
          code.value = event.currentTarget.value;
        }}
      />
      <p id="code-hint">{say.codeHint}</p>
      <button type="submit" disabled={busy.value}>
        {say.enter}
      </button>
    </form>
  );
}

function Broadcast({ one, zone }: { one: Village['broadcasts'][number]; zone: string }) {
  const say = words();
  const { broadcastId, endpointId, title, place, plannedAt, mayBeSaid, said } = one;
  const tell = (heard: (typeof ANSWERS)[number]) =>
    act(() => ask('POST', '/village/hearings', { broadcastId, endpointId, heard }));
  return (
    <li>
      <h3>{title}</h3>
      <p>
        {tellMoment(plannedAt, zone)} · {place}
      </p>
      {said === null ? null : (
        <p>
          <strong>
            {say.said} {say[said]}
          </strong>
        </p>
      )}
      {mayBeSaid ? (
        <fieldset>
          <legend>{say.question}</legend>
          {ANSWERS.map((heard) => (
            <button
              key={heard}
              type="button"
              class={heard}
              aria-pressed={said === heard}
              disabled={busy.value}
              onClick={() => void tell(heard)}
            >
              {say[heard]}
            </button>
          ))}
        </fieldset>
      ) : (
        <p>{say.later}</p>
      )}
    </li>
  );
}

function Task({ task, zone }: { task: Village['tasks'][number]; zone: string }) {
  const say = words();
  const done = () => void act(() => ask('POST', `/village/tasks/${encodeURIComponent(task.id)}/done`));
  return (
    <li class="task">
      <h3>{say[task.kind]}</h3>
      <p>{[task.place, task.note, tellMoment(task.askedAt, zone)].filter((one) => one !== '').join(' · ')}</p>
      {task.doneAt === null ? (
        <button type="button" disabled={busy.value} onClick={done}>
          {say.done}
        </button>
      ) : (
        <p>
          <strong>{say.isDone}</strong>
        </p>
      )}
    </li>
  );
}

function Page() {
  const say = words();
  const now = village.value;
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        <button type="button" class="plain" lang={language.value === 'vi' ? 'en' : 'vi'} onClick={switchLanguage}>
          {say.other}
        </button>
      </header>
      <main>
        <p role="alert" class="problem" hidden={problem.value === ''}>
          {problem.value}
        </p>
        {now === null && problem.value === '' ? <p>{say.wait}</p> : null}
        {now === 'out' ? <Code /> : null}
        {now !== null && now !== 'out' ? <Inside now={now} /> : null}
      </main>
    </>
  );
}

function Inside({ now }: { now: Village }) {
  const say = words();
  return (
    <>
      <p>{now.name}</p>
      {now.tasks.length === 0 ? null : <h2>{say.tasks}</h2>}
      <ul>
        {now.tasks.map((task) => (
          <Task key={task.id} task={task} zone={now.zone} />
        ))}
      </ul>
      <h2>{say.broadcasts}</h2>
      {now.broadcasts.length === 0 ? <p>{say.none}</p> : null}
      <ul>
        {now.broadcasts.map((one) => (
          <Broadcast key={`${one.broadcastId} ${one.endpointId}`} one={one} zone={now.zone} />
        ))}
      </ul>
      <button
        type="button"
        class="leave"
        onClick={() =>
          void act(async () => {
            await ask('DELETE', '/village/session');
            code.value = '';
          })
        }
      >
        {say.leave}
      </button>
    </>
  );
}

const AGAIN_MS = 30_000;
const root = document.getElementById('village');
if (root) render(<Page />, root);
void look();
setInterval(() => {
  if (village.value !== 'out' && !busy.value && !document.hidden) void look();
}, AGAIN_MS);
