import { useState } from 'preact/hooks';
import { EVIDENCE, REASONS } from '#kernel';
import { HearingForm } from '../fm/hearing-form.tsx';
import { HearingMark } from '../fm/hearing-mark.tsx';
import { hearingOf, mayBeAsked } from '../fm/hearings.ts';
import type { AsRunLine } from '../live/lists.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { LevelMark } from '../parts/level-mark.tsx';
import { mayDo } from '../session/session.ts';
import { civilDateOf } from '../words/civil-date.ts';
import { say, words } from '../words/language.ts';
import { tellDate, tellSecond, tellSpan, tellTime } from '../words/tell.ts';
import { filter } from './lines.ts';

export function LogRow({ line }: { line: AsRunLine }) {
  const text = words.value.log;
  const { plannedAt, startedAt, endedAt, state, reason, evidence, renderedMs, durationMs } = line;
  return (
    <tr>
      <th scope="row">
        {startedAt === null || endedAt === null ? (
          <span>{text.planned(tellTime(plannedAt))}</span>
        ) : (
          <>
            <span>{text.ran(tellSecond(startedAt), tellSecond(endedAt))}</span>
            <span class="hint">{text.planned(tellTime(plannedAt))}</span>
          </>
        )}
        {filter.value.date === '' ? <span class="hint">{tellDate(civilDateOf(plannedAt))}</span> : null}
      </th>
      <td data-label={text.what}>
        {line.title}
        <span class="hint">{[line.programme, originText(line.origin)].filter((part) => part !== '').join(' · ')}</span>
        <LevelMark level={line.level} />
      </td>
      <td data-label={text.where}>
        {line.endpointName}
        <span class="hint">{line.village}</span>
        {line.carrier === 'fm' ? (
          <span class="hint">
            {text.byFm(line.fmStation)}
            {line.standIn ? ` · ${text.standIn}` : ''}
          </span>
        ) : null}
      </td>
      <td data-label={text.result}>
        <DeliveryMark state={state} evidence={evidence} />
        {reason === 'complete' ? null : <span class="hint">{say(REASONS[reason])}</span>}
        {state === 'played_part' ? (
          <span class="hint">{text.rendered(tellSpan(renderedMs), tellSpan(durationMs))}</span>
        ) : null}
      </td>
      <td data-label={text.evidence}>
        <span>
          <strong>{evidence}</strong>: {say(EVIDENCE[evidence])}
        </span>
        {line.carrier === 'fm' ? <PeoplesWord line={line} /> : null}
      </td>
    </tr>
  );
}

/** What people said of a line that went by FM, beside what devices proved; and a way to write it down. */
function PeoplesWord({ line }: { line: AsRunLine }) {
  const text = words.value.hearing;
  const [writing, setWriting] = useState(false);
  const hearing = hearingOf(line.deliveryId);
  const mayWrite = mayBeAsked(line) && mayDo('operate', 'confirm');
  return (
    <div class="stack peoples-word">
      {hearing ? (
        <span>
          <HearingMark hearing={hearing} />
        </span>
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

/** The log keeps words of its own time: one that this console does not know is left out. */
function originText(origin: string): string {
  const known: Readonly<Record<string, string>> = words.value.today.origin;
  return known[origin] ?? '';
}
