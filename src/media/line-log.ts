const KEPT = 150;

/** Remembers the first and the last 150 lines of what a program says, however much it says. */
export class LineLog {
  readonly #first: string[] = [];
  readonly #last: string[] = [];

  add(line: string): void {
    if (this.#first.length < KEPT) this.#first.push(line);
    else {
      this.#last.push(line);
      if (this.#last.length > KEPT) this.#last.shift();
    }
  }

  get lines(): readonly string[] {
    return [...this.#first, ...this.#last];
  }
}
