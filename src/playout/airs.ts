import { airOf, type Endpoint } from '#endpoint';

/**
 * Whose air each endpoint has. A loudspeaker has its own; the receivers of one transmitter share its air, so that one seat
 * is decided for all of them. An endpoint never moves to another air.
 */
export class Airs {
  /** Only those who share: endpoint → air, and air → endpoints. */
  readonly #of = new Map<string, string>();
  readonly #members = new Map<string, Set<string>>();

  learn(endpoints: Iterable<Pick<Endpoint, 'id' | 'fmStationId'>>): void {
    for (const endpoint of endpoints) {
      const air = airOf(endpoint);
      if (air === endpoint.id) continue;
      this.#of.set(endpoint.id, air);
      const members = this.#members.get(air) ?? new Set<string>();
      this.#members.set(air, members.add(endpoint.id));
    }
  }

  of(endpointId: string): string {
    return this.#of.get(endpointId) ?? endpointId;
  }

  /** Of those for whom something is kept in `open`, all who share this air. */
  on<Kept>(air: string, open: ReadonlyMap<string, Kept>): Array<[string, Kept]> {
    const kept: Array<[string, Kept]> = [];
    for (const id of this.#members.get(air) ?? [air]) {
      const one = open.get(id);
      if (one !== undefined) kept.push([id, one]);
    }
    return kept;
  }

  /** These endpoints, and all who share an air with one that cannot be closed alone: what silences it silences all. */
  together(endpointIds: readonly string[], canBeClosed: (endpointId: string) => boolean): string[] {
    const all = new Set(endpointIds);
    for (const id of endpointIds.filter((one) => !canBeClosed(one)))
      for (const other of this.#members.get(this.of(id)) ?? []) all.add(other);
    return [...all];
  }
}
