import { areas } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';

interface AreaChoiceProps {
  readonly label: string;
  readonly none: string;
  readonly value: string;
  readonly change: (id: string) => void;
}

export function AreaChoice({ label, none, value, change }: AreaChoiceProps) {
  const list = areas.data.value ?? [];
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
