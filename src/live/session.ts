import type { SourceFormat } from '#feed';
import { type Bilingual, errorText, isStationError, type Reason, StationError } from '#kernel';
import { type Course, dueNow, warningNow } from './course.ts';
import type { Recorded } from './evidence.ts';
import { LevelMeter, type Loudness } from './level-meter.ts';
import { CUTS } from './off-air.ts';
import type { Air } from './ports.ts';
import { Prompter } from './prompter.ts';
import { LIVE_ENDS, type LiveEnd, type LiveEvent, liveMachine } from './session-machine.ts';
import type { Invitation, SessionParts, Source } from './session-parts.ts';
import { SourceLine } from './source-line.ts';
import { REFUSALS, type Refusal, type SourceEnd, type Talker } from './talker.ts';
import type { Voice } from './voice.ts';

const TICK_MS = 200;
/** So much left out for running ahead is a file that is pushed, not a voice. */
const TOO_FAST_MS = 15_000;

/** One live session from its opening to its end: source in, frames to its feed, words to whoever speaks. */
export class LiveSession {
  readonly invitation: Invitation;
  /** What the talker is told. */
  readonly prompter: Prompter;
  readonly #parts: SessionParts;
  readonly #over = new AbortController();
  readonly #done = Promise.withResolvers<void>();
  #state: Course['state'] = 'opened';
  #sinceMs: number;
  #source: Source | null = null;
  /** A line that ended and still gives its last words. */
  #draining: Source | null = null;
  #voice: Voice | null = null;
  #going: Promise<void> | null = null;
  #broadcastId: string | null = null;
  #onAirMs: number | null = null;
  #limitMs: number;
  #heardMs: number;
  #onAirAt: number | null = null;
  #endedAt: number | null = null;
  #endReason: LiveEnd | null = null;
  #recorded: Recorded | null = null;
  #cutting: Promise<void> = Promise.resolve();
  /** When the signal that goes first is over. */
  #signalUntilMs: number | null = null;

  constructor(invitation: Invitation, parts: SessionParts) {
    this.invitation = invitation;
    this.#parts = parts;
    this.#sinceMs = parts.world.clock.monoMs();
    this.#heardMs = this.#sinceMs;
    this.#limitMs = parts.settings.maxMs;
    this.prompter = new Prompter(
      () => this.#source?.talker ?? null,
      () => this.#nowMs(),
    );
    void this.#watch();
  }

  get state(): Course['state'] {
    return this.#state;
  }

  get facts() {
    return {
      broadcastId: this.#broadcastId,
      onAirAt: this.#onAirAt,
      endedAt: this.#endedAt,
      endReason: this.#endReason,
      recorded: this.#recorded,
    };
  }

  /** Aborts as soon as it has ended; it may still give its last words. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** What a source is told that comes after the end. */
  whyOver(): StationError {
    return new StationError('LIVE_OVER', { reason: LIVE_ENDS[this.#endReason ?? 'lost'] });
  }

  /** Resolves when nothing of it is left to do. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /**
   * Takes a source's connection; one that came before is let go, since a lost line often comes back before it is known
   * to be lost. Throws LIVE_OVER.
   */
  attach(format: SourceFormat, talker: Talker): SourceEnd {
    if (this.#state === 'ended') throw this.whyOver();
    this.#source?.talker.tell({ refused: 'replaced', text: REFUSALS.replaced });
    this.#detach();
    const now = this.#nowMs();
    const { world, ffmpegPath, settings } = this.#parts;
    const line = new SourceLine({
      world,
      ffmpegPath,
      settings,
      format,
      events: {
        frames: (frames) => this.#hear(source, frames),
        level: (level) => this.#level(source, level),
        dropped: () => this.prompter.mayWarn('behind'),
        broken: (hadSound) => this.#broken(source, hadSound),
      },
    });
    const course = { bytesMs: now, hasSent: false, unansweredMs: null, quietMs: line.quietMs };
    const source: Source = { line, talker, course, meter: new LevelMeter(), droppedMs: 0 };
    this.#source = source;
    this.prompter.state(this.#standing());
    return {
      bytes: (chunk) => this.#bytes(source, chunk),
      refuse: (problem) => this.#isCurrent(source) && this.end('refused_input', REFUSALS[problem]),
      finish: () => this.#isCurrent(source) && this.end('finished'),
      closed: () => this.#isCurrent(source) && this.#detach(),
    };
  }

  /** Ends it; a repeated call does nothing. Silence at once for reasons that cannot wait, else after the last word. */
  end(reason: LiveEnd, detail: Bilingual | null = null): void {
    this.#end(reason, detail, CUTS[reason] ?? null);
  }

  /** Others took it off the air everywhere: it ends, and there is nobody left to silence. */
  takenOff(reason: LiveEnd, detail: Bilingual): void {
    this.#end(reason, detail, 'off air');
  }

  #end(reason: LiveEnd, detail: Bilingual | null, cut: Reason | 'off air' | null): void {
    if (this.#state === 'ended') return;
    this.#step('end');
    this.#endReason = reason;
    this.#endedAt = this.#parts.world.clock.wallMs();
    this.#over.abort();
    this.#source?.talker.tell({ end: reason, text: LIVE_ENDS[reason], detail });
    const { id } = this.invitation;
    this.#parts.world.logger.info('a live session ended', { id, reason, detail: detail?.en });
    if (cut !== null) this.#cut(cut);
    void this.#finish(cut);
  }

  /** Silence now, whoever is speaking, and whatever of a talk that is over still sounds. Resolves when it is ordered. */
  async cutOff(): Promise<void> {
    if (this.#state === 'ended') this.#cut('stopped_by_operator');
    else this.end('killed');
    await this.#cutting;
  }

  #nowMs(): number {
    return this.#parts.world.clock.monoMs();
  }

  #isCurrent(source: Source): boolean {
    return this.#source === source && this.#state !== 'ended';
  }

  #step(event: LiveEvent): void {
    this.#state = liveMachine.apply(this.#state, event);
    this.#sinceMs = this.#nowMs();
    this.#heardMs = this.#sinceMs;
    if (event !== 'end') this.prompter.state(this.#standing());
  }

  #standing() {
    const isCounting = this.#state === 'counting_in';
    const untilMs = this.#signalUntilMs ?? this.#sinceMs + this.#parts.settings.countInMs;
    return {
      state: this.#state,
      leftMs: isCounting ? untilMs - this.#nowMs() : null,
      isSignal: isCounting && this.#signalUntilMs !== null,
      onAirAt: this.#onAirAt,
    };
  }

  #bytes(source: Source, chunk: Uint8Array): void {
    if (!this.#isCurrent(source) || chunk.length === 0) return;
    const now = this.#nowMs();
    source.course.bytesMs = now;
    source.course.hasSent = true;
    source.course.unansweredMs ??= now;
    if (!source.line.take(chunk)) this.end('refused_input', REFUSALS.too_much);
  }

  #hear(source: Source, frames: Uint8Array): void {
    if (source !== this.#source && source !== this.#draining) return;
    source.course.unansweredMs = null;
    const isWaiting = this.#state === 'opened' || this.#state === 'lost';
    if (isWaiting && source === this.#source) {
      this.#openVoice();
      this.#step('hear');
    }
    source.droppedMs += this.#voice?.say(frames, source.line.mostAheadMs) ?? 0;
    if (source.droppedMs > TOO_FAST_MS) this.end('refused_input', REFUSALS.too_fast);
  }

  /** Open from the count on, silent: loudspeakers that begin find sound there, though nothing was said yet. */
  #openVoice(): Voice {
    this.#voice ??= this.#parts.openVoice();
    return this.#voice;
  }

  #level(source: Source, level: Loudness): void {
    if (!this.#isCurrent(source)) return;
    const now = this.#nowMs();
    if (level.rmsDb >= this.#parts.settings.silenceDb) this.#heardMs = now;
    const shown = source.meter.take(level, now);
    if (shown) source.talker.tell({ level: shown });
  }

  #broken(source: Source, hadSound: boolean): void {
    if (!this.#isCurrent(source)) return;
    // Nothing of it was ever sound; or the encoder itself failed, and a new line gets a new one.
    if (!hadSound && source.course.hasSent) this.end('refused_input', REFUSALS.not_sound);
    else this.#detach();
  }

  /** The source is gone; what it said last still goes out. */
  #detach(): void {
    const source = this.#source;
    if (!source) return;
    this.#source = null;
    this.#draining = source;
    void source.line.end().then(() => {
      if (this.#draining === source) this.#draining = null;
    });
    source.talker.close();
    if (this.#state === 'on_air' || (this.#state === 'counting_in' && !this.#going)) this.#step('lose');
  }

  async #watch(): Promise<void> {
    while (await this.#parts.world.clock.sleep(TICK_MS, this.#over.signal)) this.#tick();
  }

  #tick(): void {
    const now = this.#nowMs();
    const { settings } = this.#parts;
    const course: Course = {
      state: this.#state,
      sinceMs: this.#sinceMs,
      source: this.#source?.course ?? null,
      onAirMs: this.#onAirMs,
      limitMs: this.#limitMs,
      heardMs: this.#heardMs,
    };
    const due = dueNow(course, settings, now);
    if (due?.do === 'end') this.end(due.reason, due.reason === 'refused_input' ? REFUSALS.not_sound : null);
    else if (due?.do === 'drop_source') this.#dropSource();
    else if (due?.do === 'go') this.#going ??= this.#go().finally(() => this.#release());
    if (liveMachine.isFinal(this.#state)) return;
    if (this.#state === 'counting_in') this.prompter.state(this.#standing(), true);
    if (this.#state !== 'on_air' || !this.#voice?.isSpeaking) this.#voice?.keepSilent();
    const warning = warningNow(course, settings, now);
    if (warning) this.prompter.mayWarn(warning.warning, { seconds: warning.secondsLeft });
  }

  #dropSource(): void {
    const problem: Refusal | null = this.#source?.course.hasSent === false ? 'nothing_sent' : null;
    if (problem) this.#source?.talker.tell({ refused: problem, text: REFUSALS[problem] });
    this.#detach();
  }

  /** The count is over: makes the broadcast, waits until the loudspeakers listen, and lets the voice through. */
  async #go(): Promise<void> {
    const { world, settings } = this.#parts;
    const { id } = this.invitation;
    const voice = this.#openVoice();
    let begun: Awaited<ReturnType<Air['start']>>;
    try {
      begun = await this.#parts.putOnAir(this);
    } catch (error) {
      world.logger.error('a live session could not go on air', { id, error: String(error) });
      this.end('not_started', isStationError(error) ? error.text : errorText('STORAGE_FAILED'));
      return;
    }
    this.#broadcastId = begun.broadcastId;
    begun.go();
    if (this.#over.signal.aborted) return;
    // What is said now is heard then: nobody waits in silence for the first word.
    const waitMs = Math.max(0, begun.startAt - settings.delayMs - world.clock.wallMs());
    if (begun.signalMs > 0) this.#signalUntilMs = this.#nowMs() + waitMs;
    await world.clock.sleep(waitMs, this.#over.signal);
    if (this.#over.signal.aborted) return;
    this.#limitMs = Math.min(settings.maxMs, begun.durationMs);
    this.#onAirMs = this.#nowMs();
    this.#onAirAt = world.clock.wallMs();
    voice.begin(this.#limitMs);
    this.#step('go');
  }

  /** The line may have been lost while the broadcast was made. */
  #release(): void {
    this.#going = null;
    if (this.#source === null && (this.#state === 'on_air' || this.#state === 'counting_in')) this.#step('lose');
  }

  #cut(reason: Reason | 'off air'): void {
    this.#voice?.cut();
    this.#source?.line.kill();
    this.#draining?.line.kill();
    if (this.#broadcastId !== null && reason !== 'off air') this.#cutting = this.#halt(this.#broadcastId, reason);
  }

  async #halt(broadcastId: string, reason: Reason): Promise<void> {
    const { air, world } = this.#parts;
    await air
      .halt(broadcastId, reason)
      .catch((error: unknown) => world.logger.error('a halt failed', { broadcastId, error: String(error) }));
  }

  async #finish(cut: Reason | 'off air' | null): Promise<void> {
    const hadBroadcast = this.#broadcastId !== null;
    if (cut === null) await Promise.all([this.#source?.line.end(), this.#draining?.line.end()]);
    this.#source?.talker.close();
    this.#source = null;
    await this.#going;
    const endAt = this.#voice?.end() ?? 0;
    const broadcastId = this.#broadcastId;
    // A broadcast that was still being made when the session was cut off is known only now.
    if (broadcastId !== null && cut !== null && cut !== 'off air' && !hadBroadcast) await this.#halt(broadcastId, cut);
    const recorded = (await this.#voice?.close()) ?? null;
    this.#recorded = recorded;
    await this.#parts.writeEnd(this, broadcastId !== null && cut === null ? { broadcastId, endAt } : null);
    this.#done.resolve();
  }
}
