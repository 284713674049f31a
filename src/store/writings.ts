const WRITE = /^\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+["`]?(\w+)/i;

/** Which tables are written, statement by statement; told in one when it is committed. */
export class Writings {
  readonly #hearers = new Set<(tables: ReadonlySet<string>) => void>();
  #open = new Set<string>();

  hear(hear: (tables: ReadonlySet<string>) => void): () => void {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  /** A statement was carried out. Outside of a transaction it is committed already. */
  ran(sql: string, inTransaction: boolean): void {
    const table = WRITE.exec(sql)?.[1];
    if (table !== undefined) this.#open.add(table);
    if (!inTransaction) this.committed();
  }

  rolledBack(): void {
    this.#open = new Set();
  }

  committed(): void {
    if (this.#open.size === 0) return;
    const tables = this.#open;
    this.#open = new Set();
    for (const hear of this.#hearers) hear(tables);
  }
}
