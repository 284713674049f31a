import { areas } from '../live/lists.ts';
import type { IconName } from '../parts/icon.tsx';
import { LevelMark } from '../parts/level-mark.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { words } from '../words/language.ts';
import { tellNumber, tellSoon } from '../words/tell.ts';
import { board } from './around.ts';
import { type BoardRow, CLOCK_OFF_MS, isTrouble, type Standing } from './board.ts';

const LOOKS: Record<Standing, readonly [IconName, Tone]> = {
  silent: ['quiet', 'bad'],
  other: ['warn', 'warn'],
  lost: ['lost', 'bad'],
  part: ['part', 'warn'],
  right: ['air', 'good'],
  quiet: ['done', 'quiet'],
  unheard: ['mast', 'quiet'],
};
/** More villages than this are folded away as long as all is well there. */
const MOST_OPEN = 12;

/** Village by village: what should sound now, what the loudspeakers say, and how far it was proved. */
export function BoardSection() {
  const { board: say, wait } = words.value;
  const rows = board.value;
  if (rows?.length === 0) return null;
  const isLong = (rows?.length ?? 0) > MOST_OPEN;
  const shown = isLong ? rows?.filter(isTrouble) : rows;
  const calm = isLong ? (rows?.filter((row) => !isTrouble(row)) ?? []) : [];
  return (
    <section aria-labelledby="board-title">
      <h2 id="board-title">{say.title}</h2>
      {rows === null ? <p>{wait}</p> : null}
      {shown && shown.length > 0 ? <Board rows={shown} label={say.title} /> : null}
      {calm.length === 0 ? null : (
        <details class="card">
          <summary>{say.calm(calm.length)}</summary>
          <Board rows={calm} label={say.calm(calm.length)} />
        </details>
      )}
    </section>
  );
}

function Board({ rows, label }: { rows: readonly BoardRow[]; label: string }) {
  const say = words.value.board;
  return (
    <table class="table board" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{say.village}</th>
          <th scope="col">{say.standing}</th>
          <th scope="col">{say.planned}</th>
          <th scope="col">{say.reported}</th>
          <th scope="col">{say.clock}</th>
          <th scope="col">{say.proof}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.areaId} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: BoardRow }) {
  const { board: say } = words.value;
  const { areaId, standing, planned, reported, reachable, all, lastSeenAt, clockOffsetMs, proof } = row;
  const name = areas.data.value?.find(({ id }) => id === areaId)?.name ?? say.nowhere;
  const [icon, tone] = LOOKS[standing];
  const isStale = reachable === 0 && all > 0;
  return (
    <tr class={isStale ? 'row-stale' : ''}>
      <th scope="row">{name}</th>
      <td>
        <Mark icon={icon} tone={tone}>
          {say.standings[standing]}
        </Mark>{' '}
        {reachable < all ? <span class="hint">{away(reachable, all, lastSeenAt)}</span> : null}
      </td>
      <td data-label={say.planned}>
        {planned.length === 0
          ? say.nothing
          : planned.map(({ id, title, level }) => (
              <span key={id} class="line">
                {title} <LevelMark level={level} />
              </span>
            ))}
      </td>
      <td data-label={say.reported}>{reported.length > 0 ? reported.join(', ') : reportedNothing(row)}</td>
      <td data-label={say.clock}>
        {clockOffsetMs === null ? (
          say.noClock
        ) : Math.abs(clockOffsetMs) > CLOCK_OFF_MS ? (
          <Mark icon="hours" tone="warn">
            {clockText(clockOffsetMs)}
          </Mark>
        ) : (
          clockText(clockOffsetMs)
        )}
      </td>
      <td data-label={say.proof}>
        {proof === null ? (
          say.noProof
        ) : (
          <>
            {tellSoon(proof.plannedAt)}{' '}
            <span class="hint">{proof.renderedMs < proof.durationMs ? say.partOf(proof.title) : proof.title}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function away(reachable: number, all: number, lastSeenAt: number | null): string {
  const say = words.value.board;
  const seen = lastSeenAt === null ? '' : ` · ${say.seen(tellSoon(lastSeenAt))}`;
  return `${say.reach(reachable, all)}${seen}`;
}

/** A loudspeaker that cannot be asked is not silent: nobody knows. */
function reportedNothing({ standing }: BoardRow): string {
  const say = words.value.board;
  if (standing === 'unheard') return say.neverReports;
  return standing === 'lost' ? say.unknown : say.silence;
}

function clockText(offsetMs: number): string {
  const say = words.value.board;
  const size = Math.abs(offsetMs);
  const text = size < CLOCK_OFF_MS ? say.milliseconds(tellNumber(size)) : say.seconds(tellNumber(size / 1000, 1));
  return Math.round(size) === 0 ? text : `${offsetMs < 0 ? '−' : '+'}${text}`;
}
