import { useEffect, useState } from 'preact/hooks';
import { EVIDENCE, REASONS } from '#kernel';
import { type Answer, call } from '../api/client.ts';
import { HearingForm } from '../fm/hearing-form.tsx';
import { HearingMark } from '../fm/hearing-mark.tsx';
import { askHearings, hearingOf, mayBeAsked } from '../fm/hearings.ts';
import type { AsRunLine } from '../live/lists.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { HintMark } from '../parts/hint-mark.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { go } from '../where.ts';
import { civilDateOf } from '../words/civil-date.ts';
import { say, words } from '../words/language.ts';
import { tellMoment, tellSecond, tellSpan, tellSpoken } from '../words/tell.ts';
import { NO_FILTER } from './filter.ts';
import { latenessMs, stepsOf, wordOf } from './line-story.ts';
import { changeFilter, view } from './lines.ts';
import { logWords } from './log-words.ts';
import { WhyAnswer } from './why-answer.tsx';

interface Known {
  readonly line: AsRunLine;
  readonly origin: string;
  readonly bulletinId: string | null;
  readonly standing: Answer<'getApproval'>['standing'] | null;
}

/** Fetches a line, and what is still known of its broadcast and its bulletin; these may be gone. */
async function knownOf(id: number): Promise<Known> {
  const line = await call('getAsRunLine', { params: { id } });
  const broadcast = await call('getBroadcast', { params: { id: line.broadcastId } }).catch(() => null);
  const bulletinId = broadcast?.bulletinId ?? null;
  const card = bulletinId === null ? null : await call('getApproval', { params: { id: bulletinId } }).catch(() => null);
  await askHearings([line]).catch(() => {});
  return { line, origin: line.origin, bulletinId, standing: card?.standing ?? null };
}

/** Why a broadcast was heard in one place, or was not: one page for one line of the log. */
export function LinePage({ id }: { id: number }) {
  const text = logWords.value.line;
  const [known, setKnown] = useState<Known | null>(null);
  const submitting = useSubmitting();
  useEffect(() => {
    if (Number.isSafeInteger(id)) submitting.run(async () => setKnown(await knownOf(id)));
  }, [id]);
  return (
    <div class="stack line-page">
      <a class="back no-print" href="#nhat-ky">
        ← {text.back}
      </a>
      {Number.isSafeInteger(id) ? null : <p class="card">{text.missing}</p>}
      <FailureNote failure={submitting.failure} />
      {known === null && submitting.busy ? <p>{words.value.wait}</p> : null}
      {known === null ? null : <Story {...known} />}
    </div>
  );
}

function Story({ line, origin, bulletinId, standing }: Known) {
  const page = logWords.value;
  const text = page.line;
  const { title, plannedAt, startedAt, endedAt, durationMs, renderedMs, state, reason, evidence } = line;
  const place = line.village === '' ? line.endpointName : `${line.village} (${line.endpointName})`;
  const late = latenessMs(line);
  // Of what was never heard there is nothing to prove.
  const wasSent = renderedMs > 0 || !['not_heard', 'withheld'].includes(wordOf(line));
  const origins: Readonly<Record<string, string>> = text.origins;
  return (
    <>
      <div class="row">
        <h1 class="grow">{text.title(title)}</h1>
        <button type="button" onClick={() => print()}>
          {text.print}
        </button>
      </div>
      <section class="card stack">
        <p class="sentence">
          {text.sentence(title, place, tellSpoken(plannedAt), lower(page.sums[wordOf(line)]))}{' '}
          {reason === 'complete' ? '' : text.because(say(REASONS[reason]))}
        </p>
        <p>
          <DeliveryMark state={state} evidence={evidence} />
        </p>
        <table class="pair-table">
          <caption>{text.compare}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{text.plan}</th>
              <th scope="col">{text.heard}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{text.start}</th>
              <td>{tellSecond(plannedAt)}</td>
              <td>
                {startedAt === null ? text.notStarted : tellSecond(startedAt)}{' '}
                {startedAt === null ? null : (
                  <span class="hint">
                    {late === null ? text.onTime : late > 0 ? text.late(tellSpan(late)) : text.early(tellSpan(-late))}
                  </span>
                )}
              </td>
            </tr>
            <tr>
              <th scope="row">{text.length}</th>
              <td>{tellSpan(durationMs)}</td>
              <td>{renderedMs === 0 ? page.nothing : tellSpan(renderedMs)}</td>
            </tr>
            <tr>
              <th scope="row">{text.place}</th>
              <td>{place}</td>
              <td>{endedAt === null || renderedMs === 0 ? '–' : place}</td>
            </tr>
          </tbody>
        </table>
      </section>
      <section class="card stack">
        <h2>{text.decided}</h2>
        <WhyAnswer endpointId={line.endpointId} at={startedAt ?? plannedAt} about={line.broadcastId} />
      </section>
      <section class="card stack">
        <h2>
          {text.evidence}
          <HintMark name="evidence" word={text.evidence} />
        </h2>
        <p>
          {wasSent ? (
            <>
              <strong>{evidence}</strong>: {say(EVIDENCE[evidence])}. {page.grades[evidence]}
            </>
          ) : (
            text.noProof
          )}
        </p>
        <People line={line} />
      </section>
      <section class="card stack">
        <h2>
          {text.who}
          <HintMark name="approval" word={text.who} />
        </h2>
        <p>{origins[origin] ?? ''}</p>
        {standing === null ? null : (
          <p>
            {standing.decidedBy !== null && standing.decidedAt !== null
              ? text.approvedBy(standing.decidedBy, tellMoment(standing.decidedAt))
              : text.unapproved}
          </p>
        )}
      </section>
      <section class="card stack">
        <h2>{text.course}</h2>
        <ol class="steps">
          {stepsOf(line, standing?.decidedAt ?? null).map(({ at, what }) => (
            <li key={what}>
              <time dateTime={new Date(at).toISOString()}>{tellMoment(at)}</time>{' '}
              {what === 'approved' ? text.steps.approved(standing?.decidedBy ?? '') : text.steps[what]}
            </li>
          ))}
        </ol>
        <p class="hint">{text.number(String(line.id))}</p>
      </section>
      <section class="card stack no-print" aria-label={text.links}>
        <h2>{text.links}</h2>
        {bulletinId === null ? null : <a href="#duyet">{text.toApproval}</a>}
        <a href="#cum-loa">{text.toEndpoint}</a>
        <button
          type="button"
          class="as-link"
          onClick={() => {
            view.value = 'lines';
            changeFilter({ ...NO_FILTER, date: civilDateOf(plannedAt), endpointId: line.endpointId });
            go('nhat-ky');
          }}
        >
          {text.toLog}
        </button>
      </section>
    </>
  );
}

/** What people said of a line that went by FM, beside what devices proved; and a way to write it down. */
function People({ line }: { line: AsRunLine }) {
  const text = words.value.hearing;
  const hearing = hearingOf(line.deliveryId);
  const mayWrite = mayBeAsked(line) && mayDo('operate', 'confirm');
  const [writing, setWriting] = useState(false);
  if (line.carrier !== 'fm') return null;
  return (
    <div class="stack peoples-word">
      {hearing ? (
        <p>
          <HearingMark hearing={hearing} />
        </p>
      ) : null}
      {mayWrite && !writing ? (
        <button type="button" class="small" onClick={() => setWriting(true)}>
          {hearing ? text.again : text.write}
        </button>
      ) : null}
      {mayWrite && writing ? (
        <HearingForm line={line} place={line.village || line.endpointName} saved={() => setWriting(false)} />
      ) : null}
    </div>
  );
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
