import type { LineFact, RdsState } from '../rds-state.ts';
import { type Command, type Dialect, type Heard, type Question, releaseIn } from './dialect.ts';
import { Framer } from './framer.ts';
import { ReadBack } from './read-back.ts';
import { AGAIN_MS, Told } from './told.ts';
import { Verdict } from './verdict.ts';

/** Both clocks at one instant. */
export interface Moment {
  readonly monoMs: number;
  readonly wallMs: number;
}

interface Parts {
  readonly dialect: Dialect;
  /** It acknowledges what it is told. */
  readonly answers: boolean;
  /** It can be asked what it has. */
  readonly readsBack: boolean;
  /** What was told is said again from time to time. */
  readonly repeats: boolean;
  tell(fact: LineFact): void;
}

interface Frame {
  readonly command: Command | null;
  readonly question: Question | null;
  readonly bytes: Uint8Array;
  readonly sequence: number;
  /** 0: its answer is not waited for. */
  readonly tries: number;
  readonly sentMs: number;
}

type Send = (bytes: Uint8Array) => boolean;

const ANSWER_MS = 2000;
const MOST_TRIES = 3;
const BLOCKED_AGAIN_MS = 500;
/** A peer that takes nothing for so long does not read at all. */
const BLOCKED_MS = 6000;
/** A connection without answers that has lasted so long after the last byte counts as good. */
const SETTLED_MS = 2000;
/** The wall clock may jump: an announcement is looked after so often. */
const WATCH_MS = 1000;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * What is said over one line, and what the answers mean. Level-triggered: it remembers what the encoder was told and has
 * acknowledged, and says what differs from the newest state; nothing is queued. It touches neither clock nor wire:
 * `turn` is called whenever something happened, and at the latest when it says.
 */
export class Conversation {
  readonly verdict: Verdict;
  readonly #parts: Parts;
  readonly #told = new Told();
  readonly #readBack = new ReadBack();
  readonly #framer: Framer;
  #state: RdsState | null = null;
  #announceUntilMs = 0;
  #inHand: Frame | null = null;
  #isGreeted: boolean = false;
  #mustRelease: boolean = true;
  #tagged: boolean = false;
  /** It did not answer: everything is said without waiting, and now and then one answer is waited for. */
  #isDeaf: boolean = false;
  #probeMs = 0;
  /** Late answers of earlier tries that name no command are not taken for those of the next. */
  #owed = { answers: 0, untilMs: 0 };
  #blockedMs: number | null = null;
  #settledMs = 0;
  #isSettled: boolean = false;
  #heardAt: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#framer = new Framer(parts.dialect);
    this.verdict = new Verdict((fact) => parts.tell(fact));
  }

  /** When the encoder last answered, epoch ms. */
  get heardAt(): number | null {
    return this.#heardAt;
  }

  /** True when all that was shown is said and nothing speaks against it. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** True when the encoder was told all of the newest state, and took it as far as it answers at all. */
  isSaid(now: Moment): boolean {
    return this.#inHand?.command == null && !this.#commands(now).some((one) => this.#isPending(one, now.monoMs));
  }

  /** What takes an announcement back; null when the encoder is known to have none. */
  get #release(): Command | null {
    const release = releaseIn(this.#parts.dialect, this.#state);
    const isKnown = this.#parts.answers ? this.#told.isAgreed(release) : this.#told.hasLeft(release);
    return isKnown && !this.#mustRelease ? null : release;
  }

  show(state: RdsState, number: number, now: Moment): void {
    this.#state = state;
    this.#announceUntilMs = now.monoMs + ((state.taUntil ?? now.wallMs) - now.wallMs);
    this.#probeMs = 0;
    this.#isSettled = false;
    this.#readBack.restart();
    this.#told.renew(new Set(this.#parts.dialect.commands(state, this.#tagged).map(({ part }) => part)));
    this.verdict.renew(number);
  }

  /**
   * A connection begins: nobody knows what the encoder shows. `isSame`: it is known to close after each command, so that
   * what it acknowledged just now still counts.
   */
  opened(now: Moment, isSame: boolean): void {
    if (isSame) this.#told.keepAgreed();
    else this.#told.clear();
    this.#mustRelease = !isSame || this.#mustRelease;
    this.#isGreeted = false;
    this.#inHand = null;
    this.#isDeaf = false;
    this.#owed = { answers: 0, untilMs: 0 };
    this.#blockedMs = null;
    this.#settledMs = now.monoMs + SETTLED_MS;
    this.#isSettled = false;
    this.#readBack.restart();
    this.#framer.forget();
  }

  /** Bytes from the peer. Gives back how many answers to us were in them. */
  bytes(bytes: Uint8Array, now: Moment): number {
    const heard = this.#parts.dialect.hear(bytes, this.#framer.sent);
    return heard.filter((one) => this.#hear(one, now)).length;
  }

  /** Takes an announcement back out of turn. False: there is none, or it could not be sent. */
  sayRelease(now: Moment, send: Send): boolean {
    const release = this.#release;
    if (!release) return false;
    if (this.#state) this.#state = { ...this.#state, ta: false, taUntil: null };
    return this.#put(this.#frame({ command: release, tries: this.#parts.answers ? MOST_TRIES : 0 }, now), now, send);
  }

  /** Says what is to be said. Gives back when to be called again (monotonic ms), or null: give this connection up. */
  turn(now: Moment, send: Send): number | null {
    for (;;) {
      const next = this.#next(now);
      if (next === 'wait') return this.#wakeMs(now);
      if (next === 'time out') this.#giveUp(now);
      else if (!this.#put(next, now, send))
        return now.monoMs - (this.#blockedMs ?? now.monoMs) >= BLOCKED_MS ? null : now.monoMs + BLOCKED_AGAIN_MS;
    }
  }

  #next(now: Moment): 'wait' | 'time out' | Frame {
    const hand = this.#inHand;
    const commands = this.#commands(now);
    if (this.#isDeaf) {
      const unsaid = commands.find((one) => this.#isUnsaid(one, now.monoMs));
      if (unsaid) return this.#frame({ command: unsaid, tries: 0 }, now);
    }
    if (hand) {
      if (now.monoMs < hand.sentMs + ANSWER_MS) return 'wait';
      return hand.tries < MOST_TRIES ? { ...hand, tries: hand.tries + 1, sentMs: now.monoMs } : 'time out';
    }
    const pending = commands.find((one) => this.#isPending(one, now.monoMs));
    if (pending && (!this.#isDeaf || now.monoMs >= this.#probeMs)) {
      const tries = this.#isDeaf ? MOST_TRIES : Number(this.#parts.answers);
      return this.#frame({ command: pending, tries }, now);
    }
    this.#conclude(commands, now);
    const question = this.#nextQuestion(now);
    if (question) return this.#frame({ question, tries: 1 }, now);
    this.#conclude(commands, now);
    return 'wait';
  }

  /** What the encoder is to be told by now, in order. A connection begins with the release of any announcement. */
  #commands(now: Moment): readonly Command[] {
    const { dialect } = this.#parts;
    const greeting = dialect.greeting && !this.#isGreeted ? [dialect.greeting] : [];
    const state = this.#state && this.#watched(this.#state, now);
    if (this.#mustRelease) return [...greeting, releaseIn(dialect, state)];
    const commands = state ? dialect.commands(state, this.#tagged, now.wallMs) : [];
    for (const one of commands)
      if (one.body === null && !this.#told.isRefused(one, now.monoMs)) this.#refuse(one, 'not possible here', now);
    return [...greeting, ...commands.filter(({ body }) => body !== null)];
  }

  /** The announcement ends by itself, by whichever clock comes first. */
  #watched(state: RdsState, now: Moment): RdsState {
    const isOver = now.wallMs >= (state.taUntil ?? 0) || now.monoMs >= this.#announceUntilMs;
    return state.ta && isOver ? { ...state, ta: false, taUntil: null } : state;
  }

  #isPending(command: Command, nowMs: number): boolean {
    if (this.#isUnsaid(command, nowMs)) return true;
    return this.#parts.answers && !this.#told.isAgreed(command) && !this.#told.isRefused(command, nowMs);
  }

  #isUnsaid(command: Command, nowMs: number): boolean {
    if (this.#told.isRefused(command, nowMs)) return false;
    return !this.#told.hasLeft(command) || (this.#parts.repeats && nowMs >= this.#told.repeatMs(command));
  }

  #frame(what: { command?: Command; question?: Question; tries: number }, now: Moment): Frame {
    const { command = null, question = null, tries } = what;
    const again = command && this.#told.hasLeft(command) ? command.again : undefined;
    const body = again ?? (command ?? question)?.body ?? new Uint8Array();
    return { command, question, ...this.#framer.next(body), tries, sentMs: now.monoMs };
  }

  #put(one: Frame, now: Moment, send: Send): boolean {
    if (!send(one.bytes)) {
      this.#blockedMs ??= now.monoMs;
      return false;
    }
    this.#blockedMs = null;
    this.#settledMs = now.monoMs + SETTLED_MS;
    this.#framer.remember(one.bytes);
    if (one.tries > 0) this.#inHand = one;
    if (!one.command) return true;
    this.#told.left(one.command, now.monoMs);
    if (one.command.part.startsWith('rt+')) this.#tagged = true;
    if (one.tries === 0) this.#isThrough(one.command);
    return true;
  }

  /** The greeting and the release stand before everything else until they are through. */
  #isThrough({ part }: Command): void {
    if (part === this.#parts.dialect.greeting?.part) this.#isGreeted = true;
    else if (part === 'ta') this.#mustRelease = false;
  }

  #hear(heard: Heard, now: Moment): boolean {
    const hand = this.#inHand;
    if (!hand || (heard.sequence !== null && heard.sequence !== hand.sequence)) return false;
    if (heard.sequence === null && this.#owed.answers > 0 && now.monoMs < this.#owed.untilMs) {
      this.#owed.answers -= 1;
      return false;
    }
    const { command, question } = hand;
    if (question ? heard.heard === 'yes' : heard.heard === 'value') return false;
    if (heard.heard === 'value' && heard.part !== question?.part) return false;
    const isSpoilt = heard.heard === 'no' && heard.isSpoilt && hand.tries < MOST_TRIES;
    this.#inHand = isSpoilt ? { ...hand, sentMs: -NEVER } : null;
    if (isSpoilt) return true;
    this.#isDeaf = false;
    this.#heardAt = now.wallMs;
    if (heard.sequence === null && hand.tries > 1)
      this.#owed = { answers: hand.tries - 1, untilMs: now.monoMs + ANSWER_MS };
    if (question) this.#read(question, heard, now);
    if (!command) return true;
    this.#isThrough(command);
    if (heard.heard === 'no') this.#refuse(command, heard.detail, now);
    else this.#told.agreed(command);
    return true;
  }

  #refuse(command: Command, detail: string, now: Moment): void {
    this.#told.refused(command, now.monoMs);
    this.verdict.fail('encoder_refused', `${command.part}: ${detail}`);
  }

  #giveUp(now: Moment): void {
    const { command, question } = this.#inHand ?? {};
    this.#inHand = null;
    if (command) {
      this.#isDeaf = true;
      this.#probeMs = now.monoMs + AGAIN_MS;
      this.#isThrough(command);
    } else this.#readBack.unanswered(now.monoMs);
    this.#isSettled = false;
    this.verdict.fail('encoder_silent', `${(command ?? question)?.part}: no answer`);
  }

  #nextQuestion({ monoMs }: Moment): Question | null {
    const state = this.#state;
    if (!this.#parts.readsBack || !state || this.#isDeaf) return null;
    const isOff = this.#told.hasLeft(releaseIn(this.#parts.dialect, state));
    const now = isOff ? { ...state, ta: false, taUntil: null } : state;
    const next = this.#readBack.next(monoMs, () => this.#parts.dialect.questions(now));
    if (next !== 'done') return next;
    this.verdict.prove('F1');
    return null;
  }

  #read(question: Question, heard: Heard, now: Moment): void {
    if (!this.#readBack.answered(question, heard.heard === 'no')) return;
    if (heard.heard === 'no') this.verdict.fail('encoder_refused', `${question.part}?: ${heard.detail}`);
    if (heard.heard !== 'value') return;
    if (heard.value === question.expected) {
      this.#told.readAsTold(question.part);
      return;
    }
    this.#readBack.restart(this.#told.misread(question.part, now.monoMs));
    this.#isSettled = false;
    this.verdict.fail('encoder_refused', `${question.part}: reads "${heard.value}", was told "${question.expected}"`);
  }

  /** Nothing is left to say: how far is it proved, and is all well again? */
  #conclude(commands: readonly Command[], now: Moment): void {
    if (!this.#state || this.#mustRelease) return;
    const { answers, dialect } = this.#parts;
    const all = dialect.commands(this.#state, this.#tagged);
    const isWhole = !all.some((one) => !one.isExtra && this.#told.wasRefused(one));
    if (commands.every((one) => this.#told.hasLeft(one) || this.#told.wasRefused(one))) this.verdict.prove('sent');
    if (answers && !this.#isDeaf && isWhole) this.verdict.prove('F0');
    const isMisread = this.#readBack.isMute || all.some(({ part }) => this.#told.isMisread(part));
    this.#isSettled = !this.#isDeaf && isWhole && !isMisread && (answers || now.monoMs >= this.#settledMs);
    if (this.#isSettled) this.verdict.well();
  }

  #wakeMs(now: Moment): number {
    if (this.#inHand) return this.#inHand.sentMs + ANSWER_MS;
    const { repeats, readsBack } = this.#parts;
    const times = this.#commands(now).flatMap((one) => [
      this.#told.againMs(one),
      repeats ? this.#told.repeatMs(one) : NEVER,
    ]);
    if (this.#isDeaf) times.push(this.#probeMs);
    if (readsBack && this.#state) times.push(this.#readBack.nextMs);
    if (!this.#isSettled) times.push(this.#settledMs);
    if (this.#state?.ta) times.push(now.monoMs + WATCH_MS);
    return Math.min(...times.filter((ms) => ms > now.monoMs), NEVER);
  }
}
