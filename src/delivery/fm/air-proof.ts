import type { FmStation } from '#fm';
import { type Clock, type Evidence, type Level, type Reason, rankOf } from '#kernel';
import { type FmVerdict, fmVerdict, gradeOf } from './fm-verdict.ts';
import type { LineFact, LineGrade } from './rds-state.ts';
import type { OffAirListening } from './room-parts.ts';

/** So long the stream or the agent may take to say how its sound ended. */
const SOUND_GRACE_MS = 20_000;
/** The last word on an emergency is due half a minute after its end; a receiver that is slower does not count then. */
const OFF_AIR_MS = { emergency: 25_000, other: 50_000 };
/** A refusal names the part that was refused. */
const FREE_GROUP = /^group [0-9A-F]{12}:/;
const GRADES: readonly LineGrade[] = ['sent', 'F0', 'F1'];

/** What is proved of one airing, piece by piece. */
export class AirProof {
  #begun: boolean = false;
  /** The first state that spoke of it; what was said of earlier ones proves nothing. */
  #firstNumber: number | null = null;
  #grade: LineGrade | null = null;
  #fault: 'encoder_silent' | 'encoder_refused' | null = null;
  #codesFault: 'encoder_silent' | 'encoder_refused' | null = null;
  #fetched = false;
  #sound: Reason | null = null;
  #soundEnded: () => void = () => undefined;
  #listening: OffAirListening | null = null;
  readonly #told = new Set<string>();

  get begun(): boolean {
    return this.#begun;
  }

  /** `listening`: a receiver that listens already, before it begins. */
  constructor(listening: OffAirListening | null = null) {
    this.#listening = listening;
  }

  begin(): void {
    this.#begun = true;
  }

  /** True once for each group of receivers. */
  isNewFor(endpointId: string): boolean {
    if (this.#told.has(endpointId)) return false;
    this.#told.add(endpointId);
    return true;
  }

  shown(number: number): void {
    this.#firstNumber ??= number;
  }

  fetched(): void {
    this.#fetched = true;
  }

  lineFact(fact: Exclude<LineFact, { fact: 'well' }>): void {
    if (this.#firstNumber === null || fact.number < this.#firstNumber) return;
    if (fact.fact === 'fault') {
      this.#fault = fact.reason;
      if (fact.reason === 'encoder_silent' || FREE_GROUP.test(fact.detail)) this.#codesFault = fact.reason;
    } else if (GRADES.indexOf(fact.grade) > (this.#grade === null ? -1 : GRADES.indexOf(this.#grade)))
      this.#grade = fact.grade;
  }

  soundEnded(reason: Reason): void {
    this.#sound = reason;
    this.#soundEnded();
  }

  soundAgain(): void {
    this.#sound = null;
  }

  evidence(): Evidence {
    return gradeOf({ grade: this.#grade, fetched: this.#fetched });
  }

  /** The last word, when all who may still say something have said it or had their time. */
  async verdict(
    clock: Clock,
    end: {
      readonly station: Pick<FmStation, 'audio' | 'addressing' | 'lines'>;
      readonly endedAt: number;
      readonly reason: Reason;
      readonly hasSound: boolean;
      readonly level: Level;
    },
  ): Promise<FmVerdict> {
    const { station, endedAt, reason, hasSound, level } = end;
    // What somebody ended is over for that reason, whatever the last proofs would be.
    const isWhole = this.#begun && reason === 'by_fm';
    if (isWhole && hasSound) await this.#waitForSound(clock);
    const heardMs = !isWhole
      ? null
      : await this.#offAir(clock, endedAt, rankOf(level) === 0 ? OFF_AIR_MS.emergency : OFF_AIR_MS.other);
    return fmVerdict({
      ...{ audio: station.audio, addressing: station.addressing, lines: station.lines.length },
      ...{ begun: this.#begun, reason, grade: this.#grade, fault: this.#fault, fetched: this.#fetched },
      ...{ sound: this.#sound, heardMs },
      // Of a line that never answers nobody can say that it did not take them.
      codesFault: station.lines.every((line) => line.answers) ? this.#codesFault : null,
    });
  }

  /** Nobody will ask any more: a receiver that still listens may stop. */
  close(): void {
    this.#listening?.drop();
    this.#listening = null;
  }

  async #waitForSound(clock: Clock): Promise<void> {
    if (this.#sound !== null) return;
    const over = new AbortController();
    this.#soundEnded = () => over.abort();
    await clock.sleep(SOUND_GRACE_MS, over.signal);
  }

  async #offAir(clock: Clock, endedAt: number, withinMs: number): Promise<number | null> {
    const listening = this.#listening;
    if (listening === null) return null;
    this.#listening = null;
    const over = new AbortController();
    const late = clock.sleep(withinMs, over.signal).then(() => null);
    const heard = listening.end(endedAt).catch(() => null);
    const heardMs = await Promise.race([heard, late]);
    over.abort();
    return heardMs;
  }
}
