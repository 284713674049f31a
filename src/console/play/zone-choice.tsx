import { zones } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { words } from '../words/language.ts';

export function ZoneChoice({ chosen, change }: { chosen: readonly string[]; change: (ids: string[]) => void }) {
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
      label={play.where}
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
