import type { RdsState } from '../rds-state.ts';
import { type Command, type Dialect, type Heard, mayAnnounce, type Question, REPEAT_MS } from './dialect.ts';

/** How one maker's encoders are spoken to in lines of text. */
interface AsciiProfile {
  /** Between a name and its value. */
  readonly sets: '=' | ' ';
  readonly ends: '\r' | '\n';
  /** Its names for the parts of a state; what it has no name for it cannot carry. */
  readonly names: Readonly<Partial<Record<Part, string>>>;
  /** Behind a name it asks for the value; null: it cannot be asked. */
  readonly asks: string | null;
  readonly yes: RegExp | null;
  readonly no: RegExp | null;
  /** An answer is one of these characters, with or without an end of line. */
  readonly short: string;
}

type Part = 'pi' | 'ps' | 'tp' | 'ta' | 'pty' | 'rt' | 'rt+' | 'group';

export const ASCII_PROFILES = {
  /** Pira P132, P164, P232 and the encoders that follow them (FMUSER RDS-C and others). */
  pira: {
    sets: '=',
    ends: '\r',
    names: { pi: 'PI', ps: 'PS', tp: 'TP', ta: 'TA', pty: 'PTY', rt: 'RT1', 'rt+': 'RTP', group: 'G' },
    asks: '',
    yes: /^\+$/,
    no: /^[-!/?]$/,
    short: '+-!/?',
  },
  /** Deva SmartGen and DB series. */
  deva: {
    sets: '=',
    ends: '\r',
    names: { pi: 'PI', ps: 'PS', tp: 'TP', ta: 'TA', pty: 'PTY', rt: 'TEXT', group: 'G' },
    asks: '?',
    yes: /^OK\b/i,
    no: /^(NO\b|ERR|FAIL|INVALID|DENIED|BYE)/i,
    short: '',
  },
  /** MiniRDS and mpxgen behind a named pipe. */
  minirds: {
    sets: ' ',
    ends: '\n',
    names: { pi: 'PI', ps: 'PS', tp: 'TP', ta: 'TA', pty: 'PTY', rt: 'RT', 'rt+': 'RTP' },
    asks: null,
    yes: null,
    no: null,
    short: '',
  },
} as const satisfies Record<string, AsciiProfile>;
export type AsciiProfileName = keyof typeof ASCII_PROFILES;

const LONGEST_LINE = 512;

/** Only what can be printed passes: no text, however made, begins a line of its own. */
function printable(text: string): string {
  return [...text].filter((letter) => letter >= ' ' && letter <= '~').join('');
}

const flag = (isOn: boolean) => (isOn ? '1' : '0');

/** One maker's lines. */
export class AsciiDialect implements Dialect {
  readonly answers: boolean;
  readonly greeting: Command | null;
  readonly #profile: AsciiProfile;
  #line = '';
  /** An answer without a name belongs to this part. */
  #asked: Part | null = null;

  constructor(name: AsciiProfileName, password: string) {
    this.#profile = ASCII_PROFILES[name];
    this.answers = this.#profile.yes !== null;
    const shibboleth = name === 'deva' ? printable(password) : '';
    this.greeting =
      shibboleth === '' ? null : { part: 'password', key: shibboleth, body: this.#terminated(shibboleth) };
  }

  commands(state: RdsState, tagged: boolean): readonly Command[] {
    const ta = mayAnnounce(state);
    const traffic = this.#command('ta', flag(ta));
    const tags = state.rtPlus.length > 0 || tagged ? [this.#rtPlus(state.rtPlus)] : [];
    return [
      ...(ta ? [] : [traffic]),
      this.#command('pi', state.pi),
      this.#command('ps', state.ps.trimEnd()),
      this.#command('tp', flag(state.tp)),
      this.#command('pty', String(state.pty)),
      ...state.groups.map((group) => this.#group(group)),
      this.#command('rt', state.rt),
      ...(ta ? [traffic] : []),
      ...tags.filter(({ body }) => body !== null),
    ];
  }

  questions(state: RdsState): readonly Question[] {
    const { asks, names } = this.#profile;
    if (asks === null) return [];
    const wanted: ReadonlyArray<readonly [Part, string]> = [
      ['ta', flag(mayAnnounce(state))],
      ['pi', state.pi],
      ['ps', state.ps],
      ['pty', String(state.pty)],
      ['rt', state.rt],
    ];
    return wanted.map(([part, value]) => ({
      part,
      body: this.#terminated(`${names[part]}${asks}`),
      expected: comparable(part, value),
    }));
  }

  frame(body: Uint8Array): Uint8Array {
    this.#asked = this.#partAskedBy(Buffer.from(body).toString('latin1'));
    return body;
  }

  hear(bytes: Uint8Array, sent: readonly Uint8Array[]): readonly Heard[] {
    const heard: Heard[] = [];
    for (const byte of bytes) {
      const letter = String.fromCharCode(byte);
      if (letter === '\r' || letter === '\n') {
        heard.push(...this.#read(this.#line.trim(), sent));
        this.#line = '';
      } else if (this.#line.length < LONGEST_LINE) this.#line += letter;
    }
    if (this.#line.length === 1 && this.#profile.short.includes(this.#line)) {
      heard.push(...this.#read(this.#line, sent));
      this.#line = '';
    }
    return heard;
  }

  #read(line: string, sent: readonly Uint8Array[]): Heard[] {
    const { yes, no, names, sets } = this.#profile;
    const part = this.#asked;
    const prefix = part && `${names[part]}${sets}`;
    // Asked for its name, an encoder may say exactly what it was told: that is no echo.
    const isNamed = prefix !== null && line.toUpperCase().startsWith(prefix);
    const isEcho = sent.some((one) => Buffer.from(one).toString('latin1').trim() === line);
    if (line === '' || (isEcho && !isNamed)) return [];
    if (yes?.test(line)) return [{ heard: 'yes', sequence: null }];
    if (no?.test(line)) return [{ heard: 'no', sequence: null, detail: printable(line) }];
    if (part === null) return [];
    const value = isNamed ? line.slice(prefix.length) : line;
    return [{ heard: 'value', sequence: null, part, value: comparable(part, value) }];
  }

  #partAskedBy(line: string): Part | null {
    const { asks, names } = this.#profile;
    if (asks === null) return null;
    const asked = (Object.keys(names) as Part[]).find((part) => line.trim() === `${names[part]}${asks}`);
    return asked ?? null;
  }

  #command(part: Part, value: string): Command {
    const name = this.#profile.names[part];
    const said = printable(value);
    const body = name === undefined ? null : this.#terminated(`${name}${this.#profile.sets}${said}`);
    return { part, key: said, body, repeatMs: REPEAT_MS };
  }

  #group(group: string): Command {
    const { repeatMs: _, ...once } = this.#command('group', group);
    return { ...once, part: `group ${printable(group)}` };
  }

  #rtPlus(tags: RdsState['rtPlus']): Command {
    const numbers = [0, 1].flatMap((index) => {
      const { type, start, length } = tags[index] ?? { type: 0, start: 0, length: 0 };
      return [type, start, length].map((number) => String(number).padStart(2, '0'));
    });
    const { repeatMs: _, ...once } = this.#command('rt+', numbers.join(','));
    return { ...once, isExtra: true };
  }

  #terminated(words: string): Uint8Array {
    return Buffer.from(`${words}${this.#profile.ends}`, 'latin1');
  }
}

/** What an encoder tells and what it was told, brought to one form: `07` is 7, and nobody sees trailing spaces. */
function comparable(part: Part, value: string): string {
  const plain = printable(value).trim();
  if (part === 'pty' || part === 'ta' || part === 'tp') return String(Number.parseInt(plain, 10));
  return part === 'pi' ? plain.toUpperCase() : plain;
}
