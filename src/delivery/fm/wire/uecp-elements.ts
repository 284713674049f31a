/**
 * Message elements of UECP that we send or understand, as bytes: code, data set, service, data. We always mean the data
 * set on air and the main service.
 */
const CURRENT_DATA_SET = 0;
const MAIN_SERVICE = 0;

/** Message element codes. */
export const MEC = {
  pi: 0x01,
  ps: 0x02,
  trafficFlags: 0x03,
  decoder: 0x04,
  pty: 0x07,
  radioText: 0x0a,
  clock: 0x0d,
  alternatives: 0x13,
  groupSequence: 0x16,
  request: 0x17,
  acknowledgement: 0x18,
  clockOnAir: 0x19,
  slowLabelling: 0x1a,
  freeGroup: 0x24,
  ptyName: 0x3e,
} as const;

const MAIN = [CURRENT_DATA_SET, MAIN_SERVICE] as const;
const PS_CHARACTERS = 8;
const RT_CHARACTERS = 64;
const MOST_ALTERNATIVES = 25;

/** The RDS basic character set is ASCII but for a few; of these only the dollar sign has another place in it. */
export function rdsBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    if (letter === '$') return 0xab;
    const code = letter.charCodeAt(0);
    return code > 0xff || letter.length > 1 ? 0x3f : code;
  });
}

/** `pi`: four hexadecimal digits. */
export function piElement(pi: string): Uint8Array {
  const code = Number.parseInt(pi, 16);
  return Uint8Array.of(MEC.pi, ...MAIN, code >> 8, code & 0xff);
}

/** Always eight characters: shorter names are padded, longer ones cut. */
export function psElement(ps: string): Uint8Array {
  return Uint8Array.of(MEC.ps, ...MAIN, ...rdsBytes(ps.padEnd(PS_CHARACTERS)).subarray(0, PS_CHARACTERS));
}

/** Bit 1 traffic programme, bit 0 traffic announcement. */
export function trafficElement(tp: boolean, ta: boolean): Uint8Array {
  return Uint8Array.of(MEC.trafficFlags, ...MAIN, (tp ? 2 : 0) | (ta ? 1 : 0));
}

export function ptyElement(pty: number): Uint8Array {
  return Uint8Array.of(MEC.pty, ...MAIN, pty & 0x1f);
}

/** Decoder identification: mono, and a programme type that changes by itself, as it does in an emergency. */
export function decoderElement(): Uint8Array {
  return Uint8Array.of(MEC.decoder, ...MAIN, 0x08);
}

/** Always eight characters: shorter names are padded. */
export function ptyNameElement(name: string): Uint8Array {
  return Uint8Array.of(MEC.ptyName, ...MAIN, ...rdsBytes(name.padEnd(PS_CHARACTERS)).subarray(0, PS_CHARACTERS));
}

/** The list of other frequencies by method A, from its beginning: how many, a code for each, and an end. */
export function alternativesElement(alternativesKhz: readonly number[]): Uint8Array {
  const codes = alternativesKhz.slice(0, MOST_ALTERNATIVES).map((khz) => (khz - 87_500) / 100);
  const list = [0xe0 + codes.length, ...codes, 0];
  return Uint8Array.of(MEC.alternatives, ...MAIN, list.length + 2, 0, 0, ...list);
}

/** The time (epoch ms) as UTC, and the offset of the place in half hours: bit 5 is its sign. */
export function clockElement(at: number, offsetMinutes: number): Uint8Array {
  const utc = new Date(at);
  const date = [utc.getUTCFullYear() % 100, utc.getUTCMonth() + 1, utc.getUTCDate()];
  const time = [utc.getUTCHours(), utc.getUTCMinutes(), utc.getUTCSeconds(), Math.floor(utc.getUTCMilliseconds() / 10)];
  const halfHours = Math.round(Math.abs(offsetMinutes) / 30) & 0x1f;
  return Uint8Array.of(MEC.clock, ...date, ...time, halfHours | (offsetMinutes < 0 ? 0x20 : 0));
}

export function clockOnAirElement(isOn: boolean): Uint8Array {
  return Uint8Array.of(MEC.clockOnAir, isOn ? 1 : 0);
}

/**
 * Replaces all radio text, sent without end. `toggle` turns the A/B flag, at which receivers clear their display.
 * Empty: there is no radio text any more.
 */
export function radioTextElement(text: string, toggle: boolean): Uint8Array {
  if (text === '') return Uint8Array.of(MEC.radioText, ...MAIN, 0);
  const letters = rdsBytes(text).subarray(0, RT_CHARACTERS);
  return Uint8Array.of(MEC.radioText, ...MAIN, letters.length + 1, toggle ? 1 : 0, ...letters);
}

/** Which groups are sent in turn: each is its type times two, plus one for version B. */
export function groupSequenceElement(groups: readonly number[]): Uint8Array {
  return Uint8Array.of(MEC.groupSequence, CURRENT_DATA_SET, groups.length, ...groups);
}

/** Variant 0: extended country code. Two hexadecimal digits. */
export function countryElement(ecc: string): Uint8Array {
  return Uint8Array.of(MEC.slowLabelling, CURRENT_DATA_SET, 0x00, Number.parseInt(ecc, 16));
}

/** Variant 3: language. Two hexadecimal digits. */
export function languageElement(language: string): Uint8Array {
  return Uint8Array.of(MEC.slowLabelling, CURRENT_DATA_SET, 0x30, Number.parseInt(language, 16));
}

/**
 * One free group, sent once. Of `group` (blocks 2 to 4, twelve hexadecimal digits) the type, the version and the 37 bits
 * of content are taken; the encoder itself puts in PI, TP and PTY.
 */
export function freeGroupElement(group: string): Uint8Array {
  const block2 = Number.parseInt(group.slice(0, 4), 16);
  const content = Buffer.from(group.slice(4), 'hex');
  return Uint8Array.of(MEC.freeGroup, block2 >> 11, block2 & 0x1f, ...content);
}

/** Asks what the encoder has of an element that belongs to data set and service. */
export function requestElement(code: number): Uint8Array {
  return Uint8Array.of(MEC.request, 3, code, ...MAIN);
}

const RESPONSES: Readonly<Record<number, string>> = {
  1: 'CRC error',
  2: 'message not received',
  3: 'message unknown',
  4: 'data set number error',
  5: 'service number error',
  6: 'parameter out of range',
  7: 'element length error',
  8: 'message field length error',
  9: 'message not acceptable',
  10: 'end of message missing',
  11: 'buffer overflow',
  12: 'bad stuffing',
  13: 'unexpected end of message',
};

/** The frame was spoilt on its way: the same again may do. */
const SPOILT: ReadonlySet<number> = new Set([1, 2, 10, 12, 13]);

/** What an encoder says in a message; null: nothing that we asked for. */
export type UecpAnswer =
  | { readonly answer: 'yes'; readonly sequence: number | null }
  | { readonly answer: 'no'; readonly sequence: number | null; readonly why: string; readonly isSpoilt: boolean }
  | { readonly answer: 'value'; readonly code: number; readonly value: string };

export function readAnswer(message: Uint8Array): UecpAnswer | null {
  const [code, first] = message;
  if (code === MEC.acknowledgement && first !== undefined) {
    const sequence = message.length === 3 && message[2] !== 0 ? (message[2] ?? null) : null;
    if (first === 0) return { answer: 'yes', sequence };
    return { answer: 'no', sequence, why: RESPONSES[first] ?? `error ${first}`, isSpoilt: SPOILT.has(first) };
  }
  const value = readValue(message);
  return value === null ? null : { answer: 'value', code: code ?? 0, value };
}

/** The content of an element in the form in which what we wanted is compared with it. */
export function readValue(message: Uint8Array): string | null {
  const [code, , , ...data] = message;
  switch (code) {
    case MEC.pi:
      return data.length === 2 ? Buffer.from(data).toString('hex').toUpperCase() : null;
    case MEC.ps:
      return data.length === PS_CHARACTERS ? Buffer.from(data).toString('latin1').trimEnd() : null;
    case MEC.trafficFlags:
      return data.length === 1 ? String((data[0] ?? 0) & 3) : null;
    case MEC.pty:
      return data.length === 1 ? String((data[0] ?? 0) & 0x1f) : null;
    case MEC.radioText: {
      const [length = 0, , ...letters] = data;
      if (data.length !== length + 1) return null;
      return Buffer.from(letters).toString('latin1').split('\r', 1)[0]?.trimEnd() ?? '';
    }
    default:
      return null;
  }
}
