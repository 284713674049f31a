import { join } from 'node:path';
import type { EncoderLine as LineSettings } from '#fm';
import { type Bilingual, fill, type World } from '#kernel';
import type { LineFact, LineGrade, OpenWire, RdsState, Wire, WireAddress } from '../rds-state.ts';
import { AsciiDialect } from './ascii-profile.ts';
import { Conversation, type Moment } from './conversation.ts';
import type { Dialect } from './dialect.ts';
import { UecpDialect } from './uecp-dialect.ts';

interface Parts {
  readonly world: Pick<World, 'clock' | 'logger' | 'random'>;
  readonly line: LineSettings;
  readonly open: OpenWire;
  /** Absolute: where the files of file lines lie. */
  readonly folder: string;
  tell(fact: LineFact): void;
}

interface LineStanding {
  readonly state: 'connecting' | 'connected' | 'fault';
  /** Epoch ms; null: never, or such an encoder does not answer. */
  readonly lastAnswerAt: number | null;
  /** How far the newest state is proved; null: it has not left yet. */
  readonly grade: LineGrade | null;
  readonly problem: Bilingual | null;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const CONNECT_MS = 10_000;
/** A line that could not carry anything for so long is a fault. */
const TROUBLE_MS = 6000;
const RELEASE_MS = 1000;
/** An encoder that closed so soon after an answer, so many times in a row, closes after each command. */
const CUT_SHORT_MS = 2000;
const CUT_SHORT = 2;
const LONGEST_NAP_MS = 30_000;

const PROBLEMS = {
  encoder_silent: {
    vi: 'Bộ mã hóa RDS không trả lời hoặc không kết nối được ({detail}). Hãy kiểm tra nguồn, dây và địa chỉ của bộ mã hóa.',
    en: 'The RDS encoder does not answer or cannot be reached ({detail}). Check its power, its cable and its address.',
  },
  encoder_refused: {
    vi: 'Bộ mã hóa RDS không nhận, hoặc đang phát điều khác với điều được gửi ({detail}). Hãy kiểm tra kiểu bộ mã hóa và xem có ai khác cùng điều khiển không.',
    en: 'The RDS encoder refuses, or sends something else than it was told ({detail}). Check the kind of encoder, and whether somebody else controls it too.',
  },
} as const satisfies Record<string, Bilingual>;

/**
 * One line to one RDS encoder: keeps it open, keeps the encoder saying what was shown last, and tells how far that is
 * proved. An announcement ends in time whatever anybody does. Nothing that an encoder does stops it.
 */
export class EncoderLine {
  readonly #parts: Parts;
  readonly #address: WireAddress;
  readonly #conversation: Conversation;
  readonly #answers: boolean;
  /** Why this line may not be used at all. */
  readonly #forbidden: string | null;
  #wire: Wire | null = null;
  /** Counts wires: events of one that was given up change nothing. */
  #generation = 0;
  #isOpen: boolean = false;
  #openedBy = 0;
  #answeredMs = 0;
  /** Answers on this connection, and connections in a row that ended right after one. */
  #answered = 0;
  #cutShort = 0;
  #attempts = 0;
  #retryMs = 0;
  #lastAttemptMs = Number.NEGATIVE_INFINITY;
  #troubleMs: number | null = null;
  #trouble = '';
  #stopping: boolean = false;
  #rung: boolean = false;
  #napping: AbortController | null = null;
  #loop: Promise<void> | null = null;

  constructor(parts: Parts) {
    const { line, folder } = parts;
    this.#parts = parts;
    const dialect: Dialect =
      line.profile === 'uecp' ? new UecpDialect(line) : new AsciiDialect(line.profile, line.password);
    const isFile = line.transport === 'file';
    this.#answers = line.answers && dialect.answers && !isFile;
    const readsBack = line.readsBack && !isFile;
    const tell = (fact: LineFact) => this.#tell(fact);
    this.#conversation = new Conversation({ dialect, answers: this.#answers, readsBack, repeats: !isFile, tell });
    this.#address = { ...line, path: isFile ? join(folder, line.path) : line.path };
    this.#forbidden = whyForbidden(line);
  }

  /** Connects and stays connected until `stop`. */
  start(): void {
    this.#stopping = false;
    this.#loop ??= this.#run();
  }

  /** Releases an announcement, says what was shown last as far as a second allows, then closes. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#ring();
    await this.#loop;
    this.#loop = null;
  }

  /**
   * What the encoder is to say from now on; returns at once. Only the newest state counts. What becomes of it is told
   * under `number`.
   */
  show(state: RdsState, number: number): void {
    const now = this.#now();
    this.#conversation.show(state, number, now);
    if (!this.#isOpen) this.#retryMs = Math.min(this.#retryMs, this.#lastAttemptMs + FIRST_RETRY_MS);
    this.#ring();
  }

  /** How the line is now. */
  standing(): LineStanding {
    const { heardAt, verdict } = this.#conversation;
    const { fault, grade } = verdict;
    const problem = fault && fill(PROBLEMS[fault.reason], { detail: fault.detail });
    return {
      state: fault ? 'fault' : this.#isOpen ? 'connected' : 'connecting',
      lastAnswerAt: heardAt,
      grade,
      problem,
    };
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const wakeMs = this.#forbidden === null ? this.#step() : this.#complain(this.#forbidden);
      if (this.#rung) this.#rung = false;
      else await this.#nap(wakeMs);
    }
    await this.#release();
    this.#drop();
  }

  /** Does what is due. Gives back when it wants to be called again, monotonic ms. */
  #step(): number {
    const now = this.#now();
    if (!this.#wire && now.monoMs >= this.#retryMs) this.#connect(now);
    let wakeMs = this.#retryMs;
    if (this.#wire && this.#isOpen) {
      const next = this.#conversation.turn(now, (bytes) => this.#send(bytes));
      if (next === null) {
        this.#lost('it reads nothing');
        this.#complain('it reads nothing');
      }
      if (this.#conversation.isSettled) this.#isWell();
      wakeMs = next ?? this.#retryMs;
    } else if (this.#wire) {
      if (now.monoMs >= this.#openedBy) this.#lost('no connection within 10 s');
      wakeMs = this.#wire ? this.#openedBy : this.#retryMs;
    }
    if (this.#troubleMs === null || this.#isOpen) return wakeMs;
    const faultMs = this.#troubleMs + TROUBLE_MS;
    if (now.monoMs >= faultMs) this.#complain(this.#trouble);
    return now.monoMs >= faultMs ? wakeMs : Math.min(wakeMs, faultMs);
  }

  #complain(detail: string): number {
    this.#conversation.verdict.fail(this.#forbidden === null ? 'encoder_silent' : 'encoder_refused', detail);
    return Number.POSITIVE_INFINITY;
  }

  #connect(now: Moment): void {
    this.#generation += 1;
    const generation = this.#generation;
    const isNow = () => generation === this.#generation;
    this.#attempts += 1;
    this.#lastAttemptMs = now.monoMs;
    this.#openedBy = now.monoMs + CONNECT_MS;
    try {
      const wire = this.#parts.open(this.#address, {
        opened: () => isNow() && this.#opened(),
        bytes: (bytes) => isNow() && this.#heard(bytes),
        closed: (problem) => isNow() && this.#lost(problem ?? 'the other side closed the connection'),
      });
      if (isNow()) this.#wire = wire;
      else wire.close();
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  #opened(): void {
    const now = this.#now();
    this.#isOpen = true;
    this.#answered = 0;
    this.#conversation.opened(now, this.#cutShort >= CUT_SHORT);
    this.#ring();
  }

  #heard(bytes: Uint8Array): void {
    const answers = this.#conversation.bytes(bytes, this.#now());
    this.#answered += answers;
    if (answers > 0) {
      this.#answeredMs = this.#now().monoMs;
      this.#isWell();
    }
    this.#ring();
  }

  /** The connection is gone: a new one is tried, each later than the last, with some chance against marching in step. */
  #lost(problem: string): void {
    const { clock, logger, random } = this.#parts.world;
    const nowMs = clock.monoMs();
    const wasCutShort = this.#isOpen && this.#answered > 0 && nowMs - this.#answeredMs < CUT_SHORT_MS;
    this.#cutShort = wasCutShort ? this.#cutShort + 1 : 0;
    if (this.#isOpen || this.#attempts === 1)
      logger.info('encoder line lost', { line: this.#parts.line.name, problem });
    this.#drop();
    const baseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, Math.min(this.#attempts - 1, 10)));
    const [chance = 0] = random.bytes(1);
    this.#retryMs = nowMs + baseMs * (0.75 + chance / 1024);
    this.#troubleMs ??= nowMs;
    this.#trouble = problem;
    this.#ring();
  }

  #drop(): void {
    this.#generation += 1;
    const wire = this.#wire;
    this.#wire = null;
    this.#isOpen = false;
    try {
      wire?.close();
    } catch (error) {
      this.#parts.world.logger.warn('encoder line not closed', { line: this.#parts.line.name, error: String(error) });
    }
  }

  #send(bytes: Uint8Array): boolean {
    try {
      return this.#wire?.send(bytes) ?? false;
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #isWell(): void {
    this.#attempts = 0;
    this.#troubleMs = null;
  }

  #tell(fact: LineFact): void {
    try {
      this.#parts.tell(fact);
    } catch (error) {
      this.#parts.world.logger.error('fact of an encoder line not taken', { error: String(error) });
    }
  }

  /** The last word: no announcement outlives us, and no alarm that was taken back a moment ago. */
  async #release(): Promise<void> {
    const endMs = this.#now().monoMs + RELEASE_MS;
    const send = (bytes: Uint8Array) => this.#send(bytes);
    if (this.#isOpen) this.#conversation.sayRelease(this.#now(), send);
    while (this.#isOpen && this.#now().monoMs < endMs) {
      const wakeMs = this.#conversation.turn(this.#now(), send);
      if (wakeMs === null || this.#conversation.isSaid(this.#now())) return;
      if (!this.#rung) await this.#nap(Math.min(wakeMs, endMs));
      this.#rung = false;
    }
  }

  #now(): Moment {
    const { clock } = this.#parts.world;
    return { monoMs: clock.monoMs(), wallMs: clock.wallMs() };
  }

  #ring(): void {
    this.#rung = true;
    this.#napping?.abort();
  }

  async #nap(wakeMs: number): Promise<void> {
    const { clock } = this.#parts.world;
    const napping = new AbortController();
    this.#napping = napping;
    await clock.sleep(Math.max(0, Math.min(wakeMs - clock.monoMs(), LONGEST_NAP_MS)), napping.signal);
    this.#napping = null;
    this.#rung = false;
  }
}

/** Site 0 and encoder 0 mean every encoder that hears it: only when somebody meant it. A file line has a plain name. */
function whyForbidden(line: LineSettings): string | null {
  if (line.profile === 'uecp' && line.site === 0 && line.encoder === 0 && !line.toEverybody)
    return 'site 0 and encoder 0 address every encoder';
  if (line.transport === 'file' && !/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*$/u.test(line.path))
    return 'the file has no plain name';
  return null;
}
