import { EVIDENCE, REASONS } from '#kernel';
import { HearingMark } from '../fm/hearing-mark.tsx';
import { hearingOf } from '../fm/hearings.ts';
import type { AsRunLine } from '../live/lists.ts';
import { DeliveryMark } from '../parts/delivery-mark.tsx';
import { LevelMark } from '../parts/level-mark.tsx';
import { civilDateOf } from '../words/civil-date.ts';
import { say } from '../words/language.ts';
import { tellDate, tellMoment, tellSecond, tellSpan, tellTime } from '../words/tell.ts';
import { filter } from './lines.ts';
import { logWords } from './log-words.ts';

/** The cells of one line: what was planned, and beside it what was heard. */
export function LogRow({ line }: { line: AsRunLine }) {
  const text = logWords.value;
  const { plannedAt, startedAt, endedAt, state, reason, evidence, renderedMs, durationMs, village } = line;
  const { date, lastDate } = filter.value;
  const isOneDay = date !== '' && (lastDate === '' || lastDate === date);
  const hearing = line.carrier === 'fm' ? hearingOf(line.deliveryId) : undefined;
  const place = village === '' ? line.endpointName : village;
  return (
    <>
      <th scope="row" class="log-at">
        <strong>{tellTime(plannedAt)}</strong>
        <span class="hint">{isOneDay ? text.lasts(tellSpan(durationMs)) : tellDate(civilDateOf(plannedAt))}</span>
      </th>
      <td class="log-what">
        <strong>{line.title}</strong>
        <span class="hint">
          {line.programme} <LevelMark level={line.level} />
        </span>
      </td>
      <td class="log-place">
        {place}
        <span class="hint">
          {line.carrier === 'fm'
            ? `${text.byFm(line.fmStation)}${line.standIn ? ` · ${text.standIn}` : ''}`
            : village === line.endpointName
              ? ''
              : line.endpointName}
        </span>
      </td>
      <td class="log-heard">
        {startedAt === null || endedAt === null ? text.nothing : text.ran(tellSecond(startedAt), tellSecond(endedAt))}
        <span class="hint">{renderedMs === 0 ? '' : text.heardOf(tellSpan(renderedMs), tellSpan(durationMs))}</span>
      </td>
      <td class="log-result">
        <DeliveryMark state={state} evidence={evidence} />
        <span class="hint">{reason === 'complete' ? '' : say(REASONS[reason])}</span>
      </td>
      <td class="log-proof">
        <span class="log-grade">
          <strong>{evidence}</strong>: {say(EVIDENCE[evidence])}
        </span>
        {hearing ? <HearingMark hearing={hearing} /> : null}
        <a href={`#nhat-ky/dong-${line.id}`} aria-label={text.whyOf(line.title, place, tellMoment(plannedAt))}>
          {text.why}
        </a>
      </td>
    </>
  );
}
