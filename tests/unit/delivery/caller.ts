import type { LinkDriver } from '#delivery';
import {
  judgeOrder,
  type KeyPair,
  newKeyPair,
  type Order,
  type OrderMark,
  type Report,
  type SpeakerMessage,
  type StationMessage,
  signText,
} from '#link';

/** The speaker's end of one conversation over the link, driven by hand. Judges each order as a speaker does. */
export class Caller {
  readonly endpointId: string;
  readonly keys: KeyPair;
  readonly heard: StationMessage[] = [];
  readonly orders: Order[] = [];
  readonly acks: number[] = [];
  /** Bytes that the station sent and that this speaker did not read. */
  unreadBytes = 0;
  isReading: boolean = true;
  isOpen: boolean = true;
  audioToken: string | null = null;
  onOrder: (order: Order) => void = () => undefined;
  readonly #stationKey: string;
  readonly #say: (frame: string) => void;
  readonly #hangUp: () => void;
  #mark: OrderMark = { epoch: 0, seq: 0 };
  #reports = 0;

  constructor(driver: LinkDriver, endpointId: string, stationKey: string, keys: KeyPair = newKeyPair()) {
    this.endpointId = endpointId;
    this.#stationKey = stationKey;
    this.keys = keys;
    const events = driver.accept({
      send: (frame) => this.#hear(Buffer.from(frame).toString()),
      close: () => {
        this.isOpen = false;
      },
      bufferedBytes: () => this.unreadBytes,
    });
    this.#say = (frame) => events.text(frame);
    this.#hangUp = () => events.closed();
  }

  /** Answers the challenge. Let the driver take a turn afterwards. */
  hello(begun: readonly string[] = [], signature?: string): void {
    const [first] = this.heard;
    const nonce = first?.type === 'challenge' ? first.nonce : '';
    this.say({
      type: 'hello',
      endpointId: this.endpointId,
      signature: signature ?? signText(this.keys.privatePem, 'hello', nonce),
      agentVersion: 'test',
      begun: [...begun],
    });
  }

  say(message: SpeakerMessage): void {
    this.#say(JSON.stringify(message));
  }

  sayRaw(frame: string): void {
    this.#say(frame);
  }

  report(report: Report): number {
    this.#reports += 1;
    this.say({ type: 'report', seq: this.#reports, report });
    return this.#reports;
  }

  hangUp(): void {
    this.isOpen = false;
    this.#hangUp();
  }

  #hear(frame: string): void {
    if (!this.isReading) {
      this.unreadBytes += frame.length;
      return;
    }
    const message = JSON.parse(frame) as StationMessage;
    this.heard.push(message);
    if (message.type === 'welcome') this.audioToken = message.audioToken;
    if (message.type === 'ack') this.acks.push(message.seq);
    if (message.type !== 'signed') return;
    const { endpointId } = this;
    const speaker = { endpointId, stationKey: this.#stationKey, mark: this.#mark, stationNowMs: null };
    const verdict = judgeOrder(message, speaker);
    if (!verdict.ok) throw new Error(`an order that no speaker obeys: ${verdict.why}`);
    this.#mark = verdict.mark;
    this.orders.push(verdict.payload.order);
    this.onOrder(verdict.payload.order);
  }
}
