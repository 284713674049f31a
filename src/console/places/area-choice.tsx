import { areas } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { isClosed } from './areas.ts';

interface AreaChoiceProps {
  readonly label: string;
  readonly none: string;
  readonly value: string;
  readonly change: (id: string) => void;
}

export function AreaChoice({ label, none, value, change }: AreaChoiceProps) {
  const list = (areas.data.value ?? []).filter((area) => !isClosed(area));
  if (list.length === 0) return null;
  return (
    <Choice
      label={label}
      value={value}
      options={[['', none], ...list.map(({ id, name }) => [id, name] as const)]}
      change={change}
    />
  );
}
