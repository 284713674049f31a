/**
 * An RDS encoder at the other end of a wire, written from the standards alone (UECP of IEC 62106-10, and the lines that
 * Pira's encoders take): it decodes every byte and keeps sending what it was told last, whoever dies. What it sends over
 * time is the witness of what receivers showed.
 */
import type { OpenWire, Wire, WireEvents } from '#delivery';
import type { VirtualClock } from './virtual-clock.ts';

/** What receivers tuned to it see. */
export interface RdsAir {
  readonly pi: string;
  readonly ps: string;
  readonly rt: string;
  readonly tp: boolean;
  readonly ta: boolean;
  readonly pty: number;
}

/**
 * well: as it should. absent: no connection. silent: takes the connection and does nothing. refusing: says no to everything.
 * closing: does what it is told, says so, and hangs up after each command. garbage: babbles in place of answers, and does
 * nothing.
 */
export type Mood = 'well' | 'absent' | 'silent' | 'refusing' | 'closing' | 'garbage';

/** One way, ms. */
const TRAVEL_MS = 20;
const REFUSED = 9;

export class SimEncoder {
  mood: Mood = 'well';
  /** Every change of what it sends, oldest first. */
  readonly history: Array<{ readonly at: number; readonly air: RdsAir }> = [];
  /** Free groups as they were sent: block 2 without TP and PTY, 3 and 4, in hexadecimal. */
  readonly groups: Array<{ readonly at: number; readonly group: string }> = [];
  /** Bytes that were no frame, no command, or not for it. */
  readonly strange: string[] = [];
  readonly #clock: VirtualClock;
  readonly #address: number;
  #air: RdsAir = { pi: 'FFFF', ps: '', rt: '', tp: false, ta: false, pty: 0 };
  #hangUps: Array<(isTold: boolean) => void> = [];

  constructor(clock: VirtualClock, site: number, encoder: number) {
    this.#clock = clock;
    this.#address = (site << 6) | encoder;
  }

  get air(): RdsAir {
    return this.#air;
  }

  /** What it sent at an instant. */
  airAt(at: number): RdsAir | null {
    return this.history.findLast((one) => one.at <= at)?.air ?? null;
  }

  /** What it sent in [from, to), each change once, as seconds after `from`. */
  between<Part>(from: number, to: number, part: (air: RdsAir) => Part): Array<[number, Part]> {
    const said: Array<[number, Part]> = [];
    const first = this.airAt(from);
    if (first) said.push([0, part(first)]);
    for (const { at, air } of this.history) {
      if (at <= from || at >= to) continue;
      const next = part(air);
      if (JSON.stringify(said.at(-1)?.[1]) !== JSON.stringify(next)) said.push([(at - from) / 1000, next]);
    }
    return said;
  }

  /** True when an announcement was on at any time in [from, to). */
  announced(from: number, to: number): boolean {
    return this.between(from, to, (air) => air.ta).some(([, ta]) => ta);
  }

  /** The other end died: its system closes the connection, and it never hears of it. */
  peerDied(): void {
    for (const hangUp of this.#hangUps.splice(0)) hangUp(false);
  }

  /** It loses its connections, and the other end is told. */
  hangUp(): void {
    for (const hangUp of this.#hangUps.splice(0)) hangUp(true);
  }

  /** Somebody connects. `profile` is what he believes to speak to. */
  connect(profile: 'uecp' | 'pira', events: WireEvents): Wire {
    let isOpen = true;
    let isKnown = true;
    const later = (tell: () => void) => void this.#clock.sleep(TRAVEL_MS).then(() => (isKnown ? tell() : undefined));
    const hangUp = (isTold: boolean) => {
      if (!isOpen) return;
      isOpen = false;
      if (!isTold) isKnown = false;
      later(() => events.closed(null));
    };
    if (this.mood === 'absent') {
      isOpen = false;
      later(() => events.closed('connection refused'));
    } else {
      this.#hangUps.push(hangUp);
      later(() => (isOpen ? events.opened() : undefined));
    }
    const decode = profile === 'uecp' ? this.#uecp() : this.#pira();
    const answer = (bytes: Uint8Array) => later(() => (isOpen ? events.bytes(bytes) : undefined));
    return {
      send: (bytes) => {
        if (!isOpen) return false;
        void this.#clock.sleep(TRAVEL_MS).then(() => {
          if (!isOpen || this.mood === 'silent') return;
          if (this.mood === 'garbage') return answer(Uint8Array.of(0x21, 0xfe, 0x00, 0xfd, 0xff, 0x0d, 0x41, 0x0a));
          for (const said of decode(bytes)) answer(said);
          if (this.mood === 'closing') later(() => hangUp(true));
        });
        return true;
      },
      close: () => {
        isOpen = false;
        isKnown = false;
      },
    };
  }

  #send(change: Partial<RdsAir>): void {
    const next = { ...this.#air, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#air)) return;
    this.#air = next;
    this.history.push({ at: this.#clock.wallMs(), air: next });
  }

  #sendGroup(block2: number, rest: string): void {
    const bare = block2 & 0b1111_1000_0001_1111;
    this.groups.push({ at: this.#clock.wallMs(), group: hex([bare >> 8, bare & 255]) + rest });
  }

  /** UECP: records in any pieces; gives back the records that answer. */
  #uecp() {
    let record: number[] | null = null;
    return (bytes: Uint8Array): Uint8Array[] => {
      const answers: Uint8Array[] = [];
      for (const byte of bytes) {
        if (byte === 0xfe) record = [];
        else if (byte === 0xff && record) {
          answers.push(...this.#record(unstuffed(record)));
          record = null;
        } else if (record) record.push(byte);
        else this.strange.push(`stray byte ${byte}`);
      }
      return answers;
    };
  }

  #record(bytes: readonly number[] | null): Uint8Array[] {
    const [high = 0, low = 0, sequence = 0, length = -1] = bytes ?? [];
    const sum = bytes && crc16(bytes.slice(0, -2));
    if (!bytes || bytes.length !== length + 6 || sum !== (bytes.at(-2) ?? 0) * 256 + (bytes.at(-1) ?? 0)) {
      this.strange.push('a broken record');
      return [];
    }
    if (high * 256 + low !== this.#address) {
      this.strange.push('a record for somebody else');
      return [];
    }
    const message = bytes.slice(4, -2);
    if (this.mood === 'refusing') return [this.#answer(sequence, [0x18, REFUSED, sequence])];
    if (message[0] === 0x17) return [this.#answer(sequence, this.#readBack(message[2] ?? 0))];
    const isKnown = this.#element(message);
    return [this.#answer(sequence, [0x18, isKnown ? 0 : 3, sequence])];
  }

  #element([code, ...data]: readonly number[]): boolean {
    const text = (codes: readonly number[]) => String.fromCharCode(...codes);
    if (code === 0x01) this.#send({ pi: hex([data[2] ?? 0, data[3] ?? 0]) });
    else if (code === 0x02) this.#send({ ps: text(data.slice(2, 10)) });
    else if (code === 0x03) this.#send({ tp: ((data[2] ?? 0) & 2) !== 0, ta: ((data[2] ?? 0) & 1) !== 0 });
    else if (code === 0x07) this.#send({ pty: data[2] ?? 0 });
    else if (code === 0x0a) this.#send({ rt: data[2] ? text(data.slice(4, 3 + data[2])) : '' });
    else if (code === 0x24) this.#sendGroup((data[0] ?? 0) * 2048 + (data[1] ?? 0), hex(data.slice(2)));
    else return code === 0x16 || code === 0x1a;
    return true;
  }

  #readBack(code: number): number[] {
    const { pi, ps, rt, tp, ta, pty } = this.#air;
    const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
    const number = Number.parseInt(pi, 16);
    const data: Record<number, number[]> = {
      [0x01]: [number >> 8, number & 255],
      [0x02]: letters(ps.padEnd(8)),
      [0x03]: [(tp ? 2 : 0) + (ta ? 1 : 0)],
      [0x07]: [pty],
      [0x0a]: [rt.length + 1, 0, ...letters(rt)],
    };
    return [code, 0, 0, ...(data[code] ?? [])];
  }

  #answer(sequence: number, message: readonly number[]): Uint8Array {
    const body = [this.#address >> 8, this.#address & 255, sequence, message.length, ...message];
    const sum = crc16(body);
    const stuffed = [...body, sum >> 8, sum & 255].flatMap((byte) => (byte >= 0xfd ? [0xfd, byte - 0xfd] : [byte]));
    return Uint8Array.from([0xfe, ...stuffed, 0xff]);
  }

  /** Lines `NAME=value`, each ended by a carriage return; `+` when done, `-` when there is no such command. */
  #pira() {
    let line = '';
    return (bytes: Uint8Array): Uint8Array[] => {
      const answers: string[] = [];
      for (const byte of bytes) {
        if (byte !== 13) line += String.fromCharCode(byte);
        else {
          if (this.mood === 'refusing') answers.push('-');
          else answers.push(this.#piraLine(line) ? '+' : '-');
          line = '';
        }
      }
      return answers.map((one) => Buffer.from(`${one}\r\n\r\n`, 'latin1'));
    };
  }

  #piraLine(line: string): boolean {
    const at = line.indexOf('=');
    const value = line.slice(at + 1);
    switch (at < 0 ? '' : line.slice(0, at)) {
      case 'PI':
        this.#send({ pi: value });
        return true;
      case 'PS':
        this.#send({ ps: value.padEnd(8) });
        return true;
      case 'RT1':
        this.#send({ rt: value });
        return true;
      case 'TP':
        this.#send({ tp: value === '1' });
        return true;
      case 'TA':
        this.#send({ ta: value === '1' });
        return true;
      case 'PTY':
        this.#send({ pty: Number(value) });
        return true;
      case 'G':
        this.#sendGroup(Number.parseInt(value.slice(0, 4), 16), value.slice(4));
        return true;
      case 'RTP':
        return true;
      default:
        this.strange.push(`a strange line: ${line}`);
        return false;
    }
  }
}

/** The wires of a world in which there is one encoder at each port. */
export function wiresTo(encoders: ReadonlyMap<number, { encoder: SimEncoder; profile: 'uecp' | 'pira' }>): OpenWire {
  return (address, events) => {
    const there = encoders.get(address.port);
    if (!there) throw new Error(`nobody listens at port ${address.port}`);
    return there.encoder.connect(there.profile, events);
  };
}

const hex = (bytes: readonly number[]) =>
  bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();

/** Null: an escape that stands for nothing. */
function unstuffed(bytes: readonly number[]): number[] | null {
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0xfd) plain.push(byte);
    else {
      at += 1;
      const escaped = bytes[at];
      if (escaped === undefined || escaped > 2) return null;
      plain.push(0xfd + escaped);
    }
  }
  return plain;
}

/** CRC of the standard's annex: x^16 + x^12 + x^5 + 1, all ones before, inverted after; here without a table, byte by byte. */
function crc16(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc = ((crc >> 8) | (crc << 8)) & 0xffff;
    crc ^= byte;
    crc ^= (crc & 0xff) >> 4;
    crc = (crc ^ (crc << 12)) & 0xffff;
    crc = (crc ^ ((crc & 0xff) << 5)) & 0xffff;
  }
  return crc ^ 0xffff;
}
