import type { EncoderLine as LineSettings } from '#fm';
import type { LineFact, RdsState, Wire, WireAddress, WireEvents } from '../../../../../src/delivery/fm/rds-state.ts';
import { EncoderLine } from '../../../../../src/delivery/fm/wire/encoder-line.ts';
import { encodeFrame, FrameReader, type UecpFrame } from '../../../../../src/delivery/fm/wire/uecp-frame.ts';
import { worldAt } from '../../things.ts';

const START = Date.UTC(2026, 10, 23, 5);

export const CALM: RdsState = {
  ...{ pi: '7A01', ecc: 'F2', language: '46', ps: 'XA TAN  ', rt: 'BAN TIN XA TAN LAP', tp: true, pty: 1 },
  ...{ ta: false, taUntil: null, rtPlus: [], groups: [] },
};
export const ALARM: RdsState = {
  ...CALM,
  ...{ rt: 'LU QUET - SO TAN NGAY', ta: true, taUntil: START + 600_000, pty: 31 },
};

const SETTINGS: LineSettings = {
  ...{ name: 'encoder', profile: 'uecp', transport: 'tcp', host: '127.0.0.1', port: 4001, path: '', password: '' },
  ...{ site: 5, encoder: 2, toEverybody: false, quirk: 'standard', answers: false, readsBack: false },
};

/** One connection as the encoder sees it. */
export interface Far {
  /** What came so far. */
  readonly got: Uint8Array[];
  say(bytes: Uint8Array | string): void;
  /** Closes it; with a problem: it broke. */
  close(problem?: string): void;
  isClosed: boolean;
}

/** What an encoder does. All of it is optional: by default it takes everything in silence. */
export interface Peer {
  /** False: the connection is refused. */
  accepts?(): boolean;
  opened?(far: Far): void;
  /** False: it does not read, and nothing is taken. */
  reads?(): boolean;
  got?(bytes: Uint8Array, far: Far): void;
}

/** An encoder line on a simulated wire and a virtual clock. */
export function scene(peer: Peer, more: Partial<LineSettings> = {}) {
  const world = worldAt(START);
  const facts: LineFact[] = [];
  const connections: Far[] = [];
  const addresses: WireAddress[] = [];
  const connectedAtMs: number[] = [];
  const open = (address: WireAddress, events: WireEvents): Wire => {
    addresses.push(address);
    connectedAtMs.push(world.clock.monoMs());
    const got: Uint8Array[] = [];
    const far: Far = {
      got,
      isClosed: false,
      say(bytes) {
        if (!far.isClosed) events.bytes(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
      },
      close(problem) {
        if (far.isClosed) return;
        far.isClosed = true;
        events.closed(problem ?? null);
      },
    };
    queueMicrotask(() => {
      if (far.isClosed) return;
      if (peer.accepts?.() === false) return far.close('ECONNREFUSED');
      connections.push(far);
      events.opened();
      peer.opened?.(far);
    });
    return {
      send(bytes) {
        if (far.isClosed || peer.reads?.() === false) return false;
        got.push(bytes);
        queueMicrotask(() => {
          if (!far.isClosed) peer.got?.(bytes, far);
        });
        return true;
      },
      close() {
        far.isClosed = true;
      },
    };
  };
  const line = new EncoderLine({
    world,
    line: { ...SETTINGS, ...more },
    open,
    folder: '/data/fm',
    tell: (fact) => void facts.push(fact),
  });
  return { world, clock: world.clock, line, facts, connections, addresses, connectedAtMs };
}

/** What an encoder would have on air after these frames, by element code. */
export class Shown {
  readonly elements = new Map<number, string>();
  readonly frames: UecpFrame[] = [];
  readonly #reader = new FrameReader();

  take(bytes: Uint8Array): UecpFrame[] {
    const frames = this.#reader.push(bytes);
    for (const frame of frames) {
      this.frames.push(frame);
      this.elements.set(frame.message[0] ?? 0, Buffer.from(frame.message).toString('hex'));
    }
    return frames;
  }

  /** TA as last told; null: never. */
  get ta(): boolean | null {
    const element = this.elements.get(3);
    return element === undefined ? null : (Number.parseInt(element.slice(-2), 16) & 1) === 1;
  }

  get pty(): number | null {
    const element = this.elements.get(7);
    return element === undefined ? null : Number.parseInt(element.slice(-2), 16);
  }

  get text(): string {
    return Buffer.from((this.elements.get(10) ?? '').slice(10), 'hex').toString('latin1');
  }
}

/** An acknowledgement as an encoder sends it; `code` 0: accepted. */
export function acknowledgement(sequence: number, code = 0, from: Partial<UecpFrame> = {}): Uint8Array {
  const message = code === 0 ? Uint8Array.of(0x18, 0) : Uint8Array.of(0x18, code, sequence);
  return encodeFrame({ site: 5, encoder: 2, sequence, message, ...from });
}

/** An encoder that takes, acknowledges and can be asked. */
export function goodEncoder(shown = new Shown()): Peer & { readonly shown: Shown } {
  return {
    shown,
    got(bytes, far) {
      for (const { sequence, message } of shown.take(bytes)) {
        if (message[0] !== 0x17) far.say(acknowledgement(sequence));
        else {
          const element = Buffer.from(shown.elements.get(message[2] ?? 0) ?? '', 'hex');
          far.say(encodeFrame({ site: 5, encoder: 2, sequence, message: element }));
        }
      }
    },
  };
}

export const grades = (facts: readonly LineFact[]) =>
  facts.flatMap((fact) => (fact.fact === 'graded' ? [`${fact.number} ${fact.grade}`] : []));
export const faults = (facts: readonly LineFact[]) =>
  facts.flatMap((fact) => (fact.fact === 'fault' ? [`${fact.number} ${fact.reason}: ${fact.detail}`] : []));
