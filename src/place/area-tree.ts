/** The tree of places on a day. Pure: what was, what is and what is planned are told from spans of civil dates. */

/** A place in the dated tree: province, commune, village. Which kinds exist is data (`kind` is the office's own word). */
export interface Area {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  /** Civil dates, inclusive; null: without end. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** As it stands in papers and other systems (mã địa bàn); null: none. Never given to a second area. */
  readonly code: string | null;
  /** What it became when it was merged or split. */
  readonly successorIds: readonly string[];
}

/** What an area was called and lay in, on every day from `from` (empty: since ever) to `to` (null: until now). */
export interface AreaSpan {
  readonly areaId: string;
  readonly from: string;
  readonly to: string | null;
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
}

/** True when an area has ended before a day. */
export function isClosed({ validTo }: Pick<Area, 'validTo'>, date: string): boolean {
  return validTo !== null && validTo < date;
}

/** These areas, and in place of those that ended what they became, however often. Each once. */
export function followed(
  areas: ReadonlyArray<Pick<Area, 'id' | 'successorIds'>>,
  areaIds: readonly string[],
): string[] {
  const successors = new Map(areas.map(({ id, successorIds }) => [id, successorIds]));
  const found = new Set<string>();
  const seen = new Set<string>();
  const follow = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    const next = successors.get(id) ?? [];
    if (next.length === 0) found.add(id);
    else for (const one of next) follow(one);
  };
  for (const id of areaIds) follow(id);
  return [...found];
}

/** From an area upward, itself first; a circle, which must not be, ends where it began. */
export function pathUp(areaId: string | null, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  for (let at = areaId; at !== null && !path.includes(at); at = parents.get(at) ?? null) path.push(at);
  return path;
}

/** The spans that hold on a day, by area. */
export function spansOn(spans: readonly AreaSpan[], date: string): Map<string, AreaSpan> {
  const found = new Map<string, AreaSpan>();
  for (const span of spans) {
    if (span.from <= date && (span.to === null || date <= span.to)) found.set(span.areaId, span);
  }
  return found;
}

/** What is told of areas on days that may be long past. */
export class AreaHistory {
  readonly #spans: ReadonlyMap<string, readonly AreaSpan[]>;

  constructor(spans: readonly AreaSpan[]) {
    this.#spans = Map.groupBy(
      [...spans].sort((a, b) => (a.from < b.from ? -1 : 1)),
      ({ areaId }) => areaId,
    );
  }

  /** What held on that day; before its first day the first, after its last day the last. Null: no such area. */
  on(areaId: string, date: string): AreaSpan | null {
    const own = this.#spans.get(areaId);
    return own?.findLast(({ from }) => from <= date) ?? own?.[0] ?? null;
  }

  /** Names from an area upward on that day, its own first. */
  names(areaId: string | null, date: string): string[] {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at = areaId; at !== null && !seen.has(at); ) {
      seen.add(at);
      const span: AreaSpan | null = this.on(at, date);
      if (span) names.push(span.name);
      at = span?.parentId ?? null;
    }
    return names;
  }
}
