/** The tree of areas as the lines of a list. */
import { matches } from '#kernel';
import type { Area } from './areas.ts';

export interface TreeLine {
  readonly area: Area;
  readonly depth: number;
}

/** Depth first, by name. What is searched for stays with all that lies above it. */
export function treeLines(areas: readonly Area[], search: string): TreeLine[] {
  const known = new Set(areas.map(({ id }) => id));
  const below = Map.groupBy(areas, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : ''));
  const lines: TreeLine[] = [];
  const put = (area: Area, depth: number): boolean => {
    const at = lines.length;
    lines.push({ area, depth });
    const isMeant = matches(`${area.name} ${area.code ?? ''}`, search);
    const found = children(area.id).map((child) => put(child, depth + 1));
    if (isMeant || found.includes(true)) return true;
    lines.length = at;
    return false;
  };
  const children = (id: string) =>
    (below.get(id) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
  for (const top of children('')) put(top, 0);
  return lines;
}
