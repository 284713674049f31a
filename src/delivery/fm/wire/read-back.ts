import type { Question } from './dialect.ts';

const ASK_AGAIN_MS = 30_000;
const MUTE_AGAIN_MS = 10_000;

/** Rounds of questions: what the encoder has is compared with what it was told, now and then. Times are monotonic. */
export class ReadBack {
  /** What is still to be asked in this round; null: no round is on. */
  #questions: Question[] | null = null;
  #nextMs = 0;
  /** A question was not answered, or refused. */
  #isMute: boolean = false;

  get isMute(): boolean {
    return this.#isMute;
  }

  /** When the next round is due. */
  get nextMs(): number {
    return this.#nextMs;
  }

  /** What is asked now is out of date: a new round begins at once, or later. */
  restart(atMs = 0): void {
    this.#questions = null;
    this.#nextMs = atMs;
  }

  /** The question to be asked now; null: none; 'done': the round has just ended, and everything was as told. */
  next(nowMs: number, ask: () => readonly Question[]): Question | 'done' | null {
    if (this.#questions === null) {
      if (nowMs < this.#nextMs) return null;
      this.#isMute = false;
      this.#questions = [...ask()];
      if (this.#questions.length === 0) this.#isMute = true;
    }
    const [question] = this.#questions;
    if (question) return question;
    this.restart(nowMs + ASK_AGAIN_MS);
    return this.#isMute ? null : 'done';
  }

  /** A question is answered: true when it was one of this round. */
  answered(question: Question, isRefused: boolean): boolean {
    if (this.#questions?.[0]?.part !== question.part) return false;
    this.#questions.shift();
    if (isRefused) this.#isMute = true;
    return true;
  }

  /** It does not answer questions: asked again later. */
  unanswered(nowMs: number): void {
    this.#isMute = true;
    this.restart(nowMs + MUTE_AGAIN_MS);
  }
}
