import type { Answer } from '../api/client.ts';
import { API, queryText } from '../api/routes.ts';
import { useFresh } from '../live/feed.ts';
import { Choice } from '../parts/choice.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { mayDo } from '../session/session.ts';
import { say as told, words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import {
  barred,
  type Entry,
  entries,
  hasOlder,
  met,
  query,
  refusalText,
  seek,
  showOlder,
  sought,
  standing,
  whoText,
} from './audit.ts';
import { actText } from './audit-acts.ts';

const SLOWLY_MS = 10_000;

/** Nhật ký hệ thống: who did what, and whether the log can be believed. */
export function AuditSection({ looking }: { looking: boolean }) {
  const say = words.value.audit;
  const isLooking = looking && mayDo('inspect');
  useFresh(standing, isLooking, SLOWLY_MS);
  useFresh(entries, isLooking, SLOWLY_MS);
  const submitting = useSubmitting();
  if (!mayDo('inspect') || barred.value?.code === 'NOT_FOUND') return null;
  const now = standing.data.value;
  const list = entries.data.value;
  return (
    <section aria-labelledby="house-audit">
      <h2 id="house-audit">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {now === null ? null : <Standing now={now} />}
      <div class="card">
        <Filter />
        <FailureNote failure={barred.value} />
        {list === null && barred.value === null ? <p>{words.value.wait}</p> : null}
        {list?.length === 0 ? <p>{say.none}</p> : null}
        <ul class="audit">
          {(list ?? []).map((entry) => (
            <Line key={entry.seq} entry={entry} />
          ))}
        </ul>
        {hasOlder.value ? (
          <button type="button" disabled={submitting.busy} onClick={() => submitting.run(showOlder)}>
            {say.more}
          </button>
        ) : null}
        <FailureNote failure={submitting.failure} />
      </div>
      <div class="card">
        <a class="button" href={`${API}/audit.csv${queryText(query.value)}`} download="nhat-ky-he-thong.csv">
          {sought.value.date === '' && sought.value.who === '' ? say.shownAll : say.shown}
        </a>
        <p class="hint">{say.shownHint}</p>
        <a class="button" href={`${API}/audit.ndjson`} download="nhat-ky-he-thong.ndjson">
          {say.download}
        </a>
        <p class="hint">{say.verify}</p>
        {now === null ? null : (
          <>
            <p>{say.key}</p>
            <p class="address">{now.key}</p>
            <CopyButton text={now.key} what={say.keyWhat} />
          </>
        )}
      </div>
    </section>
  );
}

function Standing({ now }: { now: Answer<'auditStanding'> }) {
  const say = words.value.audit;
  return (
    <>
      {now.broken === null ? (
        <Mark icon="done" tone="quiet">
          {say.whole}
        </Mark>
      ) : (
        <Need text={say.broken(now.broken.seq, told(now.broken.problem), tellSoon(now.broken.foundAt))} />
      )}
      {now.problem === null ? null : <Need text={told(now.problem)} />}
      {now.waiting === 0 ? null : <p class="hint">{say.waiting(now.waiting)}</p>}
      {now.lost === 0 ? null : <Need text={say.lost(now.lost)} />}
      {now.copies.length === 0 ? <p class="hint">{say.noCopies}</p> : null}
      {now.copies.map((copy) => (
        <Copy key={`${copy.name} ${copy.target}`} copy={copy} />
      ))}
    </>
  );
}

function Copy({ copy }: { copy: Answer<'auditStanding'>['copies'][number] }) {
  const say = words.value.audit;
  const { name, target, behind, problem, since } = copy;
  if (problem !== null) {
    return <Need text={say.copyBad(target, since === null ? null : tellSoon(since), behind, told(problem))} />;
  }
  if (behind > 0) return <p class="hint">{say.copyBehind(target, behind)}</p>;
  return <p class="hint">{name === 'syslog' ? say.copySent(target) : say.copyGood(target)}</p>;
}

function Filter() {
  const say = words.value.audit;
  const { date, who } = sought.value;
  return (
    <form class="filter" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={say.date}
        type="date"
        value={date}
        required={false}
        change={(picked) => seek({ date: picked })}
      />
      <Choice
        label={say.who}
        value={who}
        options={[['', say.everybody], ...met.value]}
        change={(picked) => seek({ who: picked })}
      />
    </form>
  );
}

function Line({ entry }: { entry: Entry }) {
  const say = words.value.audit;
  const who = whoText(entry.who);
  const act = actText(entry.what);
  // What the station tells of itself was done by it, whatever it found.
  const isDone = entry.outcome === 'ok' || entry.who.kind === 'system';
  const name = entry.on['name'] ?? entry.on['copy'];
  const thing = typeof name === 'string' ? ` “${name}”` : '';
  return (
    <li>
      <strong>{tellSoon(entry.at)}</strong>{' '}
      {isDone ? say.did(who, act + thing) : say.tried(who, act + thing, refusalText(entry.outcome))}
      {entry.from === null ? null : <span class="hint">{say.from(entry.from)}</span>}
    </li>
  );
}
