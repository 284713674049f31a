import type { LineFact, LineGrade } from '../rds-state.ts';

export interface Fault {
  readonly reason: 'encoder_silent' | 'encoder_refused';
  readonly detail: string;
}

const ORDER: readonly LineGrade[] = ['sent', 'F0', 'F1'];

/** How far the newest state is proved and what is wrong; each change is told once. */
export class Verdict {
  readonly #tell: (fact: LineFact) => void;
  #number: number | null = null;
  #grade: LineGrade | null = null;
  #fault: (Fault & { number: number | null }) | null = null;

  constructor(tell: (fact: LineFact) => void) {
    this.#tell = tell;
  }

  get grade(): LineGrade | null {
    return this.#grade;
  }

  get fault(): Fault | null {
    return this.#fault;
  }

  /** A newer state: nothing of it is proved. */
  renew(number: number): void {
    this.#number = number;
    this.#grade = null;
  }

  prove(grade: LineGrade): void {
    if (this.#number === null || (this.#grade !== null && ORDER.indexOf(grade) <= ORDER.indexOf(this.#grade))) return;
    this.#grade = grade;
    this.#tell({ fact: 'graded', number: this.#number, grade });
  }

  /** Told once for each state, reason and detail. */
  fail(reason: Fault['reason'], detail: string): void {
    const old = this.#fault;
    if (old && old.number === this.#number && old.reason === reason && old.detail === detail) return;
    this.#fault = { number: this.#number, reason, detail };
    if (this.#number !== null) this.#tell({ fact: 'fault', number: this.#number, reason, detail });
  }

  well(): void {
    if (!this.#fault) return;
    this.#fault = null;
    this.#tell({ fact: 'well' });
  }
}
