/** A child of the fan-out bench: thousands of idle agents on plain TCP sockets, as cheap as they can be. */
import { connect, type Socket } from 'node:net';
import { signText } from '#link';
import { type Ask, answer, sharedMs } from './lines.ts';

const [port = '', privatePem = ''] = process.argv.slice(2);
const isBare = privatePem === 'bare';
/** As real agents do: ask for the time every 5 s, beat every 15 s. */
const TIME_EVERY_MS = 5000;
const TICK_MS = 10;
const AT_ONCE = 100;
/** Anything longer than this that comes while we listen is the order; answers to the time are shorter. */
const SHORT_BYTES = 150;

/** A frame to the server, masked with zeros: it is the same for everybody. */
function maskedFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

const beat = maskedFrame(
  JSON.stringify({ type: 'heartbeat', playing: null, freeBytes: 1e9, clockOffsetMs: 0, clockErrorMs: 1, sink: 'alsa' }),
);
const timeQuestion = maskedFrame(JSON.stringify({ type: 'time', monoMs: 123456.789 }));

const none = Buffer.alloc(0);

let wanted = '';
let isListening = false;
let specimen: Buffer | null = null;
let odd = 0;
let heardAtMs: number[] = [];

class IdleAgent {
  readonly #endpointId: string;
  #socket: Socket | null = null;
  #rest: Buffer = none;
  #isUpgraded: boolean = false;
  #onJoined: () => void = () => undefined;

  constructor(endpointId: string) {
    this.#endpointId = endpointId;
  }

  join(): Promise<void> {
    const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    socket.on('connect', () =>
      socket.write(
        'GET /link/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      ),
    );
    socket.on('data', (chunk) => this.#data(chunk));
    const joined = new Promise<void>((resolve, reject) => {
      this.#onJoined = resolve;
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('an agent was hung up on')));
    });
    joined.catch(() => undefined);
    return joined;
  }

  say(frame: Buffer): void {
    this.#socket?.write(frame);
  }

  #data(chunk: Buffer): void {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isUpgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = rest;
        return;
      }
      this.#isUpgraded = true;
      // The floor asks nobody who they are.
      if (isBare) this.#onJoined();
      rest = rest.subarray(end + 4);
    }
    while (rest.length >= 2) {
      const short = (rest[1] ?? 0) & 0x7f;
      const head = short < 126 ? 2 : 4;
      if (rest.length < head) break;
      const length = short < 126 ? short : rest.readUInt16BE(2);
      if (rest.length < head + length) break;
      this.#frame(rest.subarray(head, head + length));
      rest = rest.subarray(head + length);
    }
    this.#rest = rest.length === 0 ? none : Buffer.from(rest);
  }

  #frame(frame: Buffer): void {
    if (isListening) {
      if (frame.length > SHORT_BYTES) heard(frame);
      return;
    }
    const text = frame.toString();
    if (text.startsWith('{"type":"challenge"')) {
      const { nonce } = JSON.parse(text) as { nonce: string };
      const signature = signText(privatePem, 'hello', nonce);
      const hello = { type: 'hello', endpointId: this.#endpointId, signature, agentVersion: '0.1.0', begun: [] };
      this.say(maskedFrame(JSON.stringify(hello)));
    } else if (text.startsWith('{"type":"signed"')) {
      // The plan comes after the welcome.
      this.#onJoined();
    }
  }
}

/** Every agent must get the order that was asked for, and all of them the same bytes. */
function heard(frame: Buffer): void {
  heardAtMs.push(sharedMs());
  specimen ??= Buffer.from(frame);
  if (!specimen.equals(frame) || (heardAtMs.length === 1 && !frame.includes(wanted))) odd += 1;
}

let agents: IdleAgent[] = [];

async function join(endpointIds: readonly string[]): Promise<void> {
  agents = endpointIds.map((id) => new IdleAgent(id));
  const startedMs = sharedMs();
  for (let from = 0; from < agents.length; from += AT_ONCE) {
    await Promise.all(agents.slice(from, from + AT_ONCE).map((agent) => agent.join()));
  }
  answer({ tookMs: sharedMs() - startedMs });
  talkOn();
}

/** Idle talk, spread evenly over time. */
function talkOn(): void {
  if (isBare) return;
  const startedMs = sharedMs();
  let said = 0;
  setInterval(() => {
    const due = Math.floor(((sharedMs() - startedMs) / TIME_EVERY_MS) * agents.length);
    for (; said < due; said += 1) {
      const agent = agents[said % agents.length];
      agent?.say(timeQuestion);
      if (Math.floor(said / agents.length) % 3 === 0) agent?.say(beat);
    }
  }, TICK_MS);
}

process.on('message', (question: Ask) => {
  switch (question.ask) {
    case 'join':
      join(question.endpointIds).catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
      break;
    case 'listen':
      wanted = String(question.startAt);
      [isListening, specimen, odd, heardAtMs] = [true, null, 0, []];
      answer({ tookMs: 0 });
      break;
    case 'heard':
      void heardAll(question.waitMs);
      break;
  }
});
process.on('disconnect', () => process.exit(0));

async function heardAll(waitMs: number): Promise<void> {
  const untilMs = sharedMs() + waitMs;
  while (heardAtMs.length < agents.length && sharedMs() < untilMs) await new Promise((done) => setTimeout(done, 20));
  isListening = false;
  answer({ atMs: heardAtMs, odd });
}
