import type { Reason, World } from '#kernel';
import { machine, newSecret } from '#kernel';
import { type Channel, isSigned, parseMessage, type Report, type SpeakerMessage, speakerMessage } from '#link';
import type { DriverFact } from '../endpoint-driver.ts';

/** A conversation with one speaker: it is asked who it is, then it may talk. */
type SessionState = 'challenged' | 'checking' | 'joined' | 'closed';
type SessionEvent = 'hello' | 'accept' | 'close';
export const sessionMachine = machine<SessionState, SessionEvent>('link session', {
  challenged: { hello: 'checking', close: 'closed' },
  checking: { accept: 'joined', close: 'closed' },
  joined: { close: 'closed' },
  closed: {},
});

/** What a session needs from its hub. */
export interface SessionHost {
  readonly world: World;
  readonly heartbeatMs: number;
  /** The public key of an endpoint that may join, or null. */
  keyOf(endpointId: string): Promise<string | null>;
  /** False: whoever knocks is heard and sent away, since another machine may command him. */
  mayCommand(): boolean;
  /** It is proved who is there; this is the epoch whose orders it obeys. */
  heardEpoch(endpointId: string, epoch: number): void;
  joined(session: Session, begun: ReadonlySet<string>): void;
  left(session: Session): void;
  tell(endpointId: string, fact: DriverFact): void;
}

/** More than this waiting to leave means that the speaker does not read. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;
/** The time is answered at once or not at all: an answer that waited in a queue is wrong. */
const MAX_BUFFERED_FOR_TIME = 64 * 1024;

/** The station's side of one speaker link (docs/protocols/link.md). */
export class Session {
  readonly audioToken: string;
  endpointId = '';
  playing: string | null = null;
  lastHeardMonoMs: number;
  readonly openedMonoMs: number;
  #state: SessionState = 'challenged';
  readonly #nonce: string;
  readonly #host: SessionHost;
  readonly #channel: Channel;
  #agentVersion = '';

  constructor(host: SessionHost, channel: Channel) {
    this.#host = host;
    this.#channel = channel;
    this.#nonce = newSecret(host.world.random);
    this.audioToken = newSecret(host.world.random);
    this.openedMonoMs = host.world.clock.monoMs();
    this.lastHeardMonoMs = this.openedMonoMs;
  }

  /** True while it is not known who is there. Strangers are told nothing, not even the time. */
  get isKnocking(): boolean {
    return this.#state === 'challenged' || this.#state === 'checking';
  }

  /** Asks who is there. */
  open(): void {
    this.#channel.send(JSON.stringify({ type: 'challenge', nonce: this.#nonce }));
  }

  /** One frame from the speaker. What is not a message ends the conversation. */
  text(frame: string): void {
    this.lastHeardMonoMs = this.#host.world.clock.monoMs();
    const message = parseMessage(speakerMessage, frame);
    if (!message) {
      this.#host.world.logger.warn('link frame refused', { endpointId: this.endpointId });
      this.close();
    } else if (message.type === 'hello') {
      void this.#hello(message);
    } else if (message.type === 'time') {
      this.#time(message.monoMs);
    } else if (this.#state !== 'joined') {
      this.close();
    } else if (message.type === 'heartbeat') {
      this.playing = message.playing;
      const { freeBytes, clockOffsetMs, clockErrorMs, sink } = message;
      const report = { freeBytes, clockOffsetMs, clockErrorMs, sink, agentVersion: this.#agentVersion };
      this.#host.tell(this.endpointId, { fact: 'seen', report });
    } else {
      this.#report(message.seq, message.report);
    }
  }

  /** The other side is gone, or we end it. Told to the hub once. */
  close(): void {
    if (this.#state === 'closed') return;
    const wasJoined = this.#state === 'joined';
    this.#state = sessionMachine.apply(this.#state, 'close');
    this.#channel.close();
    if (wasJoined) this.#host.left(this);
  }

  /** Sends a frame that was made for this speaker or for many. A speaker that does not read is cut off. */
  send(frame: string | Uint8Array): void {
    if (this.#state !== 'joined') return;
    if (this.#channel.bufferedBytes() > MAX_BUFFERED_BYTES) this.close();
    else this.#channel.send(frame);
  }

  async #hello(message: Extract<SpeakerMessage, { type: 'hello' }>): Promise<void> {
    if (this.#state !== 'challenged') {
      this.close();
      return;
    }
    this.#state = sessionMachine.apply(this.#state, 'hello');
    const key = await this.#host.keyOf(message.endpointId).catch(() => null);
    if (this.#state !== 'checking') return;
    if (key === null || !isSigned(key, 'hello', this.#nonce, message.signature)) {
      this.#host.world.logger.warn('speaker refused', { endpointId: message.endpointId });
      this.close();
      return;
    }
    this.endpointId = message.endpointId;
    this.#host.heardEpoch(this.endpointId, message.epoch ?? 0);
    if (!this.#host.mayCommand()) {
      this.close();
      return;
    }
    this.#agentVersion = message.agentVersion;
    this.#state = sessionMachine.apply(this.#state, 'accept');
    const { heartbeatMs } = this.#host;
    this.send(
      JSON.stringify({ type: 'welcome', endpointId: this.endpointId, audioToken: this.audioToken, heartbeatMs }),
    );
    this.#host.joined(this, new Set(message.begun));
  }

  #time(echoMonoMs: number): void {
    if (this.#channel.bufferedBytes() > MAX_BUFFERED_FOR_TIME) return;
    this.send(JSON.stringify({ type: 'time', echoMonoMs, stationAt: this.#host.world.clock.wallMs() }));
  }

  #report(seq: number, report: Report): void {
    const acknowledge = () => {
      if (seq > 0) this.send(JSON.stringify({ type: 'ack', seq }));
    };
    const { broadcastId } = report;
    const tell = (fact: DriverFact) => this.#host.tell(this.endpointId, fact);
    switch (report.event) {
      case 'placed':
        tell({ fact: 'placed', broadcastId });
        acknowledge();
        break;
      case 'place_failed':
        tell({ fact: 'place_failed', broadcastId, reason: report.reason satisfies Reason });
        acknowledge();
        break;
      case 'started':
        tell({ fact: 'started', broadcastId, startedAt: this.#past(report.startedAt) });
        acknowledge();
        break;
      case 'progress':
        tell({ fact: 'progress', broadcastId, renderedMs: report.renderedMs });
        break;
      case 'ended': {
        const { renderedMs, reason } = report;
        const startedAt = report.startedAt === null ? null : this.#past(report.startedAt);
        const endedAt = this.#past(report.endedAt);
        const evidence = renderedMs > 0 ? 'E2' : 'E0';
        tell({ fact: 'ended', broadcastId, startedAt, endedAt, renderedMs, reason, evidence, acknowledge });
        break;
      }
    }
  }

  /** What is told has happened: a speaker whose clock runs ahead cannot put it into the future. */
  #past(at: number): number {
    return Math.min(at, this.#host.world.clock.wallMs());
  }
}
