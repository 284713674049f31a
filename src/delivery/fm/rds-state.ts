/** What a transmitter's RDS should say. Level-triggered: the whole of it, every time. */
export interface RdsState {
  /** Four hexadecimal digits. */
  readonly pi: string;
  readonly ecc: string;
  readonly language: string;
  /** Eight characters, padded, of the plain letters that every receiver shows. */
  readonly ps: string;
  /** At most 64 such characters; empty: none. */
  readonly rt: string;
  /** Traffic programme: true when this station ever makes announcements, so that receivers heed `ta`. */
  readonly tp: boolean;
  /** Traffic announcement. Never true without `taUntil`. */
  readonly ta: boolean;
  /** When `ta` must be false again, whatever happens: epoch ms. Null when `ta` is false. */
  readonly taUntil: number | null;
  /** Programme type: 31 only in a real emergency, 30 only in a test. */
  readonly pty: number;
  /** Programme type name, eight plain letters; absent or empty: none. */
  readonly ptyn?: string;
  /** Other frequencies of the same programme, kHz. */
  readonly alternativesKhz?: readonly number[];
  /** The encoder is to know the time and to send it. `offsetMinutes`: of the station's zone. */
  readonly clock?: { readonly offsetMinutes: number };
  /** RT+ tags in `rt`: content type by the RT+ specification, first character, length minus one. At most two. */
  readonly rtPlus: ReadonlyArray<{ readonly type: number; readonly start: number; readonly length: number }>;
  /** Free groups to be sent once when they appear here: block 2 to 4 in twelve hexadecimal digits. */
  readonly groups: readonly string[];
}

/** How far an encoder line has proved what it was shown: sent, accepted (F0), read back the same (F1). */
export type LineGrade = 'sent' | 'F0' | 'F1';

/** What becomes of the states that are shown to an encoder line. `number` is the one given to `show`. */
export type LineFact =
  | { readonly fact: 'graded'; readonly number: number; readonly grade: LineGrade }
  /** It did not answer, refused, or says something else than it was told; it is tried again. */
  | {
      readonly fact: 'fault';
      readonly number: number;
      readonly reason: 'encoder_silent' | 'encoder_refused';
      readonly detail: string;
    }
  | { readonly fact: 'well' };

/** A wire to an encoder, opened by the real world or by a test. Bytes arrive in any pieces. */
export interface Wire {
  /** Gives bytes to the wire; never waits. False: too much is waiting already, nothing was taken. */
  send(bytes: Uint8Array): boolean;
  close(): void;
}
export interface WireEvents {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  /** Called once; after it nothing else comes. `problem` null: the peer closed it. */
  closed(problem: string | null): void;
}
export interface WireAddress {
  readonly transport: 'tcp' | 'udp' | 'serial' | 'file';
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly path: string;
}
/** Begins to open a wire; returns at once. */
export type OpenWire = (address: WireAddress, events: WireEvents) => Wire;
