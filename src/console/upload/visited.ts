import { useRef } from 'preact/hooks';

const MOST = 5;

/** The last few things that were looked at: their forms stay on the page, hidden, with what was typed in them. */
export function useVisited(id: string): readonly string[] {
  const visited = useRef<string[]>([]);
  if (id !== '' && !visited.current.includes(id)) visited.current = [...visited.current, id].slice(-MOST);
  return visited.current;
}
