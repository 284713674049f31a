import { say as tell, words } from '../words/language.ts';
import type { AreaActPreview } from './areas.ts';

const MOST = 12;

/** What an act would do: counts first, then who may do more, then what goes where. */
export function ActPreview({ preview }: { preview: AreaActPreview }) {
  const { areas: say } = words.value;
  const { touched, opens, closes, renames, moves, endpoints, zones, fmStations, hours, gains, losses } = preview;
  const lines = [
    ...opens.map(({ kind, name }) => say.opens(`${kind} ${name}`)),
    ...closes.map(({ name, becomes }) =>
      becomes.length > 0 ? say.ends(name, becomes.join(', ')) : say.endsOnly(name),
    ),
    ...renames.map(({ before, after }) => say.renames(before, after)),
    ...[...moves, ...endpoints, ...zones, ...fmStations].map(({ name, from, to }) => say.goes(name, from, to)),
    ...(hours === null ? [] : [say.hours(tell(hours))]),
  ];
  return (
    <div class="note act-preview" role="status">
      <div>
        <p>
          <strong>{say.touched(touched.endpoints, touched.zones, touched.rules, touched.people)}</strong>
        </p>
        <Reach title={say.gains} lines={gains} isWarning />
        <Reach title={say.losses} lines={losses} />
        {gains.length + losses.length === 0 ? <p>{say.sameRights}</p> : null}
        <ul>
          {[...new Set(lines.slice(0, MOST))].map((line) => (
            <li key={line}>{line}</li>
          ))}
          {lines.length > MOST ? <li>{say.more(lines.length - MOST)}</li> : null}
        </ul>
      </div>
    </div>
  );
}

export function Reach({
  title,
  lines,
  isWarning = false,
}: {
  title: string;
  lines: AreaActPreview['gains'];
  isWarning?: boolean;
}) {
  if (lines.length === 0) return null;
  const byName = Map.groupBy(lines, ({ name, areas }) => `${name}: ${areas.join(', ')}`);
  return (
    <div class={isWarning ? 'note-warn' : ''}>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {[...byName].map(([who, own]) => (
          <li key={who}>
            {who} ({own.map(({ verb }) => tell(verb)).join('; ')})
          </li>
        ))}
      </ul>
    </div>
  );
}
