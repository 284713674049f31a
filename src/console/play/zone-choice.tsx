import { zones } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { words } from '../words/language.ts';

interface ZoneChoiceProps {
  readonly label?: string;
  readonly chosen: readonly string[];
  readonly change: (ids: string[]) => void;
}

export function ZoneChoice({ label, chosen, change }: ZoneChoiceProps) {
  const { play, units } = words.value;
  const list = zones.data.value;
  if (list?.length === 0) {
    return (
      <p class="note note-warn">
        <span>
          {play.noZones} <a href="#cum-loa">{play.toZones}</a>
        </span>
      </p>
    );
  }
  return (
    <Checks
      label={label ?? play.where}
      options={(list ?? []).map(({ id, name, endpointIds }) => ({
        value: id,
        text: `${name} (${endpointIds.length === 0 ? play.emptyZone : units.speakers(endpointIds.length)})`,
        disabled: endpointIds.length === 0 && !chosen.includes(id),
      }))}
      chosen={chosen}
      change={change}
    />
  );
}
