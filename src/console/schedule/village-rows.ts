import type { Slot } from './calendar.ts';
import { type Block, layBlocks } from './day-layout.ts';

/** A village that has loudspeakers, and what it lies in. */
export interface Village {
  readonly id: string;
  readonly name: string;
  readonly within: string;
}

/** What stands under each other: a village with its day, or the name of what the villages after it lie in. */
export type Line = { readonly top: number; readonly height: number } & (
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'village'; readonly village: Village; readonly blocks: readonly Block[] }
);

export interface LineHeights {
  readonly group: number;
  readonly lane: number;
  /** Around the lanes of a row, together. */
  readonly gap: number;
}

/** Something with loudspeakers, as the station lists it. */
interface Placed {
  readonly areaId: string | null;
}
interface Area {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

const inOrder = new Intl.Collator('vi', { numeric: true });

/** The areas that have loudspeakers, by what they lie in, then by name. Pure. */
export function villagesOf(areas: readonly Area[], endpoints: readonly Placed[]): Village[] {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const ids = new Set(endpoints.flatMap(({ areaId }) => areaId ?? []));
  return [...ids]
    .flatMap((id) => {
      const area = byId.get(id);
      return area ? [{ id, name: area.name, within: byId.get(area.parentId ?? '')?.name ?? '' }] : [];
    })
    .sort((a, b) => inOrder.compare(a.within, b.within) || inOrder.compare(a.name, b.name));
}

/** The lines of a civil day, from the top. Names of groups stand only where there are several. Pure. */
export function linesOf(
  villages: readonly Village[],
  blocksOf: ReadonlyMap<string, readonly Block[]>,
  { group, lane, gap }: LineHeights,
): Line[] {
  const isGrouped = new Set(villages.map(({ within }) => within)).size > 1;
  const lines: Line[] = [];
  let top = 0;
  const put = (
    line: { kind: 'group'; name: string } | Omit<Extract<Line, { kind: 'village' }>, 'top' | 'height'>,
    height: number,
  ) => {
    lines.push({ ...line, top, height });
    top += height;
  };
  let last: string | null = null;
  for (const village of villages) {
    if (isGrouped && village.within !== last) put({ kind: 'group', name: village.within }, group);
    last = village.within;
    const blocks = blocksOf.get(village.id) ?? [];
    put({ kind: 'village', village, blocks }, Math.max(1, ...blocks.map((one) => one.lane + 1)) * lane + gap);
  }
  return lines;
}

/** What each village has on a civil day; villages with the same day share one answer. Pure. */
export function blocksByVillage(
  slots: readonly Slot[],
  date: string,
  zone: string,
  leastMinutes: number,
): ReadonlyMap<string, readonly Block[]> {
  const own = new Map<string, Slot[]>();
  for (const slot of slots) {
    for (const areaId of slot.areaIds) {
      const list = own.get(areaId);
      if (list) list.push(slot);
      else own.set(areaId, [slot]);
    }
  }
  const laid = new Map<string, readonly Block[]>();
  return new Map(
    [...own].map(([areaId, list]) => {
      const key = list.map(({ id }) => id).join();
      const blocks = laid.get(key) ?? layBlocks(list, date, zone, leastMinutes);
      laid.set(key, blocks);
      return [areaId, blocks];
    }),
  );
}

/** Those of the lines that lie between two heights. Pure. */
export function linesWithin(lines: readonly Line[], from: number, to: number): Line[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line && line.top + line.height <= from) low = middle + 1;
    else high = middle;
  }
  const shown: Line[] = [];
  for (let at = low; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.top >= to) break;
    shown.push(line);
  }
  return shown;
}
