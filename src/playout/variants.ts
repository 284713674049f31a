import type { RunningOrder } from '#broadcast';

/** What one endpoint is to hear, and in which languages. */
export interface Heard {
  readonly runningOrder: RunningOrder;
  readonly languages: readonly string[];
}

/** One broadcast for many kinds of listeners. */
export interface Grouped {
  /** What most of them hear. */
  readonly runningOrder: RunningOrder;
  /** What the others hear, by the key that their deliveries carry: the languages, "hmn+vi". */
  readonly variants: Readonly<Record<string, RunningOrder>>;
  readonly variantOf: ReadonlyMap<string, string>;
}

/** Puts endpoints that hear the same together; the largest group, or the first of the largest, is the broadcast itself. */
export function groupByOrder(heardBy: ReadonlyMap<string, Heard>): Grouped {
  const groups = new Map<string, { readonly heard: Heard; readonly endpointIds: string[] }>();
  const names = new Map<RunningOrder, string>();
  for (const [endpointId, heard] of heardBy) {
    const name = names.get(heard.runningOrder) ?? JSON.stringify(heard.runningOrder);
    names.set(heard.runningOrder, name);
    const group = groups.get(name) ?? { heard, endpointIds: [] };
    groups.set(name, group);
    group.endpointIds.push(endpointId);
  }
  const [most, ...others] = [...groups.values()].sort((a, b) => b.endpointIds.length - a.endpointIds.length);
  if (!most) throw new Error('nobody hears the broadcast');
  const variants: Record<string, RunningOrder> = {};
  const variantOf = new Map<string, string>(most.endpointIds.map((endpointId) => [endpointId, '']));
  for (const { heard, endpointIds } of others) {
    const plain = [...new Set(heard.languages)].join('+') || 'other';
    // Two orders may hold the same languages in another succession of bulletins.
    let key = plain;
    for (let again = 2; key in variants; again += 1) key = `${plain}~${again}`;
    variants[key] = heard.runningOrder;
    for (const endpointId of endpointIds) variantOf.set(endpointId, key);
  }
  return { runningOrder: most.heard.runningOrder, variants, variantOf };
}
